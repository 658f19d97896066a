import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { tinyLlama } from './tiny-llama.ts'

const run = promisify(execFile)

const binding = import.meta.resolve('node-llama-cpp')

/**
 * Runs in a process of its own: a model the engine dislikes takes its process with it. As a file, because the binding starts itself again with the
 * same arguments to test its library.
 */
const loadAndSpeak = `
  const [, , binding, modelPath] = process.argv
  const { getLlama, LlamaChatSession } = await import(binding)
  const llama = await getLlama({ build: 'never', skipDownload: true, progressLogs: false, gpu: false, logLevel: 'disabled' })
  const model = await llama.loadModel({ modelPath })
  const context = await model.createContext({ contextSize: 256 })
  const session = new LlamaChatSession({ contextSequence: context.getSequence(), systemPrompt: '' })
  const tokens = model.tokenize('Grüße <|im_end|>', true)
  const text = await session.prompt('Hello', { maxTokens: 16, temperature: 0 })
  console.log(JSON.stringify({ text, wrapper: session.chatWrapper.wrapperName, back: model.detokenize(tokens, true), trained: model.trainContextSize }))
  await llama.dispose()
`

test('the engine loads the tiny model and it writes printable text', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ingle-tiny-llama-'))
  try {
    const path = join(folder, 'tiny.gguf')
    const script = join(folder, 'load-and-speak.mjs')
    await writeFile(path, tinyLlama({ contextLength: 1024 }))
    await writeFile(script, loadAndSpeak)
    const { stdout } = await run(process.execPath, [script, binding, path])
    const answer: unknown = JSON.parse(stdout)
    expect(answer).toMatchObject({ wrapper: 'ChatML', back: 'Grüße <|im_end|>', trained: 1024 })
    expect(answer).toHaveProperty('text', expect.stringMatching(/^[ -~]{8,}$/u))
  } finally {
    await rm(folder, { recursive: true })
  }
})
