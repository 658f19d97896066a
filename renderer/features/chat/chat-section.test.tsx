import { expect, test } from 'vitest'
import { AppError } from '../../../electron/contract/errors.ts'
import { byName, perform, type } from '../../test-support/render.tsx'
import { openChatPage } from './test-support/chat-page.tsx'
import {
  answer,
  begun,
  chatId,
  detail,
  finishedStats,
  messageId,
  question,
  summary,
  tiny,
} from './test-support/samples.ts'

const press = (target: Element | null, key: string, more: KeyboardEventInit = {}) =>
  perform(
    () => void target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })),
  )

const sent = { chat: chatId(1), user: messageId(1), answer: messageId(2) }

async function openWith(messages: Parameters<typeof detail>[0], more: Parameters<typeof openChatPage>[0] = {}) {
  const page = await openChatPage({ chat: chatId(1), chats: [summary(1)], ...more })
  await page.tell({ type: 'snapshot', revision: 1, seq: 0, detail: detail(messages) })
  return page
}

async function write(page: Awaited<ReturnType<typeof openChatPage>>, text: string) {
  const field = page.composer()
  if (!field) throw new Error('No composer')
  await type(field, text)
  return field
}

test('Enter sends with a key of its own, and the page goes to the new chat', async () => {
  const page = await openChatPage({ answer: ({ path }) => (path === 'chat.send' ? sent : undefined) })
  const field = await write(page, '  Hello there ')
  await press(field, 'Enter')
  await page.settle()
  expect(page.callsOf('chat.send')).toEqual([{ chat: null, text: 'Hello there', model: tiny, key: expect.any(String) }])
  expect(page.address()).toBe(`/chat/${chatId(1)}`)
})

test('whoever went elsewhere while the first message was on its way is left there', async () => {
  const arrived = Promise.withResolvers<typeof sent>()
  const page = await openChatPage({ answer: ({ path }) => (path === 'chat.send' ? arrived.promise : undefined) })
  await press(await write(page, 'Hello there'), 'Enter')
  await page.go(`/chat/${chatId(2)}`)
  arrived.resolve(sent)
  await page.settle()
  expect(page.address()).toBe(`/chat/${chatId(2)}`)
})

test('an answer tells how much of its prompt came from the cache', async () => {
  const stats = { ...finishedStats, promptTokens: 200, cachedTokens: 150 }
  const state = { phase: 'done', reason: 'end', stats, error: null } as const
  const page = await openWith([question(1, 'Hi'), answer(2, 'text', { state })])
  expect(page.box.querySelector('article footer')?.textContent).toContain('75 % from cache')
})

test('Enter that ends a word of an input method does not send, nor does Shift+Enter', async () => {
  const page = await openChatPage()
  const field = await write(page, '你好')
  await press(field, 'Enter', { isComposing: true })
  await press(field, 'Enter', { keyCode: 229 })
  await press(field, 'Enter', { shiftKey: true })
  expect(page.callsOf('chat.send')).toEqual([])
  expect(field.value).toBe('你好')
})

test('a message whose confirmation was lost goes out again under the same key', async () => {
  let lost = true
  const page = await openWith([], {
    answer: ({ path }) => {
      if (path !== 'chat.send') return undefined
      if (lost) throw new AppError('CONNECTION_LOST', 'cut')
      return sent
    },
  })
  await press(await write(page, 'Do not lose me'), 'Enter')
  page.host.cut()
  await page.settle()
  expect(page.box.textContent).toContain('Do not lose me')
  expect(page.box.textContent).toContain('Not sent yet')
  expect(page.callsOf('chat.send')).toHaveLength(1)
  lost = false
  page.host.open()
  await page.settle()
  const keys = page.callsOf('chat.send').map((input) => (input as { key: string }).key)
  expect(keys).toHaveLength(2)
  expect(keys[1]).toBe(keys[0])
  expect(page.box.textContent).not.toContain('Not sent yet')
})

