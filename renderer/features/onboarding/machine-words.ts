import type { Machine } from '../../../electron/contract/hardware.ts'
import { formatInstalledMemory } from '../../i18n/format.ts'
import { t } from '../../i18n/t.ts'

/** What this machine is, in one sentence. */
export function machineWords({ processor, physicalCores, memoryBytes, gpus }: Machine): string {
  return t('welcome.machine', {
    cores: physicalCores,
    processor,
    memory: formatInstalledMemory(memoryBytes),
    gpus: (gpus ?? [])
      .map(({ name, totalBytes }) => t('welcome.gpu', { name, memory: formatInstalledMemory(totalBytes) }))
      .join(''),
  })
}
