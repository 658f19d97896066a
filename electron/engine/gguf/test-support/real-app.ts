import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Message } from '../../../contract/chat.ts'
import { isErrorCode } from '../../../contract/errors.ts'
import type { ErrorCode, ErrorData, ErrorInfo } from '../../../contract/errors.ts'
import type { ModelId } from '../../../contract/ids.ts'
import { scannedModels, startCore } from '../../../core/test-support/start-core.ts'
import type { StartedCore } from '../../../core/test-support/start-core.ts'
import { createEngineLauncher } from '../../../server/engine-launcher.ts'
import { engineEntry } from '../../llama/test-support/real-engine.ts'

/** The whole application over the real engine, with given files in its models folder. */
export type RealApp = {
  core: StartedCore
  /** Of the engines started so far. */
  pids: number[]
  /** Throws when the file is not listed, as what follows does. */
  idOf(fileName: string): Promise<ModelId>
  /** The model's problem in the list, or null. */
  problemOf(fileName: string): Promise<ErrorInfo | null>
  /** Loads a file of the models folder as the page does; the failure comes back as data. */
  load(fileName: string): Promise<ErrorInfo | null>
  /** Asks it one question and waits for the end of the answer. `onText` hears of each piece of it. */
  ask(fileName: string, onText?: () => void): Promise<{ text: string; reason: string; error: ErrorInfo | null }>
  dispose(): Promise<void>
}

export async function startRealApp(models: Readonly<Record<string, Uint8Array>>): Promise<RealApp> {
  const folder = await mkdtemp(join(tmpdir(), 'ingle-real-app-'))
  const launcher = createEngineLauncher({ entry: engineEntry, cwd: join(folder, 'cwd') })
  const pids: number[] = []
  const core = await startCore({
    launcher: {
      spawn() {
        const child = launcher.spawn()
        pids.push(child.pid)
        return child
      },
    },
    models,
  })
  const { rpc } = core
  // One thread: two that wait for each other on a busy machine are far slower than one.
  await rpc.settings.set({ temperature: 0, maxTokens: 8, contextSize: 512, threads: 1 })

  async function modelOf(fileName: string) {
    const model = (await scannedModels(rpc)).find((each) => each.fileName === fileName)
    if (model === undefined) throw new Error(`${fileName} is not in the list`)
    return model
  }

  async function answerTo(fileName: string, onText: () => void): Promise<Message> {
    const { id } = await modelOf(fileName)
    const { chat, answer } = await rpc.chat.send({ chat: null, text: 'Hello', model: id, key: crypto.randomUUID() })
    for await (const event of await rpc.chat.attach({ chat })) {
      if (event.type === 'delta') onText()
      const messages =
        event.type === 'snapshot' ? event.detail.messages : event.type === 'message' ? [event.message] : []
      const done = messages.find((message) => message.id === answer && message.state.phase === 'done')
      if (done) return done
    }
    throw new Error('the events ended')
  }

  return {
    core,
    pids,
    idOf: async (fileName) => (await modelOf(fileName)).id,
    problemOf: async (fileName) => (await modelOf(fileName)).problem,
    load: async (fileName) => {
      const { id } = await modelOf(fileName)
      return rpc.engine.load({ model: id }).then(() => null, asInfo)
    },
    async ask(fileName, onText = () => undefined) {
      const { state, parts } = await answerTo(fileName, onText)
      if (state.phase !== 'done') throw new Error('the answer is not done')
      return { text: parts.map((part) => part.text).join(''), reason: state.reason, error: state.error }
    },
    async dispose() {
      await core.dispose()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A failure that was foreseen; any other is a defect of the app. */
function asInfo(error: unknown): ErrorInfo {
  const isCoded = error instanceof Error && 'code' in error && isErrorCode(error.code) && error.code !== 'INTERNAL'
  if (!isCoded) throw error
  const data = 'data' in error ? (error.data as ErrorData | undefined) : undefined
  return { code: error.code as ErrorCode, message: error.message, ...(data && { data }) }
}
