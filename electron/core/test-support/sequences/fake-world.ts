import { createRouterClient } from '@orpc/server'
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../contract/errors.ts'
import type { MessageId, ModelId } from '../../../contract/ids.ts'
import { defaultSettings } from '../../../contract/settings.ts'
import { createEngineClient } from '../../../engine/engine-client.ts'
import type { FromEngine } from '../../../engine/engine-protocol.ts'
import { createFakeEngine } from '../../../engine/fake/fake-engine.ts'
import { chatRouter } from '../../chat/chat-router.ts'
import { createChatService } from '../../chat/chat-service.ts'
import { createChatStore } from '../../chat/chat-store.ts'
import { engineRouter } from '../../engine/engine-router.ts'
import { createEngineService } from '../../engine/engine-service.ts'
import { onLoadedModel } from '../../engine/on-loaded-model.ts'
import { createFakeClock } from '../../fake-clock.ts'
import { silentLog } from '../../log.ts'
import { crashReason } from '../../models/quarantine.ts'
import type { World } from './run-sequence.ts'

/** What the scripted engine makes of a file is in its name. */
const models = ['a', 'b', 'slow-load', 'crash-on-load', 'oom', 'hang-on-load', 'missing'] as ModelId[]

const texts = [
  'Hi',
  'Hi there',
  '/think',
  '/long 60',
  '/slow /long 20',
  '/read 20000',
  '/empty',
  '/crash',
  '/kill',
  '/exit 0',
  '/hang',
  '/ignore',
]

export type FakeWorld = World & {
  /** Everything ends; returns what was left over. */
  close(): Promise<readonly string[]>
}

/** Chats and engine as `app.ts` puts them together, over the scripted engine, on a clock of their own. */
export function startFakeWorld(db: Database): FakeWorld {
  const clock = createFakeClock()
  const launcher = createFakeEngine({ timers: clock, tokensPerSecond: 200, loadMs: 300 })
  const gone = new Set<number>()
  const killed = new Set<number>()
  const client = createEngineClient({
    launcher: {
      spawn() {
        const child = launcher.spawn()
        void child.exit.then(() => gone.add(child.pid))
        const onMessage = (listener: (message: FromEngine) => void) =>
          child.port.onMessage((message) => {
            // The scripted engine takes its own death for a cancel, and says so.
            if (killed.has(child.pid)) return
            // Freeing memory takes a moment, in which things may happen.
            if (message.type === 'unloaded') clock.after(50, () => killed.has(child.pid) || listener(message))
            else listener(message)
          })
        const kill = (): void => {
          killed.add(child.pid)
          child.kill()
        }
        return { ...child, port: { ...child.port, onMessage }, kill }
      },
    },
    clock,
    log: silentLog,
    fileBytes: () => Promise.resolve(1e6),
  })
  const crashes = new Map<ModelId, number>()
  const engine = createEngineService({
    client,
    async resolveModel(id) {
      if (id === 'missing') throw new AppError('MODEL_FILE_MISSING', 'gone')
      if ((crashes.get(id) ?? 0) >= 3) throw new AppError('MODEL_QUARANTINED', 'set aside')
      return { id, name: id, file: `/models/${id}.gguf`, quantisation: null, memory: null }
    },
    memoryLeft: () => ({ limit: 8e9, free: 8e9, filesCountAsFree: true }),
    health: {
      failed(model, error) {
        if (crashReason(error) === null) return false
        crashes.set(model, (crashes.get(model) ?? 0) + 1)
        return crashes.get(model) === 3
      },
      answered: (model) => void crashes.delete(model),
    },
    tuning: { get: () => ({ threads: null, readTokensPerSecond: null }), set: () => undefined },
    settings: () => defaultSettings,
    clock,
    log: silentLog,
  })
  const store = createChatStore({ db, clock })
  const ends = new Map<MessageId, number>()
  const chats = createChatService({
    store: {
      ...store,
      finishAnswer(message, end) {
        store.finishAnswer(message, end)
        ends.set(message, (ends.get(message) ?? 0) + 1)
      },
    },
    settings: () => defaultSettings,
    modelName: (id) => id,
    answer: engine.answer,
    count: engine.count,
    onAsked: () => undefined,
    clock,
    log: silentLog,
  })
  onLoadedModel(engine.state, chats.modelChanged)
  const living = () => launcher.processes.filter(({ pid }) => !gone.has(pid)).length

  return {
    rpc: createRouterClient({ chat: chatRouter({ chats, store }), engine: engineRouter({ engine }) }),
    models,
    texts,
    ends: () => ends,
    living,
    kill() {
      const child = launcher.current()
      if (child === null) return
      killed.add(child.pid)
      child.die(null, 'SIGKILL')
    },
    wait: (ms) => clock.advanceAsync(ms),
    now: clock.monotonic,
    // Two seconds until an engine that does not listen is ended, and the second in which the test looks.
    stopWithinMs: 4000,
    async rest(done) {
      // The longest patience of a watchdog is five minutes, and a sequence may need it for each of its steps.
      for (let second = 0; second < 5000 && !done(); second++) await clock.advanceAsync(second < 5 ? 200 : 1000)
      const rested = done()
      // What follows an answer: counting its tokens, and telling everybody.
      await clock.advanceAsync(1000)
      return rested
    },
    atLast: (look) => look(),
    async close() {
      await chats.dispose()
      await engine.dispose()
      await clock.advanceAsync(0)
      return [
        ...(living() > 0 ? [`${living()} engines are left over`] : []),
        ...(clock.pending() > 0 ? [`${clock.pending()} timers are left over`] : []),
      ]
    },
  }
}
