import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { isComposing } from '../../actions/use-shortcuts.ts'
import { t } from '../../i18n/t.ts'
import { Field } from '../../ui/Field.tsx'

export type RenameFieldProps = { title: string; onDone: (title: string | null) => void; className?: string }

/** A title being changed in its place: Enter or leaving keeps it, Esc does not. */
export function RenameField({ title, onDone, className }: RenameFieldProps) {
  const [text, setText] = useState(title)
  const input = useRef<HTMLInputElement>(null)
  const done = useRef(false)

  useEffect(() => input.current?.select(), [])

  const finish = (next: string | null): void => {
    if (done.current) return
    done.current = true
    onDone(next === title ? null : next)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event.nativeEvent) || (event.key !== 'Enter' && event.key !== 'Escape')) return
    event.preventDefault()
    finish(event.key === 'Enter' ? text : null)
  }
  return (
    <Field
      ref={input}
      label={t('chat.rename')}
      value={text}
      maxLength={200}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => finish(text)}
      onKeyDown={onKeyDown}
      {...(className && { className })}
    />
  )
}
