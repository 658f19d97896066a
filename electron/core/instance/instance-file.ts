import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const schema = z.object({
  pid: z.number().int().positive(),
  kind: z.enum(['desktop', 'web']),
  /** Loopback address at which it answers. */
  url: z.url().regex(/^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+\/?$/),
  /** Proves that whoever asks can read this file. */
  key: z.string().regex(/^[\w-]{43}$/),
})

/** The running program, as the next start finds it in `run/instance.json` (mode 0600). */
export type Instance = z.infer<typeof schema>

const fileIn = (run: string): string => join(run, 'instance.json')

export function writeInstance(run: string, instance: Instance): void {
  mkdirSync(run, { recursive: true, mode: 0o700 })
  const temporary = `${fileIn(run)}.${process.pid}`
  writeFileSync(temporary, JSON.stringify(instance), { mode: 0o600 })
  renameSync(temporary, fileIn(run))
}

export function readInstance(run: string): Instance | null {
  try {
    return schema.parse(JSON.parse(readFileSync(fileIn(run), 'utf8')))
  } catch {
    return null
  }
}

export function removeInstance(run: string): void {
  rmSync(fileIn(run), { force: true })
}
