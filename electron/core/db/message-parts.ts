import type { MessagePart } from '../../contract/chat.ts'

/** JSON escapes what SQLite text cannot hold (NUL, half a surrogate pair), so any string comes back as it was. */
export function encodeParts(parts: readonly MessagePart[]): string {
  return JSON.stringify(parts)
}

/**
 * Parts of a stored message. Never throws: what is no JSON of ours becomes one part of text, since a conversation that
 * cannot be opened is worse than one with an odd message in it.
 */
export function decodeParts(stored: string): readonly MessagePart[] {
  const value = parse(stored)
  if (!Array.isArray(value)) return stored === '' ? [] : [{ kind: 'text', text: stored }]
  return value.flatMap((item: unknown) => decodePart(item) ?? [])
}

function decodePart(item: unknown): MessagePart | null {
  if (typeof item !== 'object' || item === null || !('text' in item) || typeof item.text !== 'string') return null
  if (!('kind' in item) || item.kind !== 'thought') return { kind: 'text', text: item.text }
  return { kind: 'thought', text: item.text, ms: 'ms' in item && typeof item.ms === 'number' ? item.ms : null }
}

function parse(stored: string): unknown {
  try {
    return JSON.parse(stored)
  } catch {
    return null
  }
}

/** What a reader sees without unfolding a thought; this is what the search looks through. */
export function visibleText(parts: readonly MessagePart[]): string {
  return parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n')
}
