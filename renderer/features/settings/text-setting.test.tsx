import { expect, test, vi } from 'vitest'
import { perform, render, resetPage, type } from '../../test-support/render.tsx'
import { TextSetting } from './TextSetting.tsx'

async function open() {
  const onSave = vi.fn<(text: string) => void>()
  const box = await render(<TextSetting label="System prompt" stored="old" onSave={onSave} />)
  const field = box.querySelector('textarea')
  if (!field) throw new Error('No field')
  await perform(() => field.focus())
  await type(field, 'new')
  return { onSave, field }
}

test('what was typed is saved by whoever leaves the screen at once', async () => {
  const { onSave } = await open()
  expect(onSave).not.toHaveBeenCalled()
  await resetPage()
  expect(onSave.mock.calls).toEqual([['new']])
})

test('what was typed is saved when the window closes', async () => {
  const { onSave } = await open()
  await perform(() => void dispatchEvent(new Event('pagehide')))
  expect(onSave.mock.calls).toEqual([['new']])
})

test('nothing is saved where nothing was changed', async () => {
  const { onSave, field } = await open()
  await type(field, 'old')
  await resetPage()
  expect(onSave).not.toHaveBeenCalled()
})
