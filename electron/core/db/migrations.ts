import type { Migration } from './migrate.ts'
import { m0001 } from './migrations/0001-initial.ts'

export const migrations: readonly Migration[] = [m0001]