test('a message that the host refuses keeps its text, and can be edited or tried again', async () => {
  const page = await openWith([], {
    answer: ({ path }) => {
      if (path === 'chat.send') throw new AppError('DATA_DISK_FULL', 'full')
      return undefined
    },
  })
  await press(await write(page, 'Keep this'), 'Enter')
  await page.settle()
  expect(page.box.textContent).toContain('The drive is full')
  await perform(() => byName(page.box, 'button', 'Edit it').click())
  expect(page.composer()?.value).toBe('Keep this')
  expect(page.box.textContent).not.toContain('The drive is full')
})

test('an answer waits for its model with share and time, is read, written and finished', async () => {
  const page = await openWith([question(1, 'Hi'), begun(2)])
  expect(page.box.textContent).toContain('Waits for Tiny 1B to load · 58 % · 4 s left')
  const message = messageId(2)
  await page.tell({
    type: 'state',
    message,
    state: { phase: 'reading', done: 647, total: 3214, cached: 1920, msLeft: 6000 },
  })
  expect(page.box.textContent).toContain('Reading 3,214 tokens · 6 s left · 1,920 came from cache')
  expect(page.box.querySelector('progress')?.getAttribute('value')).toBe('50')
  await page.tell(
    { type: 'state', message, state: { phase: 'streaming', tokens: 214, tokensPerSecond: 39.6, firstTokenMs: 390 } },
    { type: 'delta', message, seq: 1, kind: 'text', text: 'All **good**' },
  )
  expect(page.box.querySelector('.md')?.getAttribute('data-live')).toBe('true')
  expect(page.box.textContent).toContain('39.6 tok/s0.39 s to first token214 tokens so far')
  await page.tell({ type: 'message', revision: 2, message: answer(2, 'All **good**.') })
  expect(page.box.querySelector('.md')?.hasAttribute('data-live')).toBe(false)
  expect(page.box.querySelector('.md strong')?.textContent).toBe('good')
  expect(page.box.textContent).toContain('39.4 tok/s0.42 s to first token486 tokensFinishedTiny 1B')
})

test('Esc stops the answer', async () => {
  const page = await openWith([question(1, 'Hi'), begun(2)])
  await press(page.composer(), 'Escape')
  expect(page.callsOf('chat.stop')).toEqual([{ chat: chatId(1) }])
})

test('a message is not sent while an answer is written, and its text stays', async () => {
  const page = await openWith([question(1, 'Hi'), begun(2)])
  const field = await write(page, 'Next')
  await press(field, 'Enter')
  expect(page.callsOf('chat.send')).toEqual([])
  expect(field.value).toBe('Next')
  expect(page.box.textContent).toContain('Send it when the answer is done')
})

test('a page that lost its stream asks for what it lacks and adds nothing twice', async () => {
  const page = await openWith([question(1, 'Hi'), begun(2)])
  const message = messageId(2)
  await page.tell({ type: 'delta', message, seq: 1, kind: 'text', text: 'One ' })
  page.attached.at(-1)?.stream.fail(new AppError('CONNECTION_LOST', 'cut'))
  await page.settle()
  expect(page.attached).toHaveLength(2)
  expect(page.attached[1]?.call.input).toEqual({ chat: chatId(1), after: { revision: 1, message, seq: 1 } })
  await page.tell(
    { type: 'delta', message, seq: 1, kind: 'text', text: 'One ' },
    { type: 'delta', message, seq: 2, kind: 'text', text: 'two' },
  )
  expect(page.box.querySelector('.md')?.textContent).toBe('One two')
})

test('an answer that was cut short says what was kept, shows the engine’s last words and is tried again', async () => {
  const state = { phase: 'done', reason: 'cut', stats: null, error: { code: 'ENGINE_CRASHED', message: 'x' } } as const
  const page = await openWith([question(1, 'Hi'), answer(2, 'Half of', { state })], {
    answer: ({ path }) => (path === 'engine.log' ? { text: 'GGML_ASSERT failed' } : { answer: messageId(3) }),
  })
  expect(page.box.textContent).toContain('The engine stopped while working')
  expect(page.box.textContent).toContain('Half of')
  await perform(() => byName(page.box, 'button', 'What happened').click())
  await page.settle()
  expect(document.body.textContent).toContain('GGML_ASSERT failed')
  await perform(() => byName(page.box, 'button', 'Try again').click())
  expect(page.callsOf('chat.regenerate')).toEqual([{ message: messageId(2), model: tiny }])
})

