import { expect, test } from 'vitest'
import { createRandom } from './random.ts'
import { tinyLlama } from './tiny-llama.ts'
import { list, text, uint32, writeGguf } from './write-gguf.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test('the bytes are those of the format, one by one', () => {
  const bytes = writeGguf({
    metadata: [
      ['a', uint32(7)],
      ['b', list('string', ['x'])],
    ],
    tensors: [{ name: 't', dims: [2], type: 0, data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) }],
  })
  const head = '47475546' + '03000000' + '0100000000000000' + '0200000000000000'
  const first = '0100000000000000' + '61' + '04000000' + '07000000'
  const second = '0100000000000000' + '62' + '09000000' + '08000000' + '0100000000000000' + '0100000000000000' + '78'
  const tensor = '0100000000000000' + '74' + '01000000' + '0200000000000000' + '00000000' + '0000000000000000'
  const written = hex(bytes)
  expect(written.startsWith(head + first + second + tensor)).toBe(true)
  expect(bytes.length % 32).toBe(0)
  expect(written.slice(-64)).toBe('0102030405060708'.padEnd(64, '0'))
})

test('the tiny model is the same bytes for the same options, other bytes for another seed, and small', () => {
  expect(tinyLlama()).toEqual(tinyLlama())
  expect(tinyLlama({ seed: 2 })).not.toEqual(tinyLlama())
  expect(tinyLlama({ layers: 4, name: 'Large' }).length).toBeLessThan(2_000_000)
})

test('a key can be replaced, added and removed', () => {
  const bytes = Buffer.from(
    tinyLlama({ override: { 'general.name': text('Other'), 'x.new': uint32(1), 'general.license': null } }),
  )
  expect([
    bytes.includes('Other'),
    bytes.includes('Tiny Llama'),
    bytes.includes('x.new'),
    bytes.includes('general.license'),
  ]).toEqual([true, false, true, false])
})

test('random numbers lie in [0, 1) and repeat with their seed', () => {
  const first = Array.from({ length: 1000 }, createRandom(5))
  expect(first).toEqual(Array.from({ length: 1000 }, createRandom(5)))
  expect(Math.min(...first)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...first)).toBeLessThan(1)
  expect(first.reduce((sum, value) => sum + value, 0) / 1000).toBeCloseTo(0.5, 1)
})
