import type { ModelId } from '../../../electron/contract/ids.ts'
import type { Model } from '../../../electron/contract/models.ts'
import { formatFileSize } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { FileIcon, RightIcon } from '../../ui/icons.tsx'

const shownAtMost = 3

export type OwnFilesCardProps = {
  models: readonly Model[]
  /** Memory of the machine, in bytes: what needs more is not proposed. */
  limit: number
  onAddFile: () => void
  /** To a new chat with this model. */
  onUse: (model: ModelId) => void
}

export function OwnFilesCard({ models, limit, onAddFile, onUse }: OwnFilesCardProps) {
  const usable = models
    .filter(
      ({ source, problem, memoryBytes }) => source !== 'starter' && problem === null && (memoryBytes ?? 0) < limit,
    )
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, shownAtMost)
  return (
    <section>
      <h2 className="mb-2 text-13">{t('welcome.ownTitle')}</h2>
      <Card>
        {usable.length === 0 && (
          <div className="flex min-h-11 items-center gap-3 px-3.5 py-1.5">
            <FileIcon className="text-text-3" />
            <span className="min-w-0 flex-1">
              <span className="block">{t('welcome.ownHelp')}</span>
              <span className="block text-12 text-text-3">{t('welcome.ownPlace')}</span>
            </span>
          </div>
        )}
        {usable.map((model) => (
          <button
            key={model.id}
            type="button"
            onClick={() => onUse(model.id)}
            className="flex min-h-11 w-full items-center gap-3 border-line px-3.5 py-1.5 text-left not-first:border-t first:rounded-t-12 hover:bg-hover"
          >
            <FileIcon className="text-text-3" />
            <span className="min-w-0 flex-1">
              <span className="block truncate">{model.name}</span>
              <span className="block truncate text-12 text-text-3">{model.fileName}</span>
            </span>
            <span className="num flex-none text-text-2">{formatFileSize(model.bytes)}</span>
            <RightIcon className="text-text-3" />
          </button>
        ))}
        <div className="flex min-h-11 items-center justify-end gap-3 border-line px-3.5 py-1.5 not-first:border-t">
          {usable.length > 0 && <span className="flex-1 text-12 text-text-3">{t('welcome.ownPlace')}</span>}
          <Button size="sm" onClick={onAddFile}>
            {t('welcome.open')}
          </Button>
        </div>
      </Card>
    </section>
  )
}
