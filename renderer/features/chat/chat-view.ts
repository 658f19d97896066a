import type { ChatDetail, ChatEvent, Message, MessagePart } from '../../../electron/contract/chat.ts'
import type { MessageId } from '../../../electron/contract/ids.ts'

/** A chat as this page holds it. */
export type ChatView =
  | { phase: 'gone' }
  | {
      phase: 'open'
      detail: ChatDetail
      revision: number
      /** The last delta held of the answer being made; 0 when none is. */
      seq: number
      /** When the thought that is still open began, on the clock of `now`. */
      thoughtSince: number | null
    }

type Open = Extract<ChatView, { phase: 'open' }>

/** The next view after an event. Messages that an event does not touch stay the same objects. */
export function applyChatEvent(view: ChatView | undefined, event: ChatEvent, now: number): ChatView {
  if (event.type === 'gone') return { phase: 'gone' }
  if (event.type === 'snapshot') {
    const { revision, seq, detail } = event
    const thinking = answerInProgress(detail.messages)?.parts.at(-1)?.kind === 'thought'
    return { phase: 'open', revision, seq, detail, thoughtSince: thinking ? now : null }
  }
  // Without a snapshot there is nothing to apply anything to; the host sends one first.
  if (view?.phase !== 'open') return view ?? { phase: 'gone' }
  const { detail } = view
  switch (event.type) {
    case 'message': {
      const known = detail.messages.some(({ id }) => id === event.message.id)
      const messages = known
        ? replace(detail.messages, event.message.id, () => event.message)
        : [...detail.messages, event.message]
      const seq = known && event.message.state.phase !== 'done' ? view.seq : 0
      return { ...view, revision: event.revision, seq, thoughtSince: null, detail: { ...detail, messages } }
    }
    case 'delta':
      return event.seq <= view.seq ? view : applyDelta(view, event, now)
    case 'state':
      return withMessages(
        view,
        replace(detail.messages, event.message, (message) => ({ ...message, state: event.state })),
      )
    case 'chat':
      return { ...view, detail: { ...detail, chat: event.chat } }
    case 'context':
      return { ...view, detail: { ...detail, context: event.context } }
  }
}

/** What to ask for after the connection was lost: what follows the last delta held, where an answer was being made. */
export function resumeAfter(
  view: ChatView | undefined,
): { revision: number; message: MessageId; seq: number } | undefined {
  if (view?.phase !== 'open') return undefined
  const message = answerInProgress(view.detail.messages)
  return message && { revision: view.revision, message: message.id, seq: view.seq }
}

export function answerInProgress(messages: readonly Message[]): Message | undefined {
  return messages.findLast(({ role, state }) => role === 'assistant' && state.phase !== 'done')
}

function applyDelta(
  view: Open,
  { message, seq, kind, text }: Extract<ChatEvent, { type: 'delta' }>,
  now: number,
): Open {
  let { thoughtSince } = view
  const messages = replace(view.detail.messages, message, (before) => {
    const last = before.parts.at(-1)
    const earlier = before.parts.slice(0, -1)
    if (last?.kind === kind) return { ...before, parts: [...earlier, { ...last, text: last.text + text }] }
    const closed: MessagePart[] =
      last?.kind === 'thought' ? [{ ...last, ms: last.ms ?? now - (thoughtSince ?? now) }] : last ? [last] : []
    thoughtSince = kind === 'thought' ? now : null
    return { ...before, parts: [...earlier, ...closed, kind === 'thought' ? { kind, text, ms: null } : { kind, text }] }
  })
  return { ...withMessages(view, messages), seq, thoughtSince }
}

function withMessages(view: Open, messages: readonly Message[]): Open {
  return { ...view, detail: { ...view.detail, messages } }
}

function replace(
  messages: readonly Message[],
  id: MessageId,
  change: (message: Message) => Message,
): readonly Message[] {
  return messages.map((message) => (message.id === id ? change(message) : message))
}
