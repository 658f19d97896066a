import type { GgufPair, GgufSpec } from './write-gguf.ts'

/** Replace or add keys; null removes one. */
export type Overrides = Readonly<Record<string, GgufPair[1] | null>>

export function overrideMetadata(spec: GgufSpec, overrides: Overrides): GgufSpec {
  const changes = new Map(Object.entries(overrides))
  const metadata = spec.metadata.flatMap(([key, value]): GgufPair[] => {
    const change = changes.get(String(key))
    if (change === undefined) return [[key, value]]
    changes.delete(String(key))
    return change === null ? [] : [[key, change]]
  })
  for (const [key, value] of changes) if (value !== null) metadata.push([key, value])
  return { ...spec, metadata }
}
