import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTestDatabase, tempPaths } from './db/test-support/test-data.ts'
import { startFakeWorld } from './test-support/sequences/fake-world.ts'
import { anySequence, runSequence } from './test-support/sequences/run-sequence.ts'

const sequences = Number(process.env['INGLE_SEQUENCES'] ?? 2000)

test(`${sequences} random sequences of load, send, cancel, switch, unload, kill and reload: every request settles once, no engine is left over, and the page knows what is true`, async () => {
  const { db } = openTestDatabase({ paths: tempPaths() })
  await fc.assert(
    fc.asyncProperty(anySequence(1500, { min: 1, max: 10 }), async (steps) => {
      const world = startFakeWorld(db)
      const wrong = await runSequence(world, steps)
      const left = await world.close()
      expect([...wrong, ...left]).toEqual([])
    }),
    { numRuns: sequences },
  )
}, 300_000)
