import type { GgufArray, GgufMetadata } from './gguf-header.ts'

export function textAt(metadata: GgufMetadata, key: string): string | null {
  const entry = metadata.get(key)
  return entry?.type === 'string' ? entry.value : null
}

/** Any of the eight integer types, if it is a safe integer. */
export function integerAt(metadata: GgufMetadata, key: string): number | null {
  const entry = metadata.get(key)
  if (entry === undefined || !('value' in entry) || entry.type === 'float32' || entry.type === 'float64') return null
  if (typeof entry.value !== 'number' && typeof entry.value !== 'bigint') return null
  const value = Number(entry.value)
  return Number.isSafeInteger(value) ? value : null
}

export function booleanAt(metadata: GgufMetadata, key: string): boolean | null {
  const entry = metadata.get(key)
  return entry?.type === 'bool' ? entry.value : null
}

export function arrayAt(metadata: GgufMetadata, key: string): GgufArray | null {
  const entry = metadata.get(key)
  return entry?.type === 'array' ? entry : null
}
