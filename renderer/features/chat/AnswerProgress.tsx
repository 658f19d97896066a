import type { MessageState } from '../../../electron/contract/chat.ts'
import type { EngineState } from '../../../electron/contract/engine.ts'
import { formatCount, formatDuration, formatPercent } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { useTopic } from '../../rpc/RpcProvider.tsx'
import { engineTopic } from '../../rpc/topics.ts'
import { Progress } from '../../ui/Progress.tsx'
import { TextButton } from '../../ui/TextButton.tsx'
import { useConnected } from './connected.ts'

/** An answer that waits: for its model, or for another answer. */
export function QueuedLine({ onCancel }: { onCancel: () => void }) {
  const engine = useTopic(engineTopic).value
  const words = queuedWords(engine, useConnected())
  return <Line share={engine?.phase === 'loading' ? engine.share : null} words={words} onCancel={onCancel} />
}

function queuedWords(engine: EngineState | undefined, connected: boolean): string {
  if (engine?.phase === 'loading') {
    const { name, share, msLeft } = engine
    const waits = t('queued.loading', { name, share: formatPercent(share) })
    return msLeft === null || !connected ? waits : `${waits} · ${t('progress.left', { time: formatDuration(msLeft) })}`
  }
  return t(engine?.phase === 'ready' && engine.work.kind !== 'idle' ? 'queued.another' : 'queued.engine')
}

export type ReadingLineProps = { state: Extract<MessageState, { phase: 'reading' }>; onCancel: () => void }

/** The prompt is being read. What the engine still held from the turn before need not be read again. */
export function ReadingLine({ state: { done, total, cached, msLeft }, onCancel }: ReadingLineProps) {
  const connected = useConnected()
  const toRead = Math.max(1, total - cached)
  const words = [
    t('reading.tokens', { count: formatCount(total) }),
    msLeft !== null && connected && t('progress.left', { time: formatDuration(Math.max(1000, msLeft)) }),
    cached > 0 && t('reading.cached', { count: formatCount(cached) }),
  ]
  return <Line share={done / toRead} words={words.filter(Boolean).join(' · ')} onCancel={onCancel} />
}

function Line({ share, words, onCancel }: { share: number | null; words: string; onCancel: () => void }) {
  const connected = useConnected()
  return (
    <div className="flex min-h-6 flex-wrap items-center gap-x-3 text-13 text-text-2">
      {share !== null && (
        <span className="w-[120px]">
          <Progress label={words} share={share} />
        </span>
      )}
      <p className="num">{words}</p>
      {connected && <TextButton onClick={onCancel}>{t('common.cancel')}</TextButton>}
    </div>
  )
}
