/**
 * Cuts a growing answer into what a screen reader is told: whole sentences, at most once in two seconds, and the rest at
 * the end. Joined, the announcements are the answer.
 */
export type Announcements = {
  /** More of the text; returns what to say now, or null. */
  grow(text: string, now: number): string | null
  /** The whole text; returns what was not said yet. */
  finish(text: string): string | null
}

const everyMs = 2000

export function createAnnouncements(): Announcements {
  let said = 0
  let lastAt = Number.NEGATIVE_INFINITY
  return {
    grow(text, now) {
      if (now - lastAt < everyMs) return null
      const end = lastSentenceEnd(text)
      if (end <= said) return null
      const words = text.slice(said, end)
      said = end
      lastAt = now
      return words
    },
    finish(text) {
      const words = text.slice(said)
      said = text.length
      return words === '' ? null : words
    },
  }
}

function lastSentenceEnd(text: string): number {
  let end = 0
  for (const found of text.matchAll(/[.!?…。！？]["'”’)]*\s+|\n/gu)) end = found.index + found[0].length
  return end
}
