import { expect, onTestFinished, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import type { Message } from '../../contract/chat.ts'
import { createFakeEngine } from '../../engine/fake/fake-engine.ts'
import { createFakeClock } from '../fake-clock.ts'
import { onlyModel, startCore } from '../test-support/start-core.ts'

test('G16 a question for which there is no place any more keeps its text, and can be asked again', async () => {
  const clock = createFakeClock()
  const launcher = createFakeEngine({ timers: clock })
  const { rpc, dispose } = await startCore({ launcher, clock, models: { 'slow-load.gguf': tinyLlama() } })
  onTestFinished(dispose)
  const model = await onlyModel(rpc)
  const ask = (text: string) => rpc.chat.send({ chat: null, text, model, key: crypto.randomUUID() })
  // The first loads the model, which takes as long as the clock stands still; the others wait.
  const waiting = await Promise.all(Array.from({ length: 33 }, (_, n) => ask(`Question ${n}`)))
  const { chat, answer } = await ask('One too many')

  async function until(end: (messages: readonly Message[]) => boolean): Promise<readonly Message[]> {
    for (;;)
      for await (const event of await rpc.chat.attach({ chat })) {
        if (event.type === 'snapshot' && end(event.detail.messages)) return event.detail.messages
        if (event.type !== 'snapshot') break
      }
  }
  expect(await until((all) => all.at(-1)?.state.phase === 'done')).toMatchObject([
    { role: 'user', parts: [{ kind: 'text', text: 'One too many' }] },
    { role: 'assistant', state: { reason: 'cut', error: { code: 'QUEUE_FULL', data: { waiting: 32 } } } },
  ])
  await Promise.all(waiting.slice(1).map((asked) => rpc.chat.stop({ chat: asked.chat })))
  await rpc.chat.regenerate({ message: answer, model })
  expect((await until((all) => all.at(-1)?.state.phase === 'queued')).at(-1)?.versions).toHaveLength(2)
})
