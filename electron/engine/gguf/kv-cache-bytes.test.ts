import { expect, test } from 'vitest'
import { kvCacheBytes, kvCacheOf } from './kv-cache-bytes.ts'
import type { AttendingLayer, KvCacheShape } from './kv-cache-bytes.ts'

const layer = (change: Partial<AttendingLayer> = {}): AttendingLayer => ({
  headsKv: 8,
  keyLength: 128,
  valueLength: 128,
  windowed: false,
  ...change,
})
const cacheOf = (change: Partial<KvCacheShape>) =>
  kvCacheOf({ attending: [], windowTokens: 0, latent: false, stateLength: 0, ...change })

test('Llama 3 8B takes 128 KiB a token, a GiB at 8,192', () => {
  const cache = cacheOf({ attending: Array.from({ length: 32 }, () => layer()) })
  expect(cache).toEqual({ bytesPerToken: 2 ** 17, windowBytesPerToken: 0, windowTokens: 0, stateBytes: 0 })
  expect(kvCacheBytes(cache, 8192)).toBe(2 ** 30)
})

test('cells come in multiples of 256', () => {
  const cache = cacheOf({ attending: [layer()] })
  expect(kvCacheBytes(cache, 257)).toBe(kvCacheBytes(cache, 512))
  expect(kvCacheBytes(cache, 256)).toBe(256 * 4096)
})

test('DeepSeek V3 keeps 576 numbers a layer and no values', () => {
  const latent = layer({ headsKv: 1, keyLength: 576, valueLength: 512 })
  expect(cacheOf({ attending: Array.from({ length: 61 }, () => latent), latent: true }).bytesPerToken).toBe(
    61 * 576 * 2,
  )
})

test('layers with a window stop growing where it is full, and one batch later', () => {
  const windowed = layer({ windowed: true })
  const cache = cacheOf({ attending: [layer(), windowed, windowed, windowed, windowed, windowed], windowTokens: 1024 })
  expect(cache).toMatchObject({ bytesPerToken: 4096, windowBytesPerToken: 20_480 })
  expect(kvCacheBytes(cache, 1024)).toBe(1024 * 6 * 4096)
  // 1024 + 513, up to the next 256
  expect(kvCacheBytes(cache, 8192)).toBe(8192 * 4096 + 1792 * 5 * 4096)
  expect(kvCacheBytes(cache, 131_072) - kvCacheBytes(cache, 65_536)).toBe(65_536 * 4096)
  expect(kvCacheBytes(cache, 8192, 64)).toBe(8192 * 4096 + 1280 * 5 * 4096)
})

test('a state is there from the first token and does not grow', () => {
  const cache = cacheOf({ stateLength: 1000 })
  expect(kvCacheBytes(cache, 256)).toBe(4000)
  expect(kvCacheBytes(cache, 131_072)).toBe(4000)
})
