import { expect, test } from 'vitest'
import type { Token } from 'node-llama-cpp'
import { readPrompt, sliceSize, type ReadingSpeed } from './read-prompt.ts'

/** A machine that reads so many tokens per millisecond. */
function machine(tokensPerMs: number) {
  const slices: Token[][] = []
  let now = 0
  return {
    slices,
    now: () => now,
    sequence: {
      evaluateWithoutGeneratingNewTokens(tokens: Token[]) {
        slices.push(tokens)
        now += tokens.length / tokensPerMs
        return Promise.resolve()
      },
    },
  }
}

const tokens = Array.from({ length: 2000 }, (_, i) => i as Token)

async function read(tokensPerMs: number, count = 2000, speed: ReadingSpeed = { tokensPerSecond: null }) {
  const { slices, ...rest } = machine(tokensPerMs)
  const progress: [number, number][] = []
  const controller = new AbortController()
  const whole = await readPrompt(tokens.slice(0, count), {
    ...rest,
    speed,
    signal: controller.signal,
    onProgress: (done, total) => progress.push([done, total]),
  })
  return { whole, slices, progress, speed }
}

test('a slow machine reads in small slices, a fast one in large ones; none takes longer than a stop may wait', async () => {
  const slow = await read(0.1)
  expect(slow.slices.every((slice) => slice.length <= 64)).toBe(true)
  const usual = await read(0.4)
  expect(usual.slices.slice(1, -1).every((slice) => slice.length === 192)).toBe(true)
  const fast = await read(5)
  expect(fast.slices.map((slice) => slice.length)).toEqual([64, 512, 512, 512, 400])
})

test('every token is read once and in order, and progress ends at the whole', async () => {
  const { whole, slices, progress } = await read(0.5)
  expect(whole).toBe(true)
  expect(slices.flat()).toEqual(tokens)
  expect(progress.at(-1)).toEqual([2000, 2000])
  expect(progress).toHaveLength(slices.length)
})

test('the speed is kept for the next prompt, and a few tokens do not upset it', async () => {
  const { speed } = await read(5)
  expect(sliceSize(speed)).toBe(512)
  await read(0.01, 3, speed)
  expect(sliceSize(speed)).toBe(512)
})

test('nothing to read is read at once', async () => {
  expect(await read(1, 0)).toMatchObject({ whole: true, slices: [], progress: [] })
})

test('a stop between slices ends it, and no further slice begins', async () => {
  const { slices, ...rest } = machine(1)
  const controller = new AbortController()
  const whole = await readPrompt(tokens, {
    ...rest,
    speed: { tokensPerSecond: null },
    signal: controller.signal,
    onProgress: (done) => done > 500 && controller.abort(),
  })
  expect(whole).toBe(false)
  expect(slices.flat().length).toBeLessThan(1200)
})
