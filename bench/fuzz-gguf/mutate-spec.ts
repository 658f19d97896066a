import { list, text, uint32 } from '../../e2e/support/gguf/write-gguf.ts'
import type { GgufHeadSpec, GgufPair, GgufPlain, GgufType, GgufValue } from '../../e2e/support/gguf/write-gguf.ts'
import { ggmlType } from '../../electron/engine/gguf/ggml-types.ts'
import type { Chance } from './chance.ts'
import { numbers, sizes } from './telling-numbers.ts'

type Tensor = GgufHeadSpec['tensors'][number]

export type SpecMutation = (
  spec: GgufHeadSpec,
  chance: Chance,
  /** Where parts of others come from. */
  corpus: readonly GgufHeadSpec[],
) => GgufHeadSpec

const numberTypes = ['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'float32', 'float64'] as const
const longTypes = ['uint64', 'int64'] as const

/** A value of any type, its number one of those that tell. */
function anyValue(chance: Chance, depth = 0): GgufValue {
  switch (chance.below(depth > 5 ? 5 : 7)) {
    case 0:
      return { type: 'bool', value: chance.oneIn(2) }
    case 1:
      return text(chance.pick(['', 'llama', 'none', 'x'.repeat(1 + chance.below(2000)), '\u0000\uD800', '🦙']))
    case 2:
      return { type: chance.pick(longTypes), value: chance.pick(sizes) }
    case 3:
    case 4:
      return { type: chance.pick(numberTypes), value: chance.pick([...numbers, Number.NaN, -1, 0.5, Infinity]) }
    case 5: {
      const type = chance.pick([...numberTypes, 'bool'] as const)
      const values = Array.from({ length: chance.below(20) }, () => chance.pick(numbers))
      return type === 'bool'
        ? list(
            type,
            values.map((value) => value > 1),
          )
        : list(type, values)
    }
    default: {
      const inner = Array.from({ length: chance.below(3) }, () => anyValue(chance, depth + 1))
      const lists = inner.filter((value) => value.type === 'array')
      return list('array', lists)
    }
  }
}

/** What a header may say of all layers at once or of each. */
const perLayer = [
  'attention.head_count',
  'attention.head_count_kv',
  'attention.sliding_window_pattern',
  'attention.recurrent_layers',
  'feed_forward_length',
  'expert_used_count',
]

/** For as many as there may be layers, and not always of whole numbers. */
function numberForEach(chance: Chance): GgufValue {
  const type = chance.pick(['uint32', 'int32', 'uint64', 'int8', 'float32', 'float64'] as const)
  const odd = type.startsWith('float') ? [-1, 0.5, Number.NaN, Infinity] : [-1, 600, 2 ** 31 - 1]
  const values = Array.from({ length: chance.below(9) }, () => (chance.oneIn(4) ? chance.pick(odd) : chance.below(5)))
  return list(type, type === 'uint64' ? values.map((value) => BigInt(Math.max(value, 0))) : values)
}

const nested = (depth: number): Extract<GgufValue, { type: 'array' }> =>
  depth === 1 ? list('string', ['a']) : list('array', [nested(depth - 1), list('uint8', [])])

const places = (items: readonly unknown[], chance: Chance): number => chance.below(items.length)

function withMetadata(spec: GgufHeadSpec, change: (metadata: GgufPair[]) => void): GgufHeadSpec {
  const metadata = [...spec.metadata]
  change(metadata)
  return { ...spec, metadata }
}

function withTensors(spec: GgufHeadSpec, change: (tensors: Tensor[]) => void): GgufHeadSpec {
  const tensors = [...spec.tensors]
  change(tensors)
  return { ...spec, tensors }
}

/** One pair becomes another; nothing happens to a header without any. */
function withPair(spec: GgufHeadSpec, chance: Chance, change: (pair: GgufPair) => GgufPair): GgufHeadSpec {
  return withMetadata(spec, (metadata) => {
    const at = places(metadata, chance)
    const pair = metadata[at]
    if (pair) metadata[at] = change(pair)
  })
}

function withTensor(spec: GgufHeadSpec, chance: Chance, change: (tensor: Tensor) => Tensor): GgufHeadSpec {
  return withTensors(spec, (tensors) => {
    const at = places(tensors, chance)
    const tensor = tensors[at]
    if (tensor) tensors[at] = change(tensor)
  })
}

/** The bytes such a tensor takes, so that the lie is a consistent one; none where that is not a number of bytes. */
function lengthOf({ dims, type }: Tensor): number {
  const known = ggmlType(type)
  const elements = dims.reduce((product: number, dim) => product * Number(dim), 1)
  const bytes = known === undefined ? 0 : (elements / known.blockElements) * known.blockBytes
  return Number.isSafeInteger(bytes) ? bytes : 0
}

const consistent = (tensor: Tensor): Tensor => ({ ...tensor, data: { length: lengthOf(tensor) } })

/** Longer, shorter, empty, of another type, or with one element changed. */
function changedList(value: Extract<GgufValue, { type: 'array' }>, chance: Chance): GgufValue {
  const { elements, values } = value
  if (elements === 'string' || elements === 'array' || elements === 'bool')
    return { ...value, values: chance.oneIn(2) ? [...values, ...values] : values.slice(chance.below(values.length)) }
  const changed = values.map((each): GgufPlain => (chance.oneIn(3) ? chance.pick(numbers) : each))
  const type: GgufType = chance.oneIn(2) ? elements : chance.pick(numberTypes)
  return list(type, chance.oneIn(3) ? changed.slice(0, chance.below(4)) : changed.map(Number))
}

function changedNumber(value: GgufValue, chance: Chance): GgufValue {
  switch (value.type) {
    case 'array':
      return changedList(value, chance)
    case 'bool':
      return { type: 'bool', value: !value.value }
    case 'string':
      return text(chance.pick(['', 'bert', 'mamba', 'llama', 'longrope', '__proto__', 'x'.repeat(300_000)]))
    default:
      return { type: value.type, value: chance.pick(numbers) }
  }
}

function architectureOf({ metadata }: GgufHeadSpec): string {
  const value = metadata.find(([key]) => key === 'general.architecture')?.[1]
  return value?.type === 'string' && typeof value.value === 'string' ? value.value : 'llama'
}

export const specMutations: Readonly<Record<string, SpecMutation>> = {
  'a key less': (spec, chance) => withMetadata(spec, (all) => void all.splice(places(all, chance), 1)),
  'a key twice': (spec, chance) =>
    withMetadata(spec, (all) => void all.push(...all.slice(places(all, chance)).slice(0, 1))),
  'a key elsewhere': (spec, chance) =>
    withMetadata(spec, (all) => void all.splice(places(all, chance), 0, ...all.splice(places(all, chance), 1))),
  'a key of another': (spec, chance, corpus) =>
    withMetadata(spec, (all) => void all.splice(places(all, chance), 0, chance.pick(chance.pick(corpus).metadata))),
  'another name for a key': (spec, chance) =>
    withPair(spec, chance, ([key, value]) => [chance.pick(['', 'x', 'general.alignment', `${String(key)}x`]), value]),
  'another number': (spec, chance) => withPair(spec, chance, ([key, value]) => [key, changedNumber(value, chance)]),
  'another value': (spec, chance) => withPair(spec, chance, ([key]) => [key, anyValue(chance)]),
  'lists in lists': (spec, chance) => withPair(spec, chance, ([key]) => [key, nested(1 + chance.below(6))]),
  'a number for each layer': (spec, chance) => {
    const key = `${architectureOf(spec)}.${chance.pick(perLayer)}`
    const rest = spec.metadata.filter(([name]) => name !== key)
    return { ...spec, metadata: [...rest, [key, numberForEach(chance)]] }
  },
  'another architecture': (spec, chance, corpus) => {
    const from = architectureOf(spec)
    const to = architectureOf(chance.pick(corpus))
    const keepsKeys = chance.oneIn(3)
    const renamed = ([key, value]: GgufPair): GgufPair => {
      if (key === 'general.architecture') return [key, text(to)]
      const isOwn = typeof key === 'string' && key.startsWith(`${from}.`) && !keepsKeys
      return [isOwn ? to + key.slice(from.length) : key, value]
    }
    return { ...spec, metadata: spec.metadata.map(renamed) }
  },
  'another alignment': (spec, chance) => {
    const alignment = chance.pick([0, 1, 2, 3, 8, 32, 64, 4096, 65_536, 131_072, 2 ** 31])
    const metadata = spec.metadata.filter(([key]) => key !== 'general.alignment')
    return {
      ...spec,
      alignment: Math.max(alignment, 1),
      metadata: [['general.alignment', uint32(alignment)], ...metadata],
    }
  },
  'another version': (spec, chance) => ({ ...spec, version: chance.pick([0, 1, 2, 3, 4, 0x3000000]) }),
  'a tensor less': (spec, chance) => withTensors(spec, (all) => void all.splice(places(all, chance), 1)),
  'a tensor twice': (spec, chance) =>
    withTensors(spec, (all) => void all.push(...all.slice(places(all, chance)).slice(0, 1))),
  'a tensor of another': (spec, chance, corpus) =>
    withTensors(spec, (all) => void all.splice(places(all, chance), 0, chance.pick(chance.pick(corpus).tensors))),
  'another name for a tensor': (spec, chance) =>
    withTensor(spec, chance, (tensor) => ({
      ...tensor,
      name: chance.pick(['', 'blk.0.x', 'blk.511.ffn_up_exps.weight', 'blk.9999999999.x', 'x'.repeat(100)]),
    })),
  'another dimension': (spec, chance) =>
    withTensor(spec, chance, (tensor) => {
      const at = places(tensor.dims, chance)
      const size = chance.pick(sizes)
      const dims = tensor.dims.map((dim, index) => (index === at ? size : dim))
      return chance.oneIn(2) ? { ...tensor, dims } : consistent({ ...tensor, dims })
    }),
  'a dimension more': (spec, chance) =>
    withTensor(spec, chance, (tensor) =>
      consistent({ ...tensor, dims: [...tensor.dims, ...Array(1 + chance.below(7)).fill(1)] }),
    ),
  'another type for a tensor': (spec, chance) =>
    withTensor(spec, chance, (tensor) => {
      const changed = { ...tensor, type: chance.below(45) }
      return chance.oneIn(2) ? changed : consistent(changed)
    }),
  'another place for a tensor': (spec, chance) =>
    withTensor(spec, chance, (tensor) => ({ ...tensor, offset: chance.pick(sizes) })),
}
