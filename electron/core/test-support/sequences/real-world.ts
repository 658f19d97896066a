import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ChatId, MessageId } from '../../../contract/ids.ts'
import { createEngineLauncher } from '../../../server/engine-launcher.ts'
import { scannedModels, startCore } from '../start-core.ts'
import type { World } from './run-sequence.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const starter = join(root, 'resources', 'starter-model', 'ingle-starter.gguf')
const entry = join(root, 'electron', 'engine', 'llama', 'main.ts')

const texts = [
  'Hello',
  'What is quantisation?',
  'Is my chat private?',
  'Write as much as you can about memory. '.repeat(8),
]

const sleep = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms))

export type RealWorld = World & { close(): Promise<readonly string[]> }

/** The whole application over the real engine in its own process, with the starter model twice, to switch between. */
export async function startRealWorld(folder: string): Promise<RealWorld> {
  const launcher = createEngineLauncher({ entry, cwd: join(folder, 'cwd') })
  const living = new Map<number, () => void>()
  const app = await startCore({
    models: { 'one.gguf': starter, 'two.gguf': starter },
    launcher: {
      spawn() {
        const child = launcher.spawn()
        living.set(child.pid, child.kill)
        void child.exit.then(() => living.delete(child.pid))
        return child
      },
    },
  })
  const { rpc } = app
  await rpc.settings.set({ gpu: 'off', threads: 1, contextSize: 512, maxTokens: 12, idleUnloadMinutes: null })
  const models = (await scannedModels(rpc)).map(({ id }) => id)
  const ends = new Map<MessageId, number>()
  const closing = new AbortController()

  async function count(chat: ChatId): Promise<void> {
    for await (const event of await rpc.chat.attach({ chat }, { signal: closing.signal })) {
      if (event.type === 'snapshot') {
        for (const { id, role, state } of event.detail.messages)
          if (role === 'assistant' && state.phase === 'done' && !ends.has(id)) ends.set(id, 1)
      } else if (
        event.type === 'message' &&
        event.message.role === 'assistant' &&
        event.message.state.phase === 'done'
      ) {
        ends.set(event.message.id, (ends.get(event.message.id) ?? 0) + 1)
      }
    }
  }
  return {
    rpc,
    models,
    texts,
    follow: (chat) => void count(chat).catch(() => undefined),
    ends: () => ends,
    living: () => living.size,
    kill: () => living.values().next().value?.(),
    wait: sleep,
    now: () => performance.now(),
    // A busy machine starts a process in seconds; what is measured exactly is measured over the scripted engine.
    stopWithinMs: 20_000,
    async rest(done) {
      for (let turn = 0; turn < 1200 && !done(); turn++) await sleep(50)
      return done()
    },
    async atLast(look) {
      // The words of an answer are counted after it, and what is counted takes its time to the page.
      let found = await look()
      for (let turn = 0; turn < 100 && found.length > 0; turn++) {
        await sleep(50)
        found = await look()
      }
      return found
    },
    async close() {
      closing.abort()
      await app.dispose()
      return living.size > 0 ? [`${living.size} engines are left over`] : []
    },
  }
}
