import { AppError } from '../../contract/errors.ts'
import type { Clock, Log, Paths } from '../ports.ts'
import type { Damage } from './inspect.ts'
import type { Migration } from './migrate.ts'

/**
 * What became of damaged data. `salvaged`: read from the damaged file itself; `restored`: nothing could be read, so
 * the newest backup (made at `at`) took its place; `lost`: there was none. The damaged file stays in `folder`.
 */
export type DataNotice =
  | { kind: 'salvaged'; chats: number; messages: number; damagedPages: number; folder: string }
  | { kind: 'restored'; at: number; folder: string }
  | { kind: 'lost'; folder: string }

export type RepairDeps = { paths: Paths; clock: Clock; log: Log; migrations: readonly Migration[]; reason: Damage }

export function repair({ reason }: RepairDeps): DataNotice {
  throw new AppError('DATA_DAMAGED', `the database is damaged: ${reason}`)
}
