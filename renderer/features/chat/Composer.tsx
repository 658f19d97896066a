import { useEffect, useRef, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import { isComposing } from '../../actions/use-shortcuts.ts'
import { t } from '../../i18n/t.ts'
import { composerId } from './focus.ts'
import { SendButton } from './SendButton.tsx'
import { useAutosize } from './use-autosize.ts'

export type ComposerProps = {
  text: string
  onChange: (text: string) => void
  onSend: (text: string) => void
  onStop: () => void
  /** `unheard`: an answer was being made when the connection was lost. */
  phase: 'idle' | 'sending' | 'answering' | 'unheard'
  placeholder: string
  /** Why Enter does not send now. */
  hint: string | null
  /** There is a model that could answer. */
  canSend: boolean
  modelPicker: ReactNode
}

export function Composer({
  text,
  onChange,
  onSend,
  onStop,
  phase,
  placeholder,
  hint,
  canSend,
  modelPicker,
}: ComposerProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const ready = canSend && phase === 'idle' && text.trim() !== ''
  useAutosize(area, text)
  useEffect(() => area.current?.focus({ preventScroll: true }), [])

  const send = (): void => {
    if (ready) onSend(text.trim())
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    // Enter chooses a word while an input method composes; it must not send the sentence.
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || isComposing(event.nativeEvent)) return
    event.preventDefault()
    send()
  }
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault()
    send()
  }
  return (
    <form
      onSubmit={onSubmit}
      className="rounded-12 border border-control bg-raised px-2 pt-2.5 pb-2 focus-within:border-text-3"
    >
      <textarea
        id={composerId}
        ref={area}
        rows={1}
        dir="auto"
        value={text}
        aria-label={t('composer.label')}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        className="block field-sizing-content max-h-[min(40dvh,320px)] w-full resize-none overflow-y-auto bg-transparent px-2 pb-2 text-14 text-text outline-none"
      />
      <div className="flex items-center gap-1.5">
        <p role="status" className="mx-2 line-clamp-2 min-w-0 flex-1 text-12 text-text-3">
          {hint}
        </p>
        {modelPicker}
        <SendButton answering={phase === 'answering'} ready={ready} onStop={onStop} />
      </div>
    </form>
  )
}
