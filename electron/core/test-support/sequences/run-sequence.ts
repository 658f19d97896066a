import fc from 'fast-check'
import type { ChatId, MessageId, ModelId } from '../../../contract/ids.ts'
import { createPageDouble } from './page-double.ts'
import type { PageDouble, Rpc } from './page-double.ts'

/** Something that somebody does, or that happens. Numbers choose among what there is at that moment. */
export type Step =
  | { do: 'load'; model: number }
  | { do: 'send'; chat: number; model: number; text: number }
  | { do: 'again'; chat: number; model: number }
  | { do: 'stop'; chat: number }
  | { do: 'cancelLoad' | 'unload' | 'reset' | 'kill' | 'reload' | 'reconnect' | 'disconnect' }
  | { do: 'wait'; ms: number }

/** `gap`: how many turns of promises pass before the next step; the largest stands for a turn of everything. */
export type Timed = Step & { gap: number }

const longestGap = 12

/** The application as a sequence meets it. */
export type World = {
  rpc: Rpc
  models: readonly ModelId[]
  texts: readonly string[]
  /** Ends the engine from outside, if one runs. */
  kill(): void
  /** Engine processes that live now. */
  living(): number
  wait(ms: number): Promise<void>
  now(): number
  /** Whatever is stopped has stopped after this. */
  stopWithinMs: number
  /** Lets everything come to rest; returns what did not within reason. */
  rest(done: () => boolean): Promise<boolean>
  /** What is still wrong when everything has had time to arrive. */
  atLast(look: () => Promise<readonly string[]>): Promise<readonly string[]>
  /** There is a new chat. */
  follow?(chat: ChatId): void
  /** How often each answer ended. */
  ends(): ReadonlyMap<MessageId, number>
}

export function anySequence(longestWaitMs: number, length: { min: number; max: number }): fc.Arbitrary<Timed[]> {
  const gap = fc.oneof(fc.constant(longestGap), fc.nat(longestGap))
  const timed = fc.tuple(anyStep(longestWaitMs), gap).map(([step, after]): Timed => ({ ...step, gap: after }))
  return fc.array(timed, { minLength: length.min, maxLength: length.max })
}

function anyStep(longestWaitMs: number): fc.Arbitrary<Step> {
  const chat = fc.nat(3)
  const model = fc.nat(9)
  return fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant('send' as const), chat, model, text: fc.nat(19) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('load' as const), model }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(longestWaitMs) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('stop' as const), chat }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const), chat, model }) },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constantFrom(
          ...([
            'cancelLoad',
            'unload',
            'unload',
            'kill',
            'kill',
            'reload',
            'reconnect',
            'disconnect',
            'reset',
          ] as const),
        ),
      }),
    },
  )
}

