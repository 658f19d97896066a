import { fileURLToPath } from 'node:url'
import type { LlamaModel } from 'node-llama-cpp'
import type { Question } from './questions.ts'

export interface Asker {
  ask(question: Question): Promise<string>
  dispose(): Promise<void>
}

interface Options {
  model: URL
  threads: number
}

/** The engine as the app uses it: processor only, threads given, the wrapper resolved once, the likeliest token each time. */
export async function openAsker({ model: file, threads }: Options): Promise<Asker> {
  // The addon hops over libuv's threads; one is fastest. It must be set before the pool starts.
  process.env['UV_THREADPOOL_SIZE'] = '1'
  const { getLlama, LlamaChatSession, resolveChatWrapper } = await import('node-llama-cpp')
  const llama = await getLlama({ build: 'never', skipDownload: true, gpu: false, maxThreads: threads })
  const model: LlamaModel = await llama.loadModel({ modelPath: fileURLToPath(file) })
  const context = await model.createContext({ contextSize: 2048, threads })
  const sequence = context.getSequence()
  const chatWrapper = resolveChatWrapper(model)
  const ask = async (question: Question): Promise<string> => {
    const session = new LlamaChatSession({ contextSequence: sequence, chatWrapper, systemPrompt: '' })
    if (question.before) {
      session.setChatHistory([
        { type: 'user', text: question.before.asked },
        { type: 'model', response: [question.before.answer] },
      ])
    }
    const answer = await session.prompt(question.asked, { temperature: 0, maxTokens: 300 })
    session.dispose({ disposeSequence: false })
    return answer
  }
  return { ask, dispose: () => llama.dispose() }
}
