import type { GgufHeadSpec } from '../../e2e/support/gguf/write-gguf.ts'
import { writeGgufHead } from '../../e2e/support/gguf/write-gguf.ts'
import { createChance } from './chance.ts'
import { createFieldWriter } from './field-writer.ts'
import type { Field } from './field-writer.ts'
import { byteMutations } from './mutate-bytes.ts'
import { specMutations } from './mutate-spec.ts'
import type { SparseFile } from './sparse-source.ts'

export type FuzzCase = { readonly file: SparseFile; readonly mutations: readonly string[] }

/** A sound header with up to seven changes, in its structure and then in its bytes; the same for the same seed. */
export function makeCase(seed: number, corpus: readonly GgufHeadSpec[]): FuzzCase {
  const chance = createChance(seed)
  const mutations: string[] = []
  const next = <T>(from: Readonly<Record<string, T>>): T => {
    const [name, mutation] = chance.pick(Object.entries(from))
    mutations.push(name)
    return mutation
  }
  let spec = chance.pick(corpus)
  // Few changes get far, many get anywhere.
  const isWild = chance.oneIn(4)
  const inStructure = chance.below(isWild ? 5 : 3)
  for (let count = 0; count < inStructure; count++) spec = next(specMutations)(spec, chance, corpus)
  const { file: sound, fields } = written(spec)
  let file = sound
  const inBytes = chance.below(isWild ? 4 : 2) + (inStructure === 0 ? 1 : 0)
  const other = (): Uint8Array => written(chance.pick(corpus)).file.head
  for (let count = 0; count < inBytes; count++) file = next(byteMutations)(file, chance, fields, other)
  return { file, mutations }
}

const mostData = 2 ** 45

/** A header with the place of each number in it, and zeros behind it for its data. */
export function written(spec: GgufHeadSpec): { file: SparseFile; fields: readonly Field[] } {
  const writer = createFieldWriter()
  writeGgufHead(writer, spec)
  const { alignment = 32 } = spec
  const padded = (bytes: number): number => Math.ceil(bytes / alignment) * alignment
  const head = writer.done()
  const data = spec.tensors.reduce((sum, tensor) => sum + padded(tensor.data.length), 0)
  return { file: { head, size: padded(head.length) + Math.min(data, mostData) }, fields: writer.fields }
}
