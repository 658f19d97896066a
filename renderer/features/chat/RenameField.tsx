import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { isComposing } from '../../actions/use-shortcuts.ts'
import { t } from '../../i18n/t.ts'
import { Field } from '../../ui/Field.tsx'

export type RenameFieldProps = {
  title: string
  /** null: it stays as it was. `left`: the focus is elsewhere already. */
  onDone: (title: string | null, how: 'key' | 'left') => void
  className?: string
}

/** A title being changed in its place: Enter or leaving keeps it, Esc does not. */
export function RenameField({ title, onDone, className }: RenameFieldProps) {
  const [text, setText] = useState(title)
  const input = useRef<HTMLInputElement>(null)
  const done = useRef(false)

  useEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [])

  const finish = (next: string | null, how: 'key' | 'left'): void => {
    if (done.current) return
    done.current = true
    onDone(next === title ? null : next, how)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event.nativeEvent) || (event.key !== 'Enter' && event.key !== 'Escape')) return
    event.preventDefault()
    finish(event.key === 'Enter' ? text : null, 'key')
  }
  return (
    <Field
      ref={input}
      label={t('chat.rename')}
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => finish(text, 'left')}
      onKeyDown={onKeyDown}
      {...(className && { className })}
    />
  )
}
