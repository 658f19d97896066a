import type Database from 'better-sqlite3'
import type { Clock } from '../ports.ts'
import { clearAppState, readAppState, writeAppState } from './app-state.ts'
import { withDataErrors } from './sqlite-errors.ts'

/**
 * Takes the words of erased messages out of the search index for good. Removing an entry only marks it; the words go
 * when the index is merged into one piece, which is done in slices of a few milliseconds.
 */
export type SearchScrub = {
  /** Inside the transaction that erases, so that a crash in between is made up for at the next start. */
  request(): void
  /** Starts or goes on where something was requested. */
  run(): void
}

const pagesPerSlice = 16

export function createSearchScrub(db: Database.Database, clock: Clock): SearchScrub {
  const merge = db.prepare<[number]>("INSERT INTO message_search (message_search, rank) VALUES ('merge', ?)")
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck()
  let running = false

  const slice = (first: boolean): void => {
    if (!db.open) return
    const before = changes.get() ?? 0
    // A negative number takes every piece into the merge, the newest too.
    merge.run(first ? -pagesPerSlice : pagesPerSlice)
    const isMerged = !first && (changes.get() ?? 0) - before < 2
    if (!isMerged) {
      schedule(false)
      return
    }
    clearAppState(db, 'scrub')
    // The log still holds the pages as they were before.
    db.pragma('wal_checkpoint(TRUNCATE)')
    running = false
  }
  const schedule = (first: boolean): void => {
    clock.after(0, () => {
      try {
        withDataErrors(db, () => {
          slice(first)
        })
      } catch {
        // Nobody could catch it here. The request stays, so it is done at the next start.
        running = false
      }
    })
  }

  return {
    request: () => {
      writeAppState(db, 'scrub', '1', clock.now())
    },
    run: () => {
      if (running || readAppState(db, 'scrub') === null) return
      running = true
      schedule(true)
    },
  }
}
