import type { ReactNode } from 'react'
import type { EngineState, EngineWork } from '../../electron/contract/engine.ts'
import { errorText } from '../i18n/error-texts.ts'
import { formatDuration, formatGigabytes, formatPercent, formatSpeed } from '../i18n/format.ts'
import { rich } from '../i18n/rich.tsx'
import { t } from '../i18n/t.ts'
import { useConnection, useTopic } from '../rpc/RpcProvider.tsx'
import { engineTopic, memoryTopic } from '../rpc/topics.ts'
import { AlertIcon, ModelsIcon, QuietIcon } from '../ui/icons.tsx'
import { MemoryBar } from '../ui/MemoryBar.tsx'

/** Always there: the model, the memory, the network. Nothing in it is announced, because its numbers never rest. */
export function StatusStrip() {
  const engine = useTopic(engineTopic).value
  const connected = useConnection().state.phase === 'open'
  return (
    <footer
      aria-label={t('strip.label')}
      className="flex h-(--strip) flex-none items-center gap-4 border-t border-line px-4 text-12 whitespace-nowrap text-text-3 wide:gap-6"
    >
      <div className="flex min-w-0 items-center gap-2 wide:min-w-[250px]">
        {engine ? <EngineWords engine={engine} connected={connected} /> : <ModelsIcon size={14} />}
      </div>
      <MemoryWords />
      <NetworkWords />
    </footer>
  )
}

type WordsProps = { name: string; detail?: string | null; live?: string; failed?: boolean }

function Words({ name, detail, live, failed = false }: WordsProps): ReactNode {
  return (
    <>
      {failed ? <AlertIcon size={14} className="text-bad" /> : <ModelsIcon size={14} />}
      <b className="min-w-0 truncate text-text">{name}</b>
      {detail && <span className="max-wide:hidden">{detail}</span>}
      {live && <span className="num min-w-[68px] text-text-2 max-phone:hidden">{live}</span>}
    </>
  )
}

/** Without a connection nobody knows what the engine does now; the name is the last that was heard. */
function EngineWords({ engine, connected }: { engine: EngineState; connected: boolean }) {
  switch (engine.phase) {
    case 'off':
      if (engine.reason === 'crash') return <Words failed name={t('strip.stopped')} detail={t('strip.none')} />
      return <Words name={t('strip.none')} detail={engine.reason === 'idle' ? t('strip.idle') : null} />
    case 'loading':
      return (
        <Words
          name={engine.name}
          {...(connected && { live: t('strip.loading', { share: formatPercent(engine.share) }) })}
          detail={connected && engine.msLeft !== null ? t('strip.left', { time: formatDuration(engine.msLeft) }) : null}
        />
      )
    case 'unloading':
      return <Words name={t('strip.unloading')} />
    case 'failed':
      return <Words failed name={engine.name} detail={errorText(engine.error).title} />
    case 'ready':
      return (
        <Words
          name={engine.loaded.name}
          detail={engine.loaded.quantisation}
          {...(connected && { live: workWords(engine.work) })}
        />
      )
  }
}

function workWords(work: EngineWork): string {
  switch (work.kind) {
    case 'idle':
      return t('strip.ready')
    case 'reading':
      return t('strip.reading', { share: formatPercent(work.share) })
    case 'answering':
      return formatSpeed(work.tokensPerSecond)
  }
}

function MemoryWords() {
  const memory = useTopic(memoryTopic).value
  if (!memory) return <span className="mx-auto" />
  const { app, engine, free, limit } = memory
  return (
    <span className="mx-auto flex items-center gap-2 max-phone:hidden">
      <span className="text-text-2">{t('strip.ram')}</span>
      <MemoryBar app={app + engine} free={free} limit={limit} className="w-[72px] wide:w-24" />
      <span className="num">
        {rich(
          'strip.free',
          { free: formatGigabytes(free), limit: formatGigabytes(limit), mine: formatGigabytes(app + engine) },
          {
            b: (text) => <b className="text-text">{text}</b>,
            w: (text) => <span className="max-wide:hidden">{text}</span>,
            s: (text) => <span className="sr-only">{text}</span>,
          },
        )}
      </span>
    </span>
  )
}

function NetworkWords() {
  const { state } = useConnection()
  const lost = state.phase === 'lost'
  return (
    <span className="ml-auto flex flex-none items-center justify-end gap-1.5 text-text-2 phone:ml-0 wide:min-w-[250px]">
      {lost ? <AlertIcon size={14} className="text-bad" /> : <QuietIcon size={14} className="text-text-3" />}
      {t(lost ? 'strip.lost' : 'strip.quiet')}
    </span>
  )
}
