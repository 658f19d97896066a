import { useQuery } from '@tanstack/react-query'
import type { ModelId } from '../../../electron/contract/ids.ts'
import type { Model } from '../../../electron/contract/models.ts'
import { formatFileSize } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { useClient, useTopic } from '../../rpc/RpcProvider.tsx'
import { modelsTopic } from '../../rpc/topics.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { MarkIcon } from '../../ui/icons.tsx'
import { TextButton } from '../../ui/TextButton.tsx'
import { machineWords } from './machine-words.ts'
import { ModelsFolderCard } from './ModelsFolderCard.tsx'
import { OwnFilesCard } from './OwnFilesCard.tsx'

export type WelcomeProps = {
  /** To a new chat with this model chosen. */
  onStart: (model: ModelId) => void
  onSkip: () => void
  onAddFile: () => void
}

/** The first screen: the machine in words, and one ember button that needs no download. */
export function Welcome({ onStart, onSkip, onAddFile }: WelcomeProps) {
  const client = useClient()
  const machine = useQuery({ queryKey: ['hardware.machine'], queryFn: () => client.hardware.machine() })
  const models = useTopic(modelsTopic).value
  const starter = models?.models.find(({ source }) => source === 'starter') ?? null

  return (
    <main aria-label={t('welcome.label')} className="flex min-h-0 flex-1 overflow-y-auto bg-surface px-6 py-6">
      <div className="m-auto grid w-full max-w-welcome gap-5">
        <header className="flex items-center gap-4">
          <MarkIcon size={40} />
          <div className="min-w-0">
            <h1 className="text-28 max-phone:text-20">{t('welcome.title')}</h1>
            <p className="text-14 text-text-2">{machine.data ? machineWords(machine.data) : t('welcome.looking')}</p>
          </div>
        </header>
        <StarterCard starter={starter} known={models !== undefined} onStart={onStart} />
        <div className="grid gap-6 dock:grid-cols-2">
          <ModelsFolderCard models={models} />
          <OwnFilesCard
            models={models?.models ?? []}
            limit={machine.data?.memoryBytes ?? Infinity}
            onAddFile={onAddFile}
            onUse={onStart}
          />
        </div>
        <p className="text-center text-12 text-text-3">
          {t('welcome.promise')} <TextButton onClick={onSkip}>{t('welcome.skip')}</TextButton>
        </p>
      </div>
    </main>
  )
}

type StarterCardProps = { starter: Model | null; known: boolean; onStart: (model: ModelId) => void }

function StarterCard({ starter, known, onStart }: StarterCardProps) {
  return (
    <Card className="flex flex-wrap items-center gap-x-6 gap-y-4 px-5 py-4">
      <div className="min-w-60 flex-1">
        <h2 className="text-16">{t('welcome.starterTitle')}</h2>
        <p className="num text-text-2">
          {starter && t('welcome.starterBody', { name: starter.name, size: formatFileSize(starter.bytes) })}
          {!starter && known && t('welcome.starterNone')}
        </p>
      </div>
      <Button
        variant="primary"
        size="lg"
        autoFocus
        disabled={!starter || starter.problem !== null}
        onClick={() => starter && onStart(starter.id)}
      >
        {t('welcome.start')}
      </Button>
    </Card>
  )
}
