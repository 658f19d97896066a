import { expect, test, vi } from 'vitest'
import { byName, perform, render } from '../test-support/render.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { noticeWords } from './HostNotice.tsx'
import { applyTheme } from './use-theme.ts'

test('a fault in one screen is said and can be tried again; the page around it stays', async () => {
  let broken = true
  const Screen = () => {
    if (broken) throw new Error('the reason')
    return <p>all is well</p>
  }
  // React reports what a boundary caught on the console; that is not what this test is about.
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {})
  const container = await render(
    <>
      <p>the rail</p>
      <ErrorBoundary resetKey="/">
        <Screen />
      </ErrorBoundary>
    </>,
  )
  expect(container.textContent).toContain('the rail')
  expect(container.querySelector('[role=alert]')?.textContent).toContain('the reason')
  broken = false
  await perform(() => byName(container, 'button', 'Try again').click())
  expect(container.textContent).toContain('all is well')
  quiet.mockRestore()
})

test('the theme is on the page at once and remembered for the next first paint', () => {
  applyTheme('light')
  expect(document.documentElement.dataset['theme']).toBe('light')
  expect(localStorage.getItem('ingle.theme')).toBe('light')
  applyTheme('system')
  expect(document.documentElement.dataset['theme']).toBeUndefined()
  expect(localStorage.getItem('ingle.theme')).toBeNull()
})

test('what became of damaged data is told in numbers, with where the file lies', () => {
  expect(noticeWords({ kind: 'salvaged', chats: 1, messages: 1200, missing: 0, folder: '/data/damaged' })).toBe(
    'The data file was damaged. 1 chat with 1,200 messages were brought over. The damaged file is in /data/damaged',
  )
  expect(noticeWords({ kind: 'salvaged', chats: 3, messages: 9, missing: 2, settings: 0, folder: '/d' })).toContain(
    '2 messages are missing. Settings are at their defaults. The damaged',
  )
  expect(noticeWords({ kind: 'lost', folder: '/d' })).toContain('no backup')
})
