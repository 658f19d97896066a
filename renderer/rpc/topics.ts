import type { EngineState } from '../../electron/contract/engine.ts'
import type { MemorySample } from '../../electron/contract/hardware.ts'
import type { ModelsEvent } from '../../electron/contract/models.ts'
import type { SettingsEvent } from '../../electron/contract/settings.ts'
import type { HostInfo } from '../../electron/contract/system.ts'
import type { Topic } from './topic.ts'

const latest = <T>(_: T | undefined, event: T): T => event

export const hostTopic: Topic<HostInfo, HostInfo> = {
  key: 'system.host',
  open: (client, signal) => client.system.host(undefined, { signal }),
  reduce: latest,
}

export const settingsTopic: Topic<SettingsEvent, SettingsEvent> = {
  key: 'settings.watch',
  open: (client, signal) => client.settings.watch(undefined, { signal }),
  reduce: latest,
}

export const modelsTopic: Topic<ModelsEvent, ModelsEvent> = {
  key: 'models.list',
  open: (client, signal) => client.models.list(undefined, { signal }),
  reduce: latest,
}

export const engineTopic: Topic<EngineState, EngineState> = {
  key: 'engine.state',
  open: (client, signal) => client.engine.state(undefined, { signal }),
  reduce: latest,
}

export const memoryTopic: Topic<MemorySample, MemorySample> = {
  key: 'hardware.memory',
  open: (client, signal) => client.hardware.memory(undefined, { signal }),
  reduce: latest,
}
