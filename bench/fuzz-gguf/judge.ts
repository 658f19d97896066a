import { isDeepStrictEqual } from 'node:util'
import { AppError } from '../../electron/contract/errors.ts'
import type { ByteSource } from '../../electron/engine/gguf/byte-source.ts'
import { checkTextModel, requireTemplate } from '../../electron/engine/gguf/check-text-model.ts'
import { decodeArray } from '../../electron/engine/gguf/decode-array.ts'
import { describeModel } from '../../electron/engine/gguf/describe-model.ts'
import { ggmlType } from '../../electron/engine/gguf/ggml-types.ts'
import { leastBytes } from '../../electron/engine/gguf/gguf-header.ts'
import type { GgufHeader } from '../../electron/engine/gguf/gguf-header.ts'
import { kvCacheBytes } from '../../electron/engine/gguf/kv-cache-bytes.ts'
import type { ModelFacts } from '../../electron/engine/gguf/model-facts.ts'
import { readGgufHeader } from '../../electron/engine/gguf/read-gguf-header.ts'

/** What is tried; tests put defects in its place. */
export type Subject = {
  read(source: ByteSource): Promise<GgufHeader>
  describe(header: GgufHeader, source: ByteSource): Promise<ModelFacts>
}

export const ownReader: Subject = { read: readGgufHeader, describe: describeModel }

export type Verdict =
  | { readonly kind: 'refused'; readonly code: string; readonly why: string }
  /** `problem`: why the model is not used all the same. */
  | { readonly kind: 'accepted'; readonly problem: string | null }
  /** A defect of the reader. */
  | { readonly kind: 'finding'; readonly what: string }

/** What the reader may hold at the end, so that the caller can measure it. */
export type Judged = { readonly verdict: Verdict; readonly held: unknown }

const refusalCodes: ReadonlySet<string> = new Set(['MODEL_NOT_GGUF', 'MODEL_TRUNCATED', 'MODEL_DAMAGED'])

/** Reads a header and everything that is derived from it. Never throws: what is thrown is the finding. */
export async function judge(source: ByteSource, subject: Subject = ownReader): Promise<Judged> {
  let header: GgufHeader
  try {
    header = await subject.read(source)
  } catch (error) {
    return { verdict: judgeRefusal(error, Number(source.size)), held: null }
  }
  try {
    checkHeader(header, Number(source.size))
    await decodeArrays(header, source)
    const facts = await subject.describe(header, source)
    return { verdict: { kind: 'accepted', problem: judgeFacts(facts) }, held: [header, facts] }
  } catch (error) {
    return { verdict: { kind: 'finding', what: words(error) }, held: null }
  }
}

class Finding extends Error {}

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Finding(otherwise)
}

const words = (error: unknown): string =>
  error instanceof Finding
    ? error.message
    : `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`

function judgeRefusal(error: unknown, size: number): Verdict {
  if (!(error instanceof AppError)) return { kind: 'finding', what: words(error) }
  const { code, data } = error
  const offset = data?.['offset']
  const isTyped =
    refusalCodes.has(code) &&
    typeof offset === 'number' &&
    Number.isSafeInteger(offset) &&
    offset >= 0 &&
    offset <= size
  if (!isTyped)
    return { kind: 'finding', what: `refused as ${code} without a place in the file: ${JSON.stringify(data)}` }
  return { kind: 'refused', code, why: String(data?.['why'] ?? 'the file ends too early') }
}

/** Counts on its own, in BigInts, from what the format says. */
function checkHeader({ tensors, metadata, dataOffset, alignment, fileBytes }: GgufHeader, size: number): void {
  demand(fileBytes === size, 'another size than the file has')
  demand(tensors.length <= 65_536 && metadata.size <= 65_536, 'more keys or tensors than the limit')
  demand(dataOffset <= 50_000_000 + alignment, 'a header larger than the limit')
  let end = 0n
  for (const { type: name, dims, bytes, offset } of tensors) {
    const type = typesByName.get(name)
    demand(dims.length <= 8, 'more dimensions than the limit')
    const elements = dims.reduce((product, dim) => product * BigInt(dim), 1n)
    demand(
      type !== undefined && BigInt(bytes) * BigInt(type.blockElements) === elements * BigInt(type.blockBytes),
      'a tensor with another size than its dimensions give',
    )
    demand((dataOffset + offset) % alignment === 0, 'a tensor that is not aligned')
    demand(BigInt(offset) >= end, 'a tensor inside another')
    end = BigInt(offset) + BigInt(bytes)
    demand(BigInt(dataOffset) + end <= BigInt(size), 'a tensor beyond the end of the file')
  }
  for (const entry of metadata.values()) {
    if (entry.type === 'array')
      demand(entry.offset + entry.count * leastBytes[entry.elements] <= size, 'an array beyond the end of the file')
    else if (entry.type === 'long-string')
      demand(entry.offset + entry.bytes <= size, 'a text beyond the end of the file')
    else if (entry.type === 'string') demand(entry.value.length <= 256 * 1024, 'a text longer than is kept')
  }
}

const typesByName = new Map(
  [...Array(64).keys()].flatMap((id) => {
    const type = ggmlType(id)
    return type === undefined ? [] : [[type.name, type] as const]
  }),
)

/** More than any sound header has; each costs a read. */
const mostDecoded = 50

/** Each either gives its elements or is refused with a code. */
async function decodeArrays({ metadata }: GgufHeader, source: ByteSource): Promise<void> {
  const arrays = [...metadata.values()].filter((entry) => entry.type === 'array')
  for (const entry of arrays.slice(0, mostDecoded)) {
    await decodeArray(source, entry, 1000).then(
      (values) => demand(values.length === Math.min(entry.count, 1000), 'an array with fewer elements than it has'),
      (error: unknown) => demand(error instanceof AppError, words(error)),
    )
  }
}

const contexts = [1, 4096, 131_072, 2 ** 31]

/** Why the model is not used, or null; facts that cannot be stored or counted with are findings. */
function judgeFacts(facts: ModelFacts): string | null {
  const stored: unknown = JSON.parse(JSON.stringify(facts))
  demand(isDeepStrictEqual(stored, structuredClone(facts)), 'facts that change when they are stored')
  const { sizes, sizeBytes } = facts
  const inLayers = sizes.layers.reduce((sum, { bytes }) => sum + bytes, 0)
  demand(inLayers + sizes.input + sizes.output + sizes.other === sizeBytes, 'sizes that do not add up')
  const { kvCache } = facts
  if (kvCache !== null) {
    const growing = contexts.map((tokens) => kvCacheBytes(kvCache, tokens))
    demand(
      growing.every((bytes) => Number.isFinite(bytes) && bytes >= 0),
      'a cache of an impossible size',
    )
    demand(
      isDeepStrictEqual(
        growing,
        growing.toSorted((a, b) => a - b),
      ),
      'a cache that shrinks with its context',
    )
  }
  const problem = checkTextModel(facts) ?? requireTemplate(facts)
  if (problem === null) {
    demand((facts.layers ?? 0) > 0 && facts.sizes.layers.length === facts.layers, 'a usable model without layers')
    demand((facts.vocabularySize ?? 0) > 0, 'a usable model without a vocabulary')
  }
  return problem?.code ?? null
}
