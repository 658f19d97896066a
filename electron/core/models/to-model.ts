import { basename } from 'node:path'
import type { Model } from '../../contract/models.ts'
import { estimateMemory } from './estimate-memory.ts'
import type { ModelRecord } from './models-store.ts'

/** Contexts longer than this are set by hand only; `auto` stays below. */
const autoContext = 8192

/** `Qwen3-4B-Q4_K_M.gguf` → `Qwen3-4B`: what is left of a file's name when its header has none. */
const nameFromFile = (file: string): string =>
  basename(file)
    .replace(/\.gguf$/i, '')
    .replace(/-\d{5}-of-\d{5}$/, '')
    .replace(/[-._](i?q\d\w*|bf16|f16|f32)$/i, '')

export function toModel(record: ModelRecord, contextTokens: number | 'auto'): Model {
  const { facts, problem } = record.look
  const context = contextTokens === 'auto' ? Math.min(facts?.contextLength ?? autoContext, autoContext) : contextTokens
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
    memoryBytes: facts === null ? null : estimateMemory(facts, record.bytes, context),
    problem,
    lastUsedAt: record.lastUsedAt,
  }
}
