import type { ChatSummary } from '../../../electron/contract/chat.ts'

export type ChatGroup = 'today' | 'yesterday' | 'lastWeek' | 'older'

const order: readonly ChatGroup[] = ['today', 'yesterday', 'lastWeek', 'older']

/** Chats by the day on which something last happened in them, newest first, by the calendar of this machine. */
export function groupChats(
  chats: readonly ChatSummary[],
  now: Date,
): readonly { group: ChatGroup; chats: ChatSummary[] }[] {
  const groups = new Map<ChatGroup, ChatSummary[]>()
  for (const chat of chats) {
    const group = groupOf(chat.updatedAt, now)
    groups.set(group, [...(groups.get(group) ?? []), chat])
  }
  return order.flatMap((group) => {
    const found = groups.get(group)
    return found ? [{ group, chats: found }] : []
  })
}

function groupOf(time: number, now: Date): ChatGroup {
  // Midnight by the calendar: days of 23 and 25 hours exist.
  const midnight = (daysAgo: number): number =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo).getTime()
  if (time >= midnight(0)) return 'today'
  if (time >= midnight(1)) return 'yesterday'
  return time >= midnight(7) ? 'lastWeek' : 'older'
}
