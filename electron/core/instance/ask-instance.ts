import { z } from 'zod'
import { egress } from '../egress.ts'
import { readInstance } from './instance-file.ts'

export const instanceKeyHeader = 'x-ingle-key'
export const instancePath = '/instance/open'

const answerSchema = z.object({ url: z.string() })

/** What the running program did about a second start: a fresh link, or its window brought to the front (no link). */
export type InstanceAnswer = { kind: 'web'; url: string } | { kind: 'desktop' }

/** Asks the program that holds the data folder to show itself; null when it does not answer within five seconds. */
export async function askInstance(run: string): Promise<InstanceAnswer | null> {
  const instance = readInstance(run)
  if (instance === null) return null
  try {
    const response = await egress('second-start', new URL(instancePath, instance.url), {
      method: 'POST',
      headers: { [instanceKeyHeader]: instance.key, 'content-type': 'application/json' },
      body: '{}',
      signal: AbortSignal.timeout(5000),
    })
    if (!response.ok) return null
    return instance.kind === 'desktop'
      ? { kind: 'desktop' }
      : { kind: 'web', ...answerSchema.parse(await response.json()) }
  } catch {
    return null
  }
}
