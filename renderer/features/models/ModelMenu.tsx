import { Command } from 'cmdk'
import { useState } from 'react'
import { matchScore } from '../../actions/match.ts'
import type { EngineState } from '../../../electron/contract/engine.ts'
import type { ModelId } from '../../../electron/contract/ids.ts'
import type { Model } from '../../../electron/contract/models.ts'
import { t } from '../../i18n/t.ts'
import { useTopic } from '../../rpc/RpcProvider.tsx'
import { memoryTopic } from '../../rpc/topics.ts'
import { PlusIcon, SearchIcon } from '../../ui/icons.tsx'
import { TextButton } from '../../ui/TextButton.tsx'
import { ModelOption } from './ModelOption.tsx'

export type ModelMenuProps = {
  models: readonly Model[]
  value: ModelId | null
  engine: EngineState | undefined
  onChoose: (model: ModelId) => void
  onAddFile: () => void
}

/** Usable ones first, the one used last before the others. */
function inOrder(models: readonly Model[]): readonly Model[] {
  return models.toSorted(
    (a, b) =>
      Number(a.problem !== null) - Number(b.problem !== null) ||
      (b.lastUsedAt ?? 0) - (a.lastUsedAt ?? 0) ||
      a.name.localeCompare(b.name),
  )
}

export function ModelMenu({ models, value, engine, onChoose, onAddFile }: ModelMenuProps) {
  const [query, setQuery] = useState('')
  const memory = useTopic(memoryTopic).value
  const found = inOrder(models).filter(
    ({ name, fileName, quantisation, architecture }) =>
      matchScore(query, { title: name, keywords: [fileName, quantisation, architecture].join(' ') }) > 0,
  )
  const busy = engine?.phase === 'ready' ? engine.loaded : null
  const unloads = busy && models.length > 1 ? busy.name : null
  return (
    <Command
      label={t('models.label')}
      shouldFilter={false}
      loop
      defaultValue={value ?? ''}
      className="flex min-h-0 flex-1 flex-col"
    >
      <div className="flex h-10 flex-none items-center gap-2 border-b border-line px-3.5 text-text-3">
        <SearchIcon />
        <Command.Input
          value={query}
          onValueChange={setQuery}
          placeholder={t('models.find')}
          className="min-w-0 flex-1 bg-transparent text-text outline-none"
        />
      </div>
      <Command.List className="min-h-0 flex-1 overflow-y-auto p-1">
        <Command.Empty className="px-2.5 py-4 text-text-3">{t('models.empty')}</Command.Empty>
        {found.map((model) => (
          <ModelOption
            key={model.id}
            model={model}
            namesake={models.some(({ id, name }) => id !== model.id && name === model.name)}
            chosen={model.id === value}
            state={stateOf(model, engine)}
            limit={memory?.limit ?? null}
            onChoose={() => onChoose(model.id)}
          />
        ))}
      </Command.List>
      <footer className="flex flex-none items-center gap-3 border-t border-line py-1.5 pr-2.5 pl-3.5 text-12 text-text-3">
        <span className="min-w-0 flex-1">
          {unloads ? t('models.unloadsFirst', { name: unloads }) : t('models.usedInPlace')}
        </span>
        <TextButton plain onClick={onAddFile}>
          <PlusIcon size={14} />
          {t('models.add')}
        </TextButton>
      </footer>
    </Command>
  )
}

function stateOf({ id }: Model, engine: EngineState | undefined): string | null {
  if (engine?.phase === 'ready' && engine.loaded.model === id) return t('models.loaded')
  if (engine?.phase === 'loading' && engine.model === id) return t('models.loading')
  return null
}
