import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'

/** What this host can do. The page asks for a capability, never for the host's kind. */
export type Capability = 'pickFile' | 'revealInFolder' | 'openLink' | 'dropFiles'

/**
 * What became of a damaged database: read from the damaged file itself (with at least `missing` messages lost, and
 * `settings` found there or in the newest backup), replaced by the newest backup (made at `at`), or lost because there
 * was none. The damaged file stays in `folder`.
 */
export type DataNotice =
  | { kind: 'salvaged'; chats: number; messages: number; missing: number; settings?: number; folder: string }
  | { kind: 'restored'; at: number; folder: string }
  | { kind: 'lost'; folder: string }

export type HostInfo = {
  kind: 'desktop' | 'web'
  version: string
  versions: Readonly<Record<string, string>>
  capabilities: readonly Capability[]
  dataFolder: string
  modelsFolder: string
  platform: 'linux' | 'darwin' | 'win32'
  /** What happened to damaged data at this start, or null. */
  notice: DataNotice | null
}

export type Licence = { name: string; version: string; licence: string; text: string }

/** Data on disk, in bytes. */
export type DataUse = { database: number; logs: number; backups: number }

export const systemContract = {
  /** Topic: what the host is and can do. The first thing a page asks. */
  host: oc.output(eventIterator(type<HostInfo>())),
  dataUse: oc.output(type<DataUse>()),
  /** Opens the data folder, or its logs, in the system's file manager (capability `revealInFolder`). */
  reveal: oc.input(z.object({ what: z.enum(['data', 'logs', 'models']) })).output(type<void>()),
  /** Hands a link to the system's browser (capability `openLink`); the page has asked the user and shown the host. */
  openLink: oc.input(z.object({ url: z.string().max(2048) })).output(type<void>()),
  /** The last lines of the app's log. Holds no prompt and no answer. */
  logs: oc.output(type<{ text: string; folder: string }>()),
  licences: oc.output(type<readonly Licence[]>()),
  /** Erases chats, settings, logs and backups for good; model files stay. The user typed the word. */
  eraseEverything: oc.input(z.object({ word: z.literal('delete') })).output(type<void>()),
}
