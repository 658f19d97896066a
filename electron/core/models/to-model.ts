import { basename } from 'node:path'
import type { Model } from '../../contract/models.ts'
import type { MemoryNeed } from '../memory-need.ts'
import { memoryNeed } from './estimate-memory.ts'
import type { ModelRecord } from './models-store.ts'
import { quarantineProblem } from './quarantine.ts'

/** `Qwen3-4B-Q4_K_M.gguf` → `Qwen3-4B`: what is left of a file's name when its header has none. */
const nameFromFile = (file: string): string =>
  basename(file)
    .replace(/\.gguf$/i, '')
    .replace(/-\d{5}-of-\d{5}$/, '')
    .replace(/[-._](i?q\d\w*|bf16|f16|f32)$/i, '')

/** What it takes at the context that is set; null where its header does not tell. */
export function needOf({ look: { facts }, bytes }: ModelRecord, contextTokens: number | 'auto'): MemoryNeed | null {
  return facts === null ? null : memoryNeed(facts, bytes, contextTokens)
}

export function toModel(record: ModelRecord, contextTokens: number | 'auto'): Model {
  const { facts, problem } = record.look
  const need = needOf(record, contextTokens)
  return {
    id: record.id,
    name: facts?.name ?? nameFromFile(record.path),
    source: record.source,
    path: record.path,
    fileName: basename(record.path),
    bytes: record.bytes,
    architecture: facts?.architecture ?? null,
    quantisation: facts?.quantisation ?? null,
    parameters: facts?.parameters ?? null,
    contextSize: facts?.contextLength ?? null,
    licence: facts?.licence ?? null,
    memoryBytes: need === null ? null : need.bytesAt(need.contextSize),
    problem: problem ?? quarantineProblem(record.crashes),
    lastUsedAt: record.lastUsedAt,
  }
}
