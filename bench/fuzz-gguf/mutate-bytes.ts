import type { Chance } from './chance.ts'
import type { Field } from './field-writer.ts'
import type { SparseFile } from './sparse-source.ts'
import { sizes } from './telling-numbers.ts'

/** `fields` are those of the head as it was written: after an insertion they point a little aside, which is as good a place. */
export type ByteMutation = (
  file: SparseFile,
  chance: Chance,
  fields: readonly Field[],
  /** The head of another file. */
  other: () => Uint8Array,
) => SparseFile

function changed(file: SparseFile, change: (head: Uint8Array, view: DataView) => void): SparseFile {
  const head = file.head.slice()
  change(head, new DataView(head.buffer))
  return { ...file, head }
}

/** Replaces so many bytes; the data behind the head stays, and moves with it. */
function replaced({ head, size }: SparseFile, at: number, remove: number, insert: Uint8Array): SparseFile {
  const parts = [head.subarray(0, at), insert, head.subarray(at + remove)]
  const grown = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let end = 0
  for (const part of parts) {
    grown.set(part, end)
    end += part.length
  }
  return { head: grown, size: Math.max(grown.length, size + grown.length - head.length) }
}

/** A length of the file; what of the head lies beyond it is gone. */
const cut = ({ head }: SparseFile, size: number): SparseFile => ({ head: head.subarray(0, size), size })

const randomBytes = (chance: Chance, most: number): Uint8Array =>
  Uint8Array.from({ length: 1 + chance.below(most) }, () => chance.below(256))

function setField(file: SparseFile, { start, bytes }: Field, chance: Chance): SparseFile {
  return changed(file, (head, view) => {
    if (start + bytes > head.length) return
    const near = BigInt(1 + chance.below(3))
    if (bytes === 8) {
      const now = view.getBigUint64(start, true)
      const left = BigInt(Math.max(0, file.size - start))
      const value = chance.pick([chance.pick(sizes), now + near, now - near, left, left + near, left / 8n, left / 12n])
      view.setBigUint64(start, BigInt.asUintN(64, value), true)
    } else if (bytes === 4) {
      const now = BigInt(view.getUint32(start, true))
      view.setUint32(start, Number(BigInt.asUintN(32, chance.pick([chance.pick(sizes), now + near, now - near]))), true)
    } else view.setUint8(start, chance.below(256))
  })
}

export const byteMutations: Readonly<Record<string, ByteMutation>> = {
  'a field set': (file, chance, fields) => (fields.length === 0 ? file : setField(file, chance.pick(fields), chance)),
  'a bit flipped': (file, chance) =>
    changed(file, (head) => {
      const at = chance.below(head.length)
      head[at] = (head[at] ?? 0) ^ (1 << chance.below(8))
    }),
  'bytes set': (file, chance) =>
    changed(file, (head) => {
      const bytes = randomBytes(chance, 12)
      const at = chance.below(head.length)
      head.set(bytes.subarray(0, head.length - at), at)
    }),
  'bytes more': (file, chance) => replaced(file, chance.below(file.head.length), 0, randomBytes(chance, 40)),
  'bytes less': (file, chance) =>
    replaced(file, chance.below(file.head.length), 1 + chance.below(40), new Uint8Array(0)),
  'bytes twice': (file, chance) => {
    const at = chance.below(file.head.length)
    return replaced(file, at, 0, file.head.slice(at, at + 1 + chance.below(400)))
  },
  'a piece of another': (file, chance, _, other) => {
    const from = other()
    const at = chance.below(from.length)
    return replaced(
      file,
      chance.below(file.head.length),
      chance.below(200),
      from.subarray(at, at + 1 + chance.below(400)),
    )
  },
  'the rest of another': (file, chance, _, other) => {
    const from = other()
    return replaced(file, chance.below(file.head.length), file.head.length, from.subarray(chance.below(from.length)))
  },
  'an end in the header': (file, chance) => cut(file, chance.below(file.head.length)),
  'an end at a field': (file, chance, fields) =>
    fields.length === 0 ? file : cut(file, Math.min(chance.pick(fields).start, file.head.length)),
  'an end in the data': (file, chance) =>
    cut(file, file.head.length + chance.below(Math.max(1, file.size - file.head.length))),
  // Room for lying counts: a long row of zeros is a long list of empty texts.
  'zeros behind it': (file, chance) => ({
    ...file,
    size: file.size + chance.below(chance.pick([1000, 2 ** 20, 2 ** 26])),
  }),
}
