import type { BrokenGguf } from './broken-gguf.ts'
import { tinyLlama, tinyLlamaSpec } from './tiny-llama.ts'
import { list, writeGguf } from './write-gguf.ts'
import type { TensorSpec } from './write-gguf.ts'

/** What the format allows and the engine refuses with other words, or dies of. */
export function brokenContainers(): BrokenGguf[] {
  const queries = 'blk.0.attn_q.weight'
  const damaged = (name: string, bytes: Uint8Array): BrokenGguf => ({ name, code: 'MODEL_DAMAGED', bytes })
  const like = (name: string, change: Partial<TensorSpec>): BrokenGguf => {
    const spec = tinyLlamaSpec()
    const tensors = spec.tensors.map((tensor) => (tensor.name === queries ? { ...tensor, ...change } : tensor))
    return damaged(name, writeGguf({ ...spec, tensors }))
  }
  return [
    like('five-dims', { dims: [64, 64, 1, 1, 1] }),
    like('tensor-name-of-200', { name: 'x'.repeat(200) }),
    like('tensor-name-of-66-in-22', { name: '▁'.repeat(22) }),
    like('weights-whole-numbers', { type: 26 }),
    like('weights-long-numbers', { type: 27, dims: [64, 64], data: new Uint8Array(64 * 64 * 8) }),
    like('weights-doubles', { type: 28, data: new Uint8Array(64 * 64 * 8) }),
    like('weights-bytes', { type: 24, data: new Uint8Array(64 * 64) }),
    like('weights-half-done', { type: 9, data: new Uint8Array(36 * 2 * 64) }),
    damaged('array-of-arrays', tinyLlama({ override: { 'x.deep': list('array', [list('uint8', [1])]) } })),
    damaged('template-of-a-megabyte', tinyLlama({ template: `{# ${'x'.repeat(1_000_000)} #}` })),
  ]
}
