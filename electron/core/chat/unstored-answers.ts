import type { Message } from '../../contract/chat.ts'
import type { ChatId, MessageId } from '../../contract/ids.ts'
import type { Clock, Log, Timer } from '../ports.ts'

/** Often enough that space which was made is used at once, seldom enough to leave a broken disk alone. */
const retryEveryMs = 5000

/** Answers that have ended and could not be written, as on a full disk: kept here and tried again until they are. */
export type UnstoredAnswers = {
  /** `message` is what pages are shown until `write` has succeeded. */
  keep(message: Message, write: () => void): void
  get(message: MessageId): Message | null
  /** Tries every one of them now. */
  retry(): void
  forget(chat: ChatId): void
  dispose(): void
}

export type UnstoredAnswersDeps = { clock: Clock; log: Log; onStored(chat: ChatId, message: MessageId): void }

export function createUnstoredAnswers({ clock, log, onStored }: UnstoredAnswersDeps): UnstoredAnswers {
  const kept = new Map<MessageId, { message: Message; write: () => void }>()
  let timer: Timer | null = null

  function setTimer(): void {
    if (kept.size > 0) timer ??= clock.every(retryEveryMs, retry)
    else {
      timer?.cancel()
      timer = null
    }
  }
  function retry(): void {
    for (const [id, { message, write }] of kept) {
      try {
        write()
      } catch {
        // It was logged when it failed first.
        continue
      }
      kept.delete(id)
      log.info('chat.stored-late')
      try {
        onStored(message.chat, id)
      } catch (error) {
        log.error('chat.tell', { error })
      }
    }
    setTimer()
  }
  return {
    keep(message, write) {
      kept.set(message.id, { message, write })
      setTimer()
    },
    get: (message) => kept.get(message)?.message ?? null,
    retry,
    forget(chat) {
      for (const [id, { message }] of kept) if (message.chat === chat) kept.delete(id)
      setTimer()
    },
    dispose() {
      retry()
      if (kept.size > 0) log.error('chat.unstored', { count: kept.size })
      kept.clear()
      setTimer()
    },
  }
}