test('an answer that repeated itself, and one that met the end of the context, say so', async () => {
  const ended = (reason: 'repeat' | 'context') =>
    answer(2, 'text', { state: { phase: 'done', reason, stats: null, error: null } })
  const page = await openWith([question(1, 'Hi'), ended('repeat')])
  expect(page.box.textContent).toContain('The model began to repeat itself')
  await page.tell({ type: 'message', revision: 2, message: ended('context') })
  expect(page.box.textContent).toContain('The context is full')
})

test('an answer that was stopped before its first word shows no speed, and does say that it was stopped', async () => {
  const stats = { ...finishedStats, answerTokens: 0, firstTokenMs: 0, tokensPerSecond: 0 }
  const state = { phase: 'done', reason: 'stopped', stats, error: null } as const
  const page = await openWith([question(1, 'Hi'), answer(2, '', { parts: [], state })])
  expect(page.box.querySelector('article footer')?.textContent).toBe('Stopped by youTiny 1B')
})

test('while an answer cannot be stored that is said under it, and no longer once it can', async () => {
  const writing = { phase: 'streaming', tokens: 3, tokensPerSecond: 9, firstTokenMs: 5 } as const
  const unsaved = { code: 'DATA_DISK_FULL', message: 'full' } as const
  const page = await openWith([question(1, 'Hi'), answer(2, 'text', { state: { ...writing, unsaved } })])
  expect(page.box.textContent).toContain('storing it is tried again')
  await page.tell({ type: 'state', message: messageId(2), state: writing })
  expect(page.box.textContent).not.toContain('storing it is tried again')
})

test('messages that were left out are said, and before that what goes next', async () => {
  const state = { phase: 'done', reason: 'end', stats: { ...finishedStats, droppedTurns: 2 }, error: null } as const
  const page = await openWith([question(1, 'Hi'), answer(2, 'text', { state })])
  expect(page.box.textContent).toContain('The 2 oldest messages were left out of this answer')
  await page.tell({
    type: 'context',
    context: { size: 8192, system: 100, history: 7500, free: 592, nextDrops: 1 },
  })
  expect(page.box.textContent).toContain('Leaves out the oldest message next')
  expect(byName(page.box, '[role=group]', 'Context: 7,600 of 8,192 tokens used')).toBeTruthy()
})

test('the versions of an answer are gone through', async () => {
  const versions = [messageId(5), messageId(2), messageId(6)]
  const page = await openWith([question(1, 'Hi'), answer(2, 'second', { versions })])
  expect(page.box.textContent).toContain('2/3')
  await perform(() => byName(page.box, 'button', 'Previous version').click())
  await perform(() => byName(page.box, 'button', 'Next version').click())
  expect(page.callsOf('chat.selectVersion')).toEqual([{ message: messageId(5) }, { message: messageId(6) }])
})

test('a thought is one line that opens', async () => {
  const parts = [
    { kind: 'thought', text: 'Let me see.', ms: 6200 },
    { kind: 'text', text: 'Yes.' },
  ] as const
  const page = await openWith([question(1, 'Hi'), answer(2, '', { parts })])
  expect(page.box.textContent).not.toContain('Let me see.')
  await perform(() => byName(page.box, 'button', 'Thought for 6 s').click())
  expect(page.box.textContent).toContain('Let me see.')
})

test('what was begun to be written in a chat waits there', async () => {
  const page = await openWith([])
  await write(page, 'half a thought')
  const again = await openWith([])
  expect(again.composer()?.value).toBe('half a thought')
})

test('a chat that is gone says so', async () => {
  const page = await openChatPage({ chat: chatId(1) })
  await page.tell({ type: 'gone' })
  expect(page.box.textContent).toContain('This chat is no longer there')
})
