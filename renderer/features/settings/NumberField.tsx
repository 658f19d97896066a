import { useState } from 'react'
import { formatCount } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { Field } from '../../ui/Field.tsx'
import { isComposing } from '../../actions/use-shortcuts.ts'
import { parseNumber } from './parse-number.ts'

export type NumberFieldProps = {
  label: string
  value: number | null
  min: number
  max: number
  /** The word that stands for no number; null where there must be one. */
  empty: string | null
  onCommit: (value: number | null) => void
}

/** A whole number, saved on Enter and when the focus leaves. What cannot be saved is said and stays to be corrected. */
export function NumberField({ label, value, min, max, empty, onCommit }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  function commit() {
    if (typed === null) return
    const result = parseNumber(typed, { min, max, mayBeEmpty: empty !== null })
    if (!result.ok) return setProblem(t('settings.range', { min: formatCount(min), max: formatCount(max) }))
    setTyped(null)
    setProblem(null)
    if (result.value !== value) onCommit(result.value)
  }

  return (
    <Field
      label={label}
      className="w-36 [&_input]:text-right [&_p]:justify-end"
      inputMode="numeric"
      value={typed ?? (value === null ? '' : String(value))}
      placeholder={empty ?? ''}
      problem={problem}
      autoComplete="off"
      onChange={(event) => {
        setTyped(event.target.value)
        setProblem(null)
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (isComposing(event.nativeEvent)) return
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape') {
          setTyped(null)
          setProblem(null)
        }
      }}
    />
  )
}
