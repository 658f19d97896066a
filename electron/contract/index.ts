import type { ContractRouterClient } from '@orpc/contract'
import { chatContract } from './chat.ts'
import { engineContract } from './engine.ts'
import { hardwareContract } from './hardware.ts'
import { modelsContract } from './models.ts'
import { settingsContract } from './settings.ts'
import { systemContract } from './system.ts'

/** A capability exists if and only if it is a procedure here. */
export const contract = {
  chat: chatContract,
  engine: engineContract,
  hardware: hardwareContract,
  models: modelsContract,
  settings: settingsContract,
  system: systemContract,
}

/** The host as the page sees it. */
export type Client = ContractRouterClient<typeof contract>
