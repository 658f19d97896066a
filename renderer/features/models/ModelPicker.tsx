import { Popover } from 'radix-ui'
import { useRef } from 'react'
import { useActions } from '../../actions/registry.ts'
import { formatShortcut } from '../../actions/shortcut.ts'
import type { ModelId } from '../../../electron/contract/ids.ts'
import type { Model } from '../../../electron/contract/models.ts'
import { formatMemory } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { useTopic } from '../../rpc/RpcProvider.tsx'
import { engineTopic, modelsTopic } from '../../rpc/topics.ts'
import { AlertIcon, CheckIcon, ModelsIcon, UpDownIcon } from '../../ui/icons.tsx'
import { ModelMenu } from './ModelMenu.tsx'
import { useModelMenu } from './model-menu-store.ts'

export type ModelPickerProps = {
  /** The model that will answer; null while none was chosen. */
  value: ModelId | null
  onChange: (model: ModelId) => void
  onAddFile: () => void
}

const chooseShortcut = 'Mod+Shift+L'

/** The model of the composer, and the menu to choose another one. */
export function ModelPicker({ value, onChange, onAddFile }: ModelPickerProps) {
  const { open } = useModelMenu()
  const trigger = useRef<HTMLButtonElement>(null)
  // The menu stands over the whole composer that the button is part of, so that it never hides what is being typed.
  const composer = useRef({
    getBoundingClientRect: () =>
      (trigger.current?.closest('form') ?? trigger.current)?.getBoundingClientRect() ?? new DOMRect(),
  })
  const setOpen = (next: boolean) => useModelMenu.setState({ open: next })
  const models = useTopic(modelsTopic).value?.models ?? []
  const engine = useTopic(engineTopic).value
  const chosen = models.find(({ id }) => id === value) ?? null
  const loaded = engine?.phase === 'ready' ? engine.loaded : null

  useActions('models.picker', [
    {
      id: 'models.choose',
      title: t('models.choose'),
      icon: ModelsIcon,
      shortcuts: [chooseShortcut],
      keywords: 'load switch',
      run: () => setOpen(true),
    },
  ])

  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Anchor virtualRef={composer} />
      <Popover.Trigger
        ref={trigger}
        title={`${t('models.choose')}, ${formatShortcut(chooseShortcut)}`}
        className="flex h-8 min-w-0 items-center gap-1.5 rounded-8 px-2 text-text-2 transition-colors hover:bg-hover data-[state=open]:bg-selected"
      >
        <span className="sr-only">{t('models.label')}</span>
        <PickerWords model={chosen} loaded={chosen !== null && loaded?.model === chosen.id} />
        <UpDownIcon size={14} className="text-text-3" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="end"
          sideOffset={8}
          collisionPadding={12}
          aria-label={t('models.label')}
          className="appear z-40 flex max-h-[min(440px,var(--radix-popover-content-available-height))] w-[480px] max-w-[calc(100vw-24px)] flex-col overflow-hidden rounded-12 border border-line-strong bg-raised"
        >
          <ModelMenu
            models={models}
            value={value}
            engine={engine}
            onChoose={(model) => {
              setOpen(false)
              onChange(model)
            }}
            onAddFile={() => {
              setOpen(false)
              onAddFile()
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function PickerWords({ model, loaded }: { model: Model | null; loaded: boolean }) {
  if (!model) {
    return (
      <>
        <ModelsIcon className="text-text-3" />
        <span className="truncate">{t('models.none')}</span>
      </>
    )
  }
  const broken = model.problem !== null
  return (
    <>
      {broken && <AlertIcon className="text-bad" />}
      {!broken && (loaded ? <CheckIcon className="text-good" /> : <ModelsIcon className="text-text-3" />)}
      <b className="truncate text-text">{model.name}</b>
      <span className="flex-none text-text-3 max-phone:hidden">
        {model.source === 'starter' ? t('models.builtIn') : model.quantisation}
      </span>
      {model.memoryBytes !== null && (
        <span className="num flex-none text-text-3 max-wide:hidden">
          {t('models.memory', { memory: formatMemory(model.memoryBytes) })}
        </span>
      )}
    </>
  )
}
