import type Database from 'better-sqlite3'
import { z } from 'zod'
import type { ModelId } from '../../contract/ids.ts'
import type { Tuning } from '../../engine/engine-protocol.ts'
import { clearAppState, readAppState, writeAppState } from '../db/app-state.ts'
import type { Clock } from '../ports.ts'

/** What was found out about models on this machine. It is found out anew when it is lost, or when the machine changes. */
export type TuningStore = {
  get(model: ModelId): Tuning
  set(model: ModelId, found: Tuning): void
  clear(): void
}

const nothing: Tuning = { threads: null, readTokensPerSecond: null }

/** Of so many models, those that were measured last. */
const mostModels = 200

const Found = z.object({
  threads: z.int().min(1).max(1024).nullable(),
  readTokensPerSecond: z.number().positive().finite().nullable(),
})
const Stored = z.object({ machine: z.string(), models: z.array(z.tuple([z.string(), Found])) })

/** `machine` names the processor and how many cores it has: what was found on another one counts for nothing. */
export function createTuningStore(db: Database.Database, machine: string, clock: Clock): TuningStore {
  const models = new Map<string, Tuning>(read(db, machine))
  return {
    get: (model) => models.get(model) ?? nothing,
    set(model, found) {
      models.delete(model)
      models.set(model, found)
      const stored = { machine, models: [...models].slice(-mostModels) }
      writeAppState(db, 'tuned', JSON.stringify(stored), clock.now())
    },
    clear() {
      models.clear()
      clearAppState(db, 'tuned')
    },
  }
}

function read(db: Database.Database, machine: string): [string, Tuning][] {
  try {
    const stored = Stored.parse(JSON.parse(readAppState(db, 'tuned') ?? ''))
    return stored.machine === machine ? stored.models : []
  } catch {
    // Nothing yet, or damaged: it is found out again.
    return []
  }
}
