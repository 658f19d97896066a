import type { AnswerStats, Message, StopReason } from '../../../electron/contract/chat.ts'
import { formatCount, formatDuration, formatPercent, formatSpeed } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { RedoIcon } from '../../ui/icons.tsx'
import { CopyButton } from '../../ui/markdown/CopyButton.tsx'
import { useConnected } from './connected.ts'
import type { MessageActions } from './use-message-actions.ts'
import { Versions } from './Versions.tsx'

export type MessageFooterProps = { message: Message; actions: MessageActions }

/** Numbers of an answer, and what can be done with it. */
export function MessageFooter({ message, actions }: MessageFooterProps) {
  const { state, parts, versions } = message
  const connected = useConnected()
  if (state.phase === 'queued' || state.phase === 'reading') return null
  const done = state.phase === 'done'
  const copied = (): string =>
    parts
      .filter(({ kind }) => kind === 'text')
      .map(({ text }) => text)
      .join('')
      .trim()
  return (
    <footer className="mt-1.5 flex min-h-6 flex-wrap items-center gap-x-3 text-12 text-text-3">
      {done && (
        <span className="-ml-[5px] flex items-center">
          <CopyButton label={t('answer.copy')} text={copied} />
          <IconButton size="sm" label={t('answer.again')} onClick={() => actions.regenerate(message.id)}>
            <RedoIcon />
          </IconButton>
          {versions.length > 1 && <Versions message={message} onSelect={actions.selectVersion} />}
        </span>
      )}
      <span className="num flex min-w-0 flex-wrap">
        {facts(message, connected).map((fact) => (
          <span key={fact} className="not-last:after:mx-1.5 not-last:after:content-['·']">
            {fact}
          </span>
        ))}
      </span>
    </footer>
  )
}

function facts({ state, model }: Message, connected: boolean): readonly string[] {
  if (state.phase === 'streaming') {
    return [
      // A speed that was is not the speed that is.
      ...speed(connected ? state.tokensPerSecond : 0, state.firstTokenMs),
      t('answer.soFar', { count: formatCount(state.tokens) }),
    ]
  }
  if (state.phase !== 'done') return []
  const { stats, reason } = state
  const kept = reason === 'cut' ? 'answer.kept' : 'answer.tokens'
  return [
    ...(stats && stats.answerTokens > 0
      ? [
          ...speed(stats.tokensPerSecond, stats.firstTokenMs),
          ...fromCache(stats),
          t(kept, { count: stats.answerTokens }),
        ]
      : []),
    reasonWords(reason),
    ...(model ? [model.name] : []),
  ]
}

function speed(tokensPerSecond: number, firstTokenMs: number): readonly string[] {
  const first = t('answer.firstToken', { time: formatDuration(firstTokenMs, true) })
  return tokensPerSecond > 0 ? [formatSpeed(tokensPerSecond), first] : [first]
}

/** Why the first token came so soon: the share of the prompt that the engine still held. */
function fromCache({ cachedTokens, promptTokens }: AnswerStats): readonly string[] {
  return cachedTokens > 0 ? [t('answer.fromCache', { share: formatPercent(cachedTokens / promptTokens) })] : []
}

function reasonWords(reason: StopReason): string {
  return t(`answer.reason.${reason}`)
}
