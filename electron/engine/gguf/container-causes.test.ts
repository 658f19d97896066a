import { expect, test } from 'vitest'
import { brokenContainers } from '../../../e2e/support/gguf/broken-containers.ts'
import { bytesInMemory } from './byte-source.ts'
import { findContainerCause } from './container-causes.ts'
import type { GgufTensor } from './gguf-header.ts'
import { readModelFacts } from './read-model-facts.ts'

const withoutUse = 'a tensor of a type without use'
const causes: Readonly<Record<string, string>> = {
  'five-dims': 'a tensor with more than four dimensions',
  'tensor-name-of-200': 'a tensor with an overlong name',
  'tensor-name-of-66-in-22': 'a tensor with an overlong name',
  'weights-whole-numbers': withoutUse,
  'weights-long-numbers': withoutUse,
  'weights-doubles': withoutUse,
  'weights-bytes': withoutUse,
  'weights-half-done': withoutUse,
  'array-of-arrays': 'an array of arrays',
  'template-of-a-megabyte': 'an overlong chat template',
}

test.each(brokenContainers())('the refusal of $name names what the engine cannot use', async ({ name, bytes }) => {
  expect((await readModelFacts(bytesInMemory(bytes))).abortCause).toBe(causes[name])
})

const tensor = (change: Partial<GgufTensor>): GgufTensor => ({
  name: 'blk.0.attn_q.weight',
  dims: [32],
  type: 'F32',
  offset: 0,
  bytes: 128,
  ...change,
})

test.each<[string, Partial<GgufTensor>]>([
  ['a name of 63 bytes', { name: 'x'.repeat(63) }],
  ['a name of 63 bytes in 21 letters', { name: '▁'.repeat(21) }],
  ['four dimensions', { dims: [1, 2, 3, 4] }],
  ['a table of experts in whole numbers', { name: 'blk.0.ffn_gate_tid2eid.weight', type: 'I32' }],
  ['a format that keeps weights', { type: 'MXFP4' }],
])('%s: nothing is wrong with it', (_, change) => {
  expect(findContainerCause({ metadata: new Map(), tensors: [tensor(change)] })).toBeNull()
})

test('a short template that was left in the file for want of room is not an overlong one', () => {
  const template = (bytes: number) =>
    findContainerCause({
      metadata: new Map([['tokenizer.chat_template', { type: 'long-string', offset: 0, bytes }]]),
      tensors: [],
    })
  expect([template(5000), template(300_000)]).toEqual([null, 'an overlong chat template'])
})
