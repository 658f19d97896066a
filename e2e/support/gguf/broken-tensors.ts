import type { BrokenGguf } from './broken-gguf.ts'
import { tinyLlama, tinyLlamaSpec } from './tiny-llama.ts'
import { text, writeGguf } from './write-gguf.ts'
import type { TensorSpec } from './write-gguf.ts'

const floats = new Uint8Array(128)

/** A file with these tensors and hardly any metadata. */
function withTensors(...tensors: TensorSpec[]): Uint8Array {
  return writeGguf({ metadata: [['general.architecture', text('llama')]], tensors })
}

const tensor = (change: Partial<TensorSpec>): TensorSpec => ({
  name: 'a',
  dims: [32],
  type: 0,
  data: floats,
  ...change,
})

export function brokenTensors(): BrokenGguf[] {
  const good = tinyLlama()
  const dataBytes = tinyLlamaSpec().tensors.reduce((sum, { data }) => sum + data.length, 0)
  const big = 2n ** 32n
  return [
    { name: 'truncated-in-tensor-table', code: 'MODEL_TRUNCATED', bytes: good.slice(0, good.length - dataBytes - 200) },
    { name: 'truncated-before-data', code: 'MODEL_TRUNCATED', bytes: good.slice(0, good.length - dataBytes) },
    { name: 'truncated-in-data', code: 'MODEL_TRUNCATED', bytes: good.slice(0, good.length - dataBytes / 2) },
    { name: 'truncated-by-one-byte', code: 'MODEL_TRUNCATED', bytes: good.slice(0, -1) },
    { name: 'tensor-longer-than-file', code: 'MODEL_TRUNCATED', bytes: withTensors(tensor({ dims: [32_768] })) },
    { name: 'offset-beyond-file', code: 'MODEL_DAMAGED', bytes: withTensors(tensor({ offset: 2 ** 20 })) },
    { name: 'offset-near-2-64', code: 'MODEL_DAMAGED', bytes: withTensors(tensor({ offset: 2n ** 64n - 32n })) },
    {
      name: 'tensors-in-one-place',
      code: 'MODEL_DAMAGED',
      bytes: withTensors(tensor({}), tensor({ name: 'b', offset: 0 })),
    },
    {
      name: 'tensors-overlap',
      code: 'MODEL_DAMAGED',
      bytes: withTensors(tensor({}), tensor({ name: 'b', offset: 96 })),
    },
    {
      name: 'tensors-apart',
      code: 'MODEL_DAMAGED',
      bytes: withTensors(tensor({}), tensor({ name: 'b', offset: 160 }), tensor({ name: 'c', offset: 288 })),
    },
    {
      name: 'tensors-change-places',
      code: 'MODEL_DAMAGED',
      bytes: withTensors(tensor({ offset: 128 }), tensor({ name: 'b', offset: 0 })),
    },
    {
      name: 'type-of-longer-values',
      code: 'MODEL_DAMAGED',
      bytes: withTensors(tensor({ type: 28 }), tensor({ name: 'b', offset: 128 })),
    },
    { name: 'offset-not-aligned', code: 'MODEL_DAMAGED', bytes: withTensors(tensor({ offset: 1 })) },
    { name: 'dims-overflow-64-bits', code: 'MODEL_DAMAGED', bytes: withTensors(tensor({ dims: [big, big, 32n] })) },
    {
      name: 'dims-overflow-to-zero',
      code: 'MODEL_DAMAGED',
      bytes: withTensors(tensor({ dims: [2n ** 31n, 2n ** 31n, 4n] })),
    },
    // 2^64 + 128 bytes: in 64 bits it would be the 128 that are there.
    {
      name: 'dims-overflow-to-small',
      code: 'MODEL_DAMAGED',
      bytes: withTensors(tensor({ dims: [32n, 524_289n, (2n ** 57n + 1n) / 524_289n] })),
    },
    { name: 'dim-negative', code: 'MODEL_DAMAGED', bytes: withTensors(tensor({ dims: [2n ** 64n - 1n] })) },
    { name: 'nine-dims', code: 'MODEL_DAMAGED', bytes: withTensors(tensor({ dims: [2, 2, 2, 2, 2, 1, 1, 1, 1] })) },
    { name: 'unknown-tensor-type', code: 'MODEL_DAMAGED', bytes: withTensors(tensor({ type: 99 })) },
    { name: 'removed-tensor-type', code: 'MODEL_DAMAGED', bytes: withTensors(tensor({ type: 4 })) },
    { name: 'row-not-whole-blocks', code: 'MODEL_DAMAGED', bytes: withTensors(tensor({ type: 12, dims: [32, 8] })) },
    { name: 'duplicate-tensor', code: 'MODEL_DAMAGED', bytes: withTensors(tensor({}), tensor({})) },
    {
      name: 'tensor-name-not-utf8',
      code: 'MODEL_DAMAGED',
      bytes: withTensors(tensor({ name: Uint8Array.of(0xc3, 0x28) })),
    },
  ]
}
