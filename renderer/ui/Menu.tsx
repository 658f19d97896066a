import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

export type MenuProps = {
  /** The button that opens it. */
  trigger: ReactNode
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom'
  onOpenChange?: (open: boolean) => void
}

/** A menu on a button. Not modal: a modal one locks scrolling through a style element, which the page's policy refuses. */
export function Menu({ trigger, children, align = 'end', side = 'bottom', onOpenChange }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} {...(onOpenChange && { onOpenChange })}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className="appear z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto rounded-12 border border-line-strong bg-raised p-1"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

export type MenuItemProps = {
  children: ReactNode
  onSelect: () => void
  icon?: ReactNode
  shortcut?: string | undefined
  disabled?: boolean
  danger?: boolean
}

export function MenuItem({ children, onSelect, icon, shortcut, disabled = false, danger = false }: MenuItemProps) {
  return (
    <DropdownMenu.Item
      onSelect={onSelect}
      disabled={disabled}
      className={cx(
        'flex min-h-8 items-center gap-2 rounded-8 px-2 text-text-2 outline-none data-disabled:opacity-45 data-highlighted:bg-selected data-highlighted:text-text',
        danger ? '[&>svg]:text-bad' : '[&>svg]:text-text-3',
      )}
    >
      {icon}
      <span className="flex-1">{children}</span>
      {shortcut && <span className="pl-4 text-12 text-text-3">{shortcut}</span>}
    </DropdownMenu.Item>
  )
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="mx-1 my-1 h-px bg-line" />
}
