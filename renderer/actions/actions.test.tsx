import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { byName, perform, render, resetPage } from '../test-support/render.tsx'
import { markMatches, matchScore } from './match.ts'
import { allActions, runAction, useActions, type Action } from './registry.ts'
import { formatShortcut, matchesShortcut } from './shortcut.ts'
import { useShortcuts } from './use-shortcuts.ts'

function Offer({ actions }: { actions: readonly Action[] }) {
  useActions('test', actions)
  useShortcuts()
  return (
    <>
      <textarea aria-label="text" />
      <button type="button">elsewhere</button>
    </>
  )
}

async function press(target: EventTarget, init: KeyboardEventInit & { keyCode?: number }) {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
  await perform(() => void target.dispatchEvent(event))
  return event
}

const stub = () => vi.fn<() => void>()

test('a shortcut runs its action once, also while the key is held', async () => {
  const run = stub()
  await render(<Offer actions={[{ id: 'a', title: 'A', shortcuts: ['Mod+K'], run }]} />)
  const event = await press(document.body, { key: 'k', ctrlKey: true })
  await press(document.body, { key: 'k', ctrlKey: true, repeat: true })
  expect(run).toHaveBeenCalledTimes(1)
  expect(event.defaultPrevented).toBe(true)
})

test('no shortcut fires while an input method composes', async () => {
  const run = stub()
  const container = await render(<Offer actions={[{ id: 'a', title: 'A', shortcuts: ['Mod+K', 'Escape'], run }]} />)
  const field = container.querySelector('textarea') ?? document.body
  await press(field, { key: 'k', ctrlKey: true, isComposing: true })
  await press(field, { key: 'Escape', isComposing: true })
  await press(field, { key: 'k', ctrlKey: true, keyCode: 229 })
  expect(run).not.toHaveBeenCalled()
})

test('a question mark typed into a field is text, elsewhere it is a shortcut', async () => {
  const run = stub()
  const container = await render(<Offer actions={[{ id: 'a', title: 'A', shortcuts: ['?'], run }]} />)
  await press(container.querySelector('textarea') ?? document.body, { key: '?', shiftKey: true })
  expect(run).not.toHaveBeenCalled()
  await press(container.querySelector('button') ?? document.body, { key: '?', shiftKey: true })
  expect(run).toHaveBeenCalledTimes(1)
})

test('an action that is not offered now does nothing, by key or by name', async () => {
  const run = stub()
  await render(<Offer actions={[{ id: 'a', title: 'A', shortcuts: ['Mod+K'], enabled: false, run }]} />)
  await press(document.body, { key: 'k', ctrlKey: true })
  expect(runAction('a')).toBe(false)
  expect(run).not.toHaveBeenCalled()
})

test('an open dialog has the keyboard to itself', async () => {
  const run = stub()
  await render(<Offer actions={[{ id: 'a', title: 'A', shortcuts: ['Mod+K'], run }]} />)
  const dialog = document.createElement('dialog')
  dialog.setAttribute('open', '')
  document.body.append(dialog)
  await press(document.body, { key: 'k', ctrlKey: true })
  expect(run).not.toHaveBeenCalled()
})

test('actions go with the component that offers them, and always do what its latest render says', async () => {
  const [first, second] = [stub(), stub()]
  function Swapping() {
    const [run, setRun] = useState(() => first)
    useActions('swap', [{ id: 's', title: 'S', run }])
    return (
      <button type="button" onClick={() => setRun(() => second)}>
        swap
      </button>
    )
  }
  const container = await render(<Swapping />)
  await perform(() => byName(container, 'button', 'swap').click())
  expect(runAction('s')).toBe(true)
  expect(first).not.toHaveBeenCalled()
  expect(second).toHaveBeenCalledTimes(1)
  await resetPage()
  expect(allActions()).toEqual([])
})

test('the command key of a Mac stands where Ctrl stands elsewhere', () => {
  const press = { key: 'O', ctrlKey: false, metaKey: true, altKey: false, shiftKey: true }
  expect(matchesShortcut(press, 'Mod+Shift+O', true)).toBe(true)
  expect(matchesShortcut(press, 'Mod+Shift+O', false)).toBe(false)
  expect(matchesShortcut({ ...press, shiftKey: false }, 'Mod+Shift+O', true)).toBe(false)
  expect(formatShortcut('Mod+Shift+O', true)).toBe('⌘⇧O')
  expect(formatShortcut('Mod+Shift+O', false)).toBe('Ctrl Shift O')
})

test('the palette finds by every word, the start of the title first', () => {
  const load = { title: 'Load Llama 3.1 8B', hint: '4.7 GB' }
  const unload = { title: 'Unload an idle model after', hint: 'Memory and speed' }
  expect(matchScore('load', load)).toBeGreaterThan(matchScore('load', unload))
  expect(matchScore('memory', unload)).toBeGreaterThan(0)
  expect(matchScore('load missing', load)).toBe(0)
  expect(markMatches('LOAD', 'Unload it')).toEqual([
    { text: 'Un', marked: false },
    { text: 'load', marked: true },
    { text: ' it', marked: false },
  ])
  expect(markMatches('(', 'a (b)').filter(({ marked }) => marked)).toHaveLength(1)
})
