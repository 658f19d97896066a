import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTestDatabase, tempPaths } from './db/test-support/test-data.ts'
import { startFakeWorld } from './test-support/sequences/fake-world.ts'
import { startRealWorld } from './test-support/sequences/real-world.ts'
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

test('50 random sequences over the real engine: every request settles once, no engine is left over, and the page knows what is true', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ingle-sequences-'))
  const world = await startRealWorld(folder)
  try {
    await fc.assert(
      fc.asyncProperty(anySequence(250, { min: 3, max: 5 }), async (steps) => {
        // Killed three times in a row it would stay off, which is right, and dull.
        await world.rpc.engine.reset()
        expect(await runSequence(world, steps)).toEqual([])
      }),
      // What a sequence finds depends on what the one before has left, so there is no smaller one to look for.
      { numRuns: 50, endOnFailure: true },
    )
  } finally {
    expect(await world.close()).toEqual([])
    rmSync(folder, { recursive: true, force: true })
  }
}, 300_000)
