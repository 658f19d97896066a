import { ModelId } from '../../../contract/ids.ts'
import type { ChatStore } from '../../chat/chat-store.ts'

const model = { id: ModelId.parse('starter'), name: 'Starter' }
const frequent = 'amber birch cedar delta ember fjord grove heath islet juniper kelp larch maple nettle'.split(' ')
const syllables = 'ba ce di fo gu ha ke li mo nu pa re si to vu wa xe yi zo'.split(' ')
const rare = syllables.flatMap((a) => syllables.flatMap((b) => syllables.map((c) => a + b + c)))
const vocabulary = [...frequent, ...rare]

/** Same numbers for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A few words are in almost every text and most in few, as in a language. */
export function sampleWords(random: () => number, count: number): string {
  return Array.from({ length: count }, () => vocabulary[Math.floor(random() ** 4 * vocabulary.length)]).join(' ')
}

/** Chats with `turns` questions and answers each, of varied length, the same for the same seed. */
export function fillChats(
  store: ChatStore,
  size: { chats: number; turns: number; words: number; seed?: number },
): void {
  const random = seededRandom(size.seed ?? 1)
  const words = (count: number) => sampleWords(random, count)
  for (let chat = 0; chat < size.chats; chat++) {
    let id = null
    for (let turn = 0; turn < size.turns; turn++) {
      const key = `00000000-0000-4000-8000-${String(size.seed ?? 1).padStart(4, '0')}${String(chat).padStart(4, '0')}${String(turn).padStart(4, '0')}`
      const length = 1 + Math.floor(random() * size.words)
      const asked = store.addTurn({
        chat: id,
        title: `chat ${chat} ${words(3)}`,
        text: `question ${turn} ${words(9)}`,
        key,
        model,
      })
      const tail = [{ kind: 'text' as const, text: `answer ${turn} ${words(length)}` }]
      store.finishAnswer(asked.answer, { reason: 'end', stats: null, error: null, tail })
      id = asked.chat
    }
  }
}
