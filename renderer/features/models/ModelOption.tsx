import { Command } from 'cmdk'
import type { Model } from '../../../electron/contract/models.ts'
import { errorText } from '../../i18n/error-texts.ts'
import { formatFileSize, formatMemory, formatParameters } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'
import { cx } from '../../ui/class-names.ts'
import { CheckIcon, FitNoIcon, FitTightIcon } from '../../ui/icons.tsx'

export type ModelOptionProps = {
  model: Model
  /** Another one has the same name, so the file's name tells them apart. */
  namesake: boolean
  chosen: boolean
  /** "Loaded", "Loading", or null. */
  state: string | null
  /** Memory that there is at most, in bytes. */
  limit: number | null
  onChoose: () => void
}

export function ModelOption({ model, namesake, chosen, state, limit, onChoose }: ModelOptionProps) {
  const { name, fileName, quantisation, problem, source } = model
  return (
    <Command.Item
      value={model.id}
      // One that was set aside can be chosen: the chat then offers to try it again.
      disabled={problem !== null && problem.code !== 'MODEL_QUARANTINED'}
      onSelect={onChoose}
      className="flex items-center gap-3 rounded-8 px-2.5 py-[7px] data-[selected=true]:bg-selected"
    >
      <span className="min-w-0 flex-1">
        <span className="flex gap-2">
          <b className={cx('truncate', problem === null ? 'text-text' : 'text-text-2')}>{name}</b>
          <span className="flex-none text-text-3">{source === 'starter' ? t('models.builtIn') : quantisation}</span>
        </span>
        <span className="num mt-px flex items-center gap-1.5 text-12 text-text-3">
          <StateIcon model={model} limit={limit} />
          <span className="min-w-0">{describe(model, limit)}</span>
          {namesake && source !== 'starter' && <bdi className="min-w-0 truncate">{fileName}</bdi>}
        </span>
      </span>
      {state && <span className="flex-none text-12 text-text-2">{state}</span>}
      {chosen && <CheckIcon className="text-text-2" />}
    </Command.Item>
  )
}

function isTooLarge({ memoryBytes }: Model, limit: number | null): boolean {
  return memoryBytes !== null && limit !== null && memoryBytes > limit
}

function StateIcon({ model, limit }: { model: Model; limit: number | null }) {
  if (model.problem) return <FitNoIcon size={13} className="text-bad" />
  return isTooLarge(model, limit) ? <FitTightIcon size={13} className="text-warn" /> : null
}

/**
 * Facts in the order in which they decide: what is wrong, or how large it is in the model's own terms and in memory. The
 * file's size stands in where memory is not known: the two beside each other, in binary and decimal units, look wrong.
 */
function describe(model: Model, limit: number | null): string {
  if (model.problem) return errorText(model.problem).title
  const { parameters, memoryBytes, bytes } = model
  const memory =
    memoryBytes !== null && limit !== null && memoryBytes > limit
      ? t('models.tooLarge', { need: formatMemory(memoryBytes), have: formatMemory(limit) })
      : memoryBytes === null
        ? t('models.onDisk', { size: formatFileSize(bytes) })
        : t('models.memoryOf', { memory: formatMemory(memoryBytes) })
  return [parameters !== null && formatParameters(parameters), memory].filter(Boolean).join(' · ')
}