/** Does one step after another, waits for rest, and returns everything that is wrong then. */
export async function runSequence(world: World, steps: readonly Timed[]): Promise<readonly string[]> {
  const { rpc } = world
  const page: PageDouble = createPageDouble(rpc)
  const chats: ChatId[] = []
  const answers = new Set<MessageId>()
  const lastAnswer = new Map<ChatId, MessageId>()
  const wrong: string[] = []
  const calls = { made: 0, settled: 0 }

  function call<T>(promise: PromiseLike<T>, then?: (value: T) => void): void {
    calls.made++
    void Promise.resolve(promise).then(
      (value) => {
        calls.settled++
        then?.(value)
      },
      () => void calls.settled++,
    )
  }
  /** Whoever presses Stop or Unload does not wait until something ends by itself. */
  async function soon<T>(name: string, promise: PromiseLike<T>): Promise<T> {
    const since = world.now()
    try {
      return await promise
    } finally {
      const ms = world.now() - since
      if (ms > world.stopWithinMs) wrong.push(`${name} took ${ms} ms`)
    }
  }
  const modelAt = (index: number): ModelId => world.models[index % world.models.length] ?? ('none' as ModelId)
  /** One number more than there are chats means a new one. */
  const chatAt = (index: number): ChatId | null => chats[index % (chats.length + 1)] ?? null

  function act(step: Step): void | Promise<void> {
    switch (step.do) {
      case 'load':
        return call(rpc.engine.load({ model: modelAt(step.model) }))
      case 'send': {
        const text = world.texts[step.text % world.texts.length] ?? ''
        const sent = rpc.chat.send({
          chat: chatAt(step.chat),
          text,
          model: modelAt(step.model),
          key: crypto.randomUUID(),
        })
        return call(sent, ({ chat, answer }) => {
          if (!chats.includes(chat)) world.follow?.(chat)
          if (!chats.includes(chat)) chats.push(chat)
          answers.add(answer)
          lastAnswer.set(chat, answer)
          page.open(chat)
        })
      }
      case 'again': {
        const chat = chatAt(step.chat)
        const message = chat === null ? undefined : lastAnswer.get(chat)
        if (message === undefined || chat === null) return undefined
        return call(rpc.chat.regenerate({ message, model: modelAt(step.model) }), ({ answer }) => {
          answers.add(answer)
          lastAnswer.set(chat, answer)
        })
      }
      case 'stop': {
        const chat = chatAt(step.chat)
        return chat === null ? undefined : call(soon('stop', rpc.chat.stop({ chat })))
      }
      case 'wait':
        return world.wait(step.ms)
      case 'kill':
        return world.kill()
      case 'reload':
      case 'reconnect':
      case 'disconnect':
        return page[step.do]()
      case 'unload':
        return call(soon('unload', rpc.engine.unload()))
      case 'cancelLoad':
      case 'reset':
        return call(rpc.engine[step.do]())
    }
  }

  for (const step of steps) {
    await act(step)
    for (let turn = 0; turn < step.gap && step.gap < longestGap; turn++) await Promise.resolve()
    if (step.gap === longestGap) await new Promise((resolve) => setImmediate(resolve))
    if (world.living() > 1) wrong.push(`${world.living()} engines live after ${step.do}`)
  }
  page.reconnect()
  const ended = () => answers.size === [...answers].filter((id) => world.ends().has(id)).length
  const rested = await world.rest(() => calls.settled === calls.made && ended())
  if (calls.settled !== calls.made) wrong.push(`${calls.made - calls.settled} calls never settled`)
  for (const id of answers) {
    const times = world.ends().get(id) ?? 0
    if (times !== 1) wrong.push(`an answer ended ${times} times`)
  }
  if (!rested) wrong.push('it does not come to rest')
  if (world.living() > 1) wrong.push('two engines live in the end')
  const atRest = async () => [...(await page.differences()), ...(await restingStates(rpc, chats, world))]
  wrong.push(...(await world.atLast(atRest)))
  page.close()
  return wrong
}

async function restingStates(rpc: Rpc, chats: readonly ChatId[], world: World): Promise<readonly string[]> {
  const wrong: string[] = []
  for await (const state of await rpc.engine.state()) {
    if (state.phase === 'loading' || state.phase === 'unloading') wrong.push(`the engine rests ${state.phase}`)
    if (state.phase === 'ready' && world.living() !== 1) wrong.push('a model is loaded in no engine')
    if (state.phase === 'ready' && state.work.kind !== 'idle') wrong.push(`the engine rests ${state.work.kind}`)
    break
  }
  for (const chat of chats) {
    for await (const event of await rpc.chat.attach({ chat })) {
      if (event.type !== 'snapshot') wrong.push('a chat is gone')
      else {
        if (event.detail.chat.busy) wrong.push('a chat rests busy')
        for (const { state } of event.detail.messages) {
          if (state.phase !== 'done') wrong.push(`a message rests ${state.phase}`)
          // Unforeseen is unforeseen: every end here has a name.
          else if (state.error?.code === 'INTERNAL') wrong.push(`an answer ended unforeseen: ${state.error.message}`)
        }
      }
      break
    }
  }
  return wrong
}
