import type Database from 'better-sqlite3'

/** `work` as one transaction, or as part of the one it is called in. Its types stay what they are. */
export function transact<Args extends unknown[], Result>(
  db: Database.Database,
  work: (...args: Args) => Result,
): (...args: Args) => Result {
  const run = db.transaction(work as (...args: never[]) => unknown) as unknown as {
    immediate(...args: Args): Result
  }
  // Taking the write lock at the start: a transaction that begins by reading could not wait for it later.
  return (...args) => run.immediate(...args)
}
