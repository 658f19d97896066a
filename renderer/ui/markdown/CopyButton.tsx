import { useEffect, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { IconButton } from '../IconButton.tsx'
import { AlertIcon, CheckIcon, CopyIcon } from '../icons.tsx'

const shownMs = 1500

export type CopyButtonProps = { label: string; text: string | (() => string) }

/** Copies, and says whether it worked: a browser may refuse the clipboard. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'refused'>('idle')

  useEffect(() => {
    if (outcome === 'idle') return
    const timer = setTimeout(() => setOutcome('idle'), shownMs)
    return () => clearTimeout(timer)
  }, [outcome])

  const copy = (): void => {
    const value = typeof text === 'string' ? text : text()
    navigator.clipboard.writeText(value).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    )
  }
  const labels = { idle: label, copied: t('common.copied'), refused: t('copy.refused') }
  const icons = { idle: <CopyIcon />, copied: <CheckIcon />, refused: <AlertIcon /> }
  return (
    <IconButton size="sm" label={labels[outcome]} onClick={copy}>
      {icons[outcome]}
    </IconButton>
  )
}
