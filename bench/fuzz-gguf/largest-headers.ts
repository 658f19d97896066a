import { createByteWriter } from '../../e2e/support/gguf/byte-writer.ts'
import type { ByteWriter } from '../../e2e/support/gguf/byte-writer.ts'
import { list, text, uint32, writeGgufHead } from '../../e2e/support/gguf/write-gguf.ts'
import type { GgufPair } from '../../e2e/support/gguf/write-gguf.ts'
import type { SparseFile } from './sparse-source.ts'

/** A header as costly as the limits allow, and whether it must be read. */
export type LargestHeader = { readonly name: string; readonly accepted: boolean; make(): SparseFile }

export const vocabularyName = 'a vocabulary of 152,000 with its merges'

const headOf = (counts: { tensors: number; keys: number }, write: (writer: ByteWriter) => void): SparseFile => {
  const writer = createByteWriter()
  writer.raw(new TextEncoder().encode('GGUF'))
  writer.uint32(3)
  writer.uint64(counts.tensors)
  writer.uint64(counts.keys)
  write(writer)
  const head = writer.done()
  return { head, size: head.length + 2 ** 26 }
}

const times = (count: number, run: (index: number) => void): void => {
  for (let index = 0; index < count; index++) run(index)
}

const key = (writer: ByteWriter, name: string, type: number): void => {
  writer.text(name)
  writer.uint32(type)
}

const arrayHead = (writer: ByteWriter, elements: number, count: number): void => {
  writer.uint32(elements)
  writer.uint64(count)
}

/** Each of no bytes, so that all of them lie in one place. */
function tensors(writer: ByteWriter, count: number, dims: number): void {
  times(count, (index) => {
    writer.text(`t${index}`)
    writer.uint32(dims)
    times(dims, (dim) => writer.uint64(dim === 0 ? 0n : 2n ** 53n - 1n))
    writer.uint32(0)
    writer.uint64(0)
  })
}

/** One letter makes all of them take two bytes in memory, and in the file they take one. */
function texts(writer: ByteWriter, count: number, letters: number): void {
  times(count, (index) => {
    key(writer, `k${index}`, 8)
    writer.text(`ж${'x'.repeat(letters - 2)}`)
  })
}

function vocabulary(): SparseFile {
  const size = 152_000
  const metadata: GgufPair[] = [
    ['general.architecture', text('qwen2')],
    ['tokenizer.ggml.model', text('gpt2')],
    [
      'tokenizer.ggml.tokens',
      list(
        'string',
        Array.from({ length: size }, (_, id) => `Ġtoken${id}`),
      ),
    ],
    [
      'tokenizer.ggml.token_type',
      list(
        'int32',
        Array.from({ length: size }, () => 1),
      ),
    ],
    [
      'tokenizer.ggml.merges',
      list(
        'string',
        Array.from({ length: size - 600 }, (_, id) => `Ġto ken${id}`),
      ),
    ],
    ['tokenizer.ggml.eos_token_id', uint32(3)],
  ]
  const writer = createByteWriter()
  writeGgufHead(writer, { metadata, tensors: [] })
  const head = writer.done()
  return { head, size: head.length }
}

export const largestHeaders: readonly LargestHeader[] = [
  { name: vocabularyName, accepted: true, make: vocabulary },
  {
    name: '65,536 keys with a text each',
    accepted: true,
    make: () => headOf({ tensors: 0, keys: 65_536 }, (writer) => texts(writer, 65_536, 170)),
  },
  {
    name: '65,536 keys with a list each',
    accepted: true,
    make: () =>
      headOf({ tensors: 0, keys: 65_536 }, (writer) =>
        times(65_536, (index) => {
          key(writer, `k${index}`, 9)
          arrayHead(writer, 10, 1)
          writer.uint64(index)
        }),
      ),
  },
  {
    name: '65,536 tensors of eight dimensions',
    accepted: true,
    make: () => headOf({ tensors: 65_536, keys: 0 }, (writer) => tensors(writer, 65_536, 8)),
  },
  {
    name: 'keys, texts and tensors, all as many as may be',
    accepted: true,
    make: () =>
      headOf({ tensors: 65_536, keys: 65_536 }, (writer) => {
        texts(writer, 65_536, 170)
        tensors(writer, 65_536, 8)
      }),
  },
  {
    name: 'names of 64 KiB until there is no room',
    accepted: false,
    make: () =>
      headOf({ tensors: 0, keys: 700 }, (writer) =>
        times(700, (index) => {
          key(writer, `${index}${'я'.repeat(32_000)}`, 0)
          writer.uint8(1)
        }),
      ),
  },
  {
    name: 'texts of 256 KiB, most of them left in the file',
    accepted: true,
    make: () => headOf({ tensors: 0, keys: 190 }, (writer) => texts(writer, 190, 262_144)),
  },
  {
    name: 'a list of six million empty texts',
    accepted: true,
    make: () =>
      headOf({ tensors: 0, keys: 1 }, (writer) => {
        key(writer, 'k', 9)
        arrayHead(writer, 8, 6_200_000)
      }),
  },
  {
    name: 'a list of four million empty lists',
    accepted: true,
    make: () =>
      headOf({ tensors: 0, keys: 1 }, (writer) => {
        key(writer, 'k', 9)
        arrayHead(writer, 9, 4_100_000)
      }),
  },
  {
    name: 'a list of texts of 10 MB, and no end',
    accepted: false,
    make: () =>
      headOf({ tensors: 0, keys: 1 }, (writer) => {
        key(writer, 'k', 9)
        arrayHead(writer, 8, 8)
        times(6, () => {
          writer.uint64(9_999_992)
          writer.raw(new Uint8Array(9_999_992))
        })
      }),
  },
]
