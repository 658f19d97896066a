import { useEffect, useRef, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { TextArea } from '../../ui/TextArea.tsx'

/** A pause in typing after which the text is saved. */
const restMs = 600
/** As the contract has it; the browser cuts a longer paste. */
const longest = 100_000

/** A longer text, saved in the pauses of typing and when the focus leaves. */
export function TextSetting({
  label,
  stored,
  onSave,
}: {
  label: string
  stored: string
  onSave: (text: string) => void
}) {
  const [typed, setTyped] = useState(stored)
  const field = useRef<HTMLTextAreaElement>(null)
  const flush = useRef(() => undefined as void)
  useEffect(() => {
    flush.current = () => {
      if (typed !== stored) onSave(typed)
    }
  })
  // Whoever leaves the page or the app has changed it all the same.
  useEffect(() => {
    const leave = (): void => flush.current()
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [])

  // What was saved comes back a moment later; by then more may have been typed, and that is what counts.
  useEffect(() => {
    if (document.activeElement !== field.current) setTyped(stored)
  }, [stored])

  useEffect(() => {
    if (typed === stored || document.activeElement !== field.current) return
    const timer = setTimeout(() => flush.current(), restMs)
    return () => clearTimeout(timer)
  }, [typed, stored])

  return (
    <>
      <TextArea
        ref={field}
        label={label}
        rows={3}
        className="mb-1.5"
        placeholder={t('settings.systemPromptNone')}
        value={typed}
        maxLength={longest}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => flush.current()}
      />
      {typed.length >= longest && <p className="mb-1.5 text-12 text-text-2">{t('settings.textFull')}</p>}
    </>
  )
}
