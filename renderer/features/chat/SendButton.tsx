import { formatShortcut } from '../../actions/shortcut.ts'
import { t } from '../../i18n/t.ts'
import { cx } from '../../ui/class-names.ts'
import { ArrowUpIcon, StopIcon } from '../../ui/icons.tsx'

export type SendButtonProps = { answering: boolean; ready: boolean; onStop: () => void }

/** One place for both: what is under the finger stays there when an answer begins. */
export function SendButton({ answering, ready, onStop }: SendButtonProps) {
  const shape = 'grid size-8 flex-none place-items-center rounded-8 transition-colors'
  if (answering) {
    return (
      <button
        type="button"
        aria-label={t('answer.stop')}
        title={`${t('answer.stop')}, ${formatShortcut('Escape')}`}
        onClick={onStop}
        className={cx(shape, 'bg-invert text-on-invert')}
      >
        <StopIcon strokeWidth={2} />
      </button>
    )
  }
  return (
    <button
      type="submit"
      aria-label={t('composer.send')}
      title={`${t('composer.send')}, Enter`}
      disabled={!ready}
      className={cx(shape, ready ? 'bg-ember text-on-ember hover:bg-ember-hover' : 'bg-selected text-text-3')}
    >
      <ArrowUpIcon strokeWidth={2} />
    </button>
  )
}
