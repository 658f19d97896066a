import { useEffect, useId, useRef, type ReactNode } from 'react'
import { cx } from './class-names.ts'

export type DialogProps = {
  open: boolean
  onClose: () => void
  title: string
  /** Keep the title for screen readers only. */
  titleHidden?: boolean
  children: ReactNode
  className?: string
  /** Where it stands: in the middle, or near the top where the palette is. */
  place?: 'middle' | 'top'
}

/**
 * The browser's own modal dialog: it holds the focus, closes on Esc, makes the rest of the page inert and gives the focus
 * back. Mounted only while open, so its content starts anew each time.
 */
export function Dialog(props: DialogProps) {
  return props.open ? <OpenDialog {...props} /> : null
}

function OpenDialog({ onClose, title, titleHidden = false, children, className, place = 'middle' }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  useEffect(() => {
    const dialog = ref.current
    if (!dialog) return
    const before = document.activeElement
    dialog.showModal()
    // The browser would take the first thing that can hold the focus; where there is something to type, that is meant.
    dialog.querySelector<HTMLElement>('input, textarea')?.focus()
    return () => {
      dialog.close()
      // The browser gives the focus back on close(), but not when the element is already leaving the tree.
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])

  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => {
        // The dialog element itself is the area around its box.
        if (event.target === event.currentTarget) onClose()
      }}
      className={cx(
        'appear fixed inset-x-0 mx-auto max-w-[calc(100vw-32px)] flex-col overflow-hidden rounded-12 border border-line-strong bg-raised p-0 text-text open:flex',
        place === 'middle'
          ? 'inset-y-0 my-auto h-fit max-h-[calc(100dvh-32px)]'
          : 'top-[min(104px,10vh)] mb-0 max-h-[calc(90dvh-32px)]',
        className ?? 'w-[440px]',
      )}
    >
      <h2 id={titleId} className={titleHidden ? 'sr-only' : 'px-5 pt-4 text-16'}>
        {title}
      </h2>
      {children}
    </dialog>
  )
}

/** The buttons at the end of a dialog, the one that does it last. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className="flex justify-end gap-2 px-5 pt-5 pb-4">{children}</div>
}
