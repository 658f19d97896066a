import { gguf } from '@huggingface/gguf'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import { list, text, uint32, writeGguf } from '../../../e2e/support/gguf/write-gguf.ts'
import { bytesInMemory } from './byte-source.ts'
import { decodeArray } from './decode-array.ts'
import { ggmlType } from './ggml-types.ts'
import type { GgufEntry } from './gguf-header.ts'
import { readGgufHeader } from './read-gguf-header.ts'

const oneOfEachType = [...Array(64).keys()].flatMap((id) => {
  const type = ggmlType(id)
  // The library's list ends here.
  if (type === undefined || id > 40) return []
  return [{ name: type.name, dims: [type.blockElements, 3], type: id, data: new Uint8Array(type.blockBytes * 3) }]
})

test.each<[string, Uint8Array]>([
  ['a tiny llama', tinyLlama()],
  ['one without a template', tinyLlama({ template: null, layers: 1, architecture: 'qwen2' })],
  [
    'another alignment',
    writeGguf({ metadata: [['general.alignment', uint32(256)]], tensors: oneOfEachType, alignment: 256 }),
  ],
  ['every tensor type', writeGguf({ metadata: [['general.name', text('x')]], tensors: oneOfEachType })],
  [
    'arrays of all kinds',
    writeGguf({
      metadata: [
        ['a', list('uint64', [1n, 2n ** 60n])],
        ['b', list('bool', [true])],
        ['c', list('string', ['', 'ä'])],
      ],
      tensors: [],
    }),
  ],
])('@huggingface/gguf reads the same out of %s', async (_, bytes) => {
  const folder = await mkdtemp(join(tmpdir(), 'ingle-gguf-'))
  try {
    const path = join(folder, 'model.gguf')
    await writeFile(path, bytes)
    const theirs = await gguf(path, { typedMetadata: true, allowLocalFile: true })
    const ours = await readGgufHeader(bytesInMemory(bytes))
    expect(ours.dataOffset).toBe(Number(theirs.tensorDataOffset))
    expect(ours.tensors.map(({ name, dims, offset, type }) => ({ name, dims, offset, type }))).toEqual(
      theirs.tensorInfos.map(({ name, shape, offset, dtype }) => ({
        name,
        dims: shape.map(Number),
        offset: Number(offset),
        type: ggmlType(dtype)?.name,
      })),
    )
    const values = new Map(
      await Promise.all([...ours.metadata].map(async ([key, entry]) => [key, await valueOf(entry, bytes)] as const)),
    )
    const { version, tensor_count: _tensors, kv_count: _keys, ...metadata } = theirs.metadata
    expect(ours.version).toBe(version)
    expect(Object.fromEntries(values)).toEqual(metadata)
  } finally {
    await rm(folder, { recursive: true })
  }
})

async function valueOf(entry: GgufEntry, bytes: Uint8Array): Promise<unknown> {
  if (entry.type === 'array') return decodeArray(bytesInMemory(bytes), entry)
  return 'value' in entry ? entry.value : null
}
