import type { ByteSource } from './byte-source.ts'
import { describeModel } from './describe-model.ts'
import type { ModelFacts } from './model-facts.ts'
import { readGgufHeader } from './read-gguf-header.ts'

/** Header and description in one step. Throws what `readGgufHeader` throws; ask `checkTextModel` before loading. */
export async function readModelFacts(source: ByteSource): Promise<ModelFacts> {
  return describeModel(await readGgufHeader(source), source)
}
