import type { BrowserContext } from '@playwright/test'
import { connectAs } from '../../e2e/support/rpc-client.ts'

/** Milliseconds since 1970 as this process and the page both count them, finer than a millisecond. */
const now = (): number => performance.timeOrigin + performance.now()

export type SourceClock = {
  /** When the answer began by the source's clock, in milliseconds since 1970. */
  startedAt(dueAt: (characters: number) => number): number
  close(): void
}

/**
 * Listens to the host beside the page, as a second tab would. The source writes by the clock, so the piece that came the
 * soonest after it was due tells when that clock began; a page that is late all the time cannot hide it.
 */
export async function listenToSource(context: BrowserContext, origin: string): Promise<SourceClock> {
  const [cookie] = await context.cookies(origin)
  const { rpc, close } = await connectAs(`${cookie?.name ?? ''}=${cookie?.value ?? ''}`, origin)
  const heard: { at: number; characters: number }[] = []
  const follow = async (): Promise<void> => {
    for await (const listed of await rpc.chat.list()) {
      if (listed.type !== 'changed') continue
      let characters = 0
      for await (const event of await rpc.chat.attach({ chat: listed.chat.id })) {
        if (event.type === 'snapshot') characters = lengthOf(event.detail.messages.at(-1)?.parts ?? [])
        if (event.type !== 'delta') continue
        characters += event.text.length
        heard.push({ at: now(), characters })
      }
    }
  }
  // Ends with the connection.
  void follow().catch(() => undefined)
  return {
    startedAt: (dueAt) => Math.min(...heard.map(({ at, characters }) => at - dueAt(characters))),
    close,
  }
}

const lengthOf = (parts: readonly { text: string }[]): number => parts.reduce((sum, { text }) => sum + text.length, 0)
