import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { createSecret, hashSecret } from '../core/instance/secret.ts'
import type { Clock } from '../core/ports.ts'

const codeLifeMs = 60 * 60_000
const sessionLifeMs = 30 * 24 * 60 * 60_000
const mostSessions = 50

const stored = z.array(z.object({ hash: z.string(), until: z.number() }))

/** Who may talk to the web host: one-time codes for links, and the sessions that browsers got for them. */
export type Sessions = {
  /** A code for the fragment of a link; good for one use within an hour. */
  createCode(): string
  /** The session's secret for a code, or null. A code dies with its first use, right or wrong. */
  redeem(code: string): string | null
  isSignedIn(secret: string | undefined): boolean
}

/** Sessions outlive a restart, so that a tab left open finds its way back; the file holds only their hashes. */
export function createSessions({ file, clock }: { file: string; clock: Clock }): Sessions {
  const codes = new Map<string, number>()
  let sessions = load(file).filter((session) => session.until > clock.now())
  return {
    createCode() {
      const code = createSecret()
      codes.set(hashSecret(code), clock.now() + codeLifeMs)
      return code
    },
    redeem(code) {
      const until = codes.get(hashSecret(code))
      codes.delete(hashSecret(code))
      if (until === undefined || until < clock.now()) return null
      const secret = createSecret()
      sessions = [...sessions, { hash: hashSecret(secret), until: clock.now() + sessionLifeMs }].slice(-mostSessions)
      save(file, sessions)
      return secret
    },
    // Hashes are compared, so that the time a comparison takes says nothing about the secret.
    isSignedIn: (secret) =>
      secret !== undefined && sessions.some(({ hash, until }) => hash === hashSecret(secret) && until > clock.now()),
  }
}

function load(file: string): z.infer<typeof stored> {
  try {
    return stored.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return []
  }
}

function save(file: string, sessions: z.infer<typeof stored>): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(`${file}.new`, JSON.stringify(sessions), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
