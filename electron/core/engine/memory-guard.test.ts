import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MemoryNeed } from '../memory-need.ts'
import type { MemoryLeft } from '../ports.ts'
import { fitsAsItIs, overMemory, reserveOf } from './memory-guard.ts'
import type { FitQuestion, Held } from './memory-guard.ts'

const gib = 1024 ** 3
/** A file of 4 GB, and half a megabyte of cache a token: at 8,192 tokens 8 GB together. */
const need: MemoryNeed = {
  fileBytes: 4 * gib,
  contextSize: 8192,
  bytesAt: (tokens) => 4 * gib + tokens * (gib / 2048),
}
const nothing: Held = { engineBytes: 0, model: null }
const left = (free: number | null, more: Partial<MemoryLeft> = {}): MemoryLeft => ({
  limit: 20 * gib,
  free: free === null ? null : free * gib,
  filesCountAsFree: true,
  ...more,
})
const ask = (question: Partial<FitQuestion>) =>
  overMemory({ need, left: left(20), held: nothing, gpus: [], ...question })
const gpu = { name: 'RTX', backend: 'cuda', totalBytes: 12 * gib, freeBytes: 4 * gib }

test('G22 a model that fits beside the reserve is let in, one byte more is refused', () => {
  expect(ask({ left: left(9) })).toBeNull()
  expect(ask({ left: left(9 - 1 / gib) })).toMatchObject({ code: 'MODEL_OVER_MEMORY' })
  expect(fitsAsItIs(need, left(9))).toBe(true)
  expect(fitsAsItIs(need, left(9 - 1 / gib))).toBe(false)
})

test('the reserve is a tenth of a small memory and a gigabyte of a large one', () => {
  expect([reserveOf(4 * gib), reserveOf(64 * gib)]).toEqual([0.4 * gib, gib])
})

test('G22 the refusal names what it needs, what is free, and what would be', () => {
  const held = { engineBytes: 3 * gib, model: { name: 'A', fileBytes: 2 * gib, gpuLayers: 0 } }
  expect(ask({ left: left(5), held })?.data).toEqual({
    needBytes: 8 * gib,
    limitBytes: 20 * gib,
    freeKnown: true,
    freeBytes: 5 * gib,
    // Two of the three are pages of its file, which count as free already.
    afterBytes: 6 * gib,
    unloads: 'A',
    gpuBytes: 0,
    reserveBytes: gib,
    contextSize: 8192,
    fitContext: 2048,
  })
  expect(ask({ left: left(5, { filesCountAsFree: false }), held })?.data).toMatchObject({ afterBytes: 8 * gib })
})

test('what unloading the other model frees lets a model in', () => {
  const held = { engineBytes: 6.5 * gib, model: { name: 'A', fileBytes: 2 * gib, gpuLayers: 0 } }
  expect(ask({ left: left(5) })).not.toBeNull()
  expect(ask({ left: left(5), held })).toBeNull()
})

test('G22 the context that is offered is the longest that fits, and there may be none', () => {
  const kv = fc.integer({ min: 1, max: 2 ** 20 })
  fc.assert(
    fc.property(
      kv,
      fc.integer({ min: 256, max: 200_000 }),
      fc.integer({ min: 0, max: 12 * 1024 }),
      (each, size, mib) => {
        const own = { ...need, contextSize: size, bytesAt: (tokens: number) => need.fileBytes + tokens * each }
        const free = mib * 1024 ** 2
        const data = ask({ need: own, left: left(free / gib) })?.data
        const fit = Number(data?.['fitContext'] ?? 0)
        const budget = free - gib
        expect(data === undefined).toBe(own.bytesAt(size) <= budget)
        expect(fit === 0 || (fit < size && own.bytesAt(fit) <= budget)).toBe(true)
        const next = fit + 512
        expect(data === undefined || next >= size || own.bytesAt(next) > budget).toBe(true)
      },
    ),
  )
  expect(ask({ left: left(4.5) })?.data).toMatchObject({ fitContext: 0 })
})

test('what a graphics card has free counts, and all of it when the loaded model lies there', () => {
  expect(ask({ left: left(4), gpus: [gpu] })?.data).toMatchObject({ gpuBytes: 4 * gib })
  expect(ask({ left: left(5), gpus: [gpu] })).toBeNull()
  const held = { engineBytes: 0, model: { name: 'A', fileBytes: gib, gpuLayers: 20 } }
  expect(ask({ left: left(1), gpus: [gpu], held })).toBeNull()
})

test('memory that graphics share with the machine is not counted twice', () => {
  expect(ask({ left: left(5), gpus: [{ ...gpu, backend: 'metal' }] })).not.toBeNull()
})

test('where the system does not tell what is free, only more than the machine has is refused', () => {
  expect(ask({ left: left(null) })).toBeNull()
  expect(ask({ left: left(null, { limit: 8 * gib }) })?.data).toMatchObject({ freeKnown: false, limitBytes: 8 * gib })
})
