import { expect, test } from 'vitest'
import type { ModelId } from '../../../electron/contract/ids.ts'
import type { Model } from '../../../electron/contract/models.ts'
import { useActions } from '../../actions/registry.ts'
import { byName, perform, render, type } from '../../test-support/render.tsx'
import { openChatPage, openConversation } from './test-support/chat-page.tsx'
import { press } from './test-support/keyboard.ts'
import { answer, question, tiny, tinyModel } from './test-support/samples.ts'

const other: Model = { ...tinyModel, id: 'other' as ModelId, name: 'Other 8B' }
const missing: Model = { ...tinyModel, problem: { code: 'MODEL_FILE_MISSING', message: 'gone' } }
const turn = [question(1, 'Hi'), answer(2, 'Ho')]

async function tryToSend(page: Awaited<ReturnType<typeof openChatPage>>) {
  const field = page.composer()
  if (!field) throw new Error('No composer')
  await type(field, 'And now?')
  await press(field, 'Enter')
  return page.callsOf('chat.send')
}

test('a chat whose model lost its file says so, and no other model answers unasked', async () => {
  const page = await openConversation(turn, { models: [tinyModel, other] })
  await page.tellModels([missing, other])
  expect(page.box.textContent).toContain('Model: tiny')
  expect(byName(page.box, '[role=alert]', /^Tiny 1B is not available/).textContent).toContain(
    'The model’s file is gone. It was moved, renamed or deleted',
  )
  expect(await tryToSend(page)).toEqual([])
  expect(page.composer()?.value).toBe('And now?')
  expect(page.box.textContent).toContain('Choose another model first')

  await page.tellModels([tinyModel, other])
  expect(page.box.querySelector('[role=alert]')).toBeNull()
  await press(page.composer(), 'Enter')
  expect(page.callsOf('chat.send')).toMatchObject([{ text: 'And now?', model: tiny }])
})

test('a model that left the list is named by the chat that it answered in', async () => {
  const page = await openConversation(turn, { models: [other] })
  expect(byName(page.box, '[role=alert]', /^Tiny 1B is not available/).textContent).toContain('Its file is gone')
  expect(await tryToSend(page)).toEqual([])
})

test('a new chat does not leave the model used last for another one either', async () => {
  const page = await openChatPage({ models: [other] })
  expect(page.box.textContent).toContain('The model used last is not available')
  expect(await tryToSend(page)).toEqual([])
})

test('a model that is not in the list yet is waited for while the folder is looked through', async () => {
  const page = await openConversation(turn, { models: [other] })
  await page.tellModels([other], true)
  expect(page.box.querySelector('[role=alert]')).toBeNull()
  expect(await tryToSend(page)).toEqual([])
})

test('whoever never chose a model gets one that works', async () => {
  const page = await openChatPage({ models: [missing, other], settings: { lastModel: null } })
  expect(page.box.textContent).toContain('Model: other')
  expect(await tryToSend(page)).toMatchObject([{ model: 'other' }])
})

test('an answer is not made again by another model: the menu of models opens', async () => {
  let opened = 0
  const Menu = () => {
    useActions('models.picker', [{ id: 'models.choose', title: 'Choose', run: () => void (opened += 1) }])
    return null
  }
  await render(<Menu />)
  const page = await openConversation(turn, { models: [missing, other] })
  await perform(() => byName(page.box, 'button', 'Choose another model').click())
  await perform(() => byName(page.box, 'button', 'Answer again').click())
  expect(opened).toBe(2)
  expect(page.callsOf('chat.regenerate')).toEqual([])
})
