import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { cx } from './class-names.ts'

export type RowProps = {
  children: ReactNode
  icon?: ReactNode
  /** A number or word at the end, quieter than the title. */
  end?: ReactNode
  /** Buttons that show on hover and on focus. They stand beside the row's own link or button, never inside it. */
  actions?: ReactNode
  selected?: boolean
  /** Keeps `actions` visible, for instance while their menu is open. */
  actionsShown?: boolean
  className?: string
} & ({ to: string; onPress?: () => void } | { to?: never; onPress: () => void })

/** One line of a list: a link or a button that fills the whole row. */
export function Row({
  children,
  icon,
  end,
  actions,
  selected = false,
  actionsShown = false,
  className,
  to,
  onPress,
}: RowProps) {
  const body = (
    <>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {end !== undefined && <span className="num text-12 text-text-3">{end}</span>}
    </>
  )
  const fill = cx(
    'flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-8 px-2 text-left focus-visible:outline-offset-[-2px]',
    selected ? '[&>svg]:text-text-2' : '[&>svg]:text-text-3',
  )
  return (
    <div
      className={cx(
        'group/row relative flex items-center rounded-8 transition-colors',
        selected ? 'bg-selected text-text' : 'text-text-2 hover:bg-hover',
        className,
      )}
    >
      {to !== undefined ? (
        <Link to={to} onClick={onPress} aria-current={selected ? 'page' : undefined} className={fill}>
          {body}
        </Link>
      ) : (
        <button type="button" aria-pressed={selected} onClick={onPress} className={fill}>
          {body}
        </button>
      )}
      {actions && (
        <span
          className={cx(
            'flex flex-none items-center pr-1 transition-opacity',
            !selected && !actionsShown && 'opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100',
          )}
        >
          {actions}
        </span>
      )}
    </div>
  )
}
