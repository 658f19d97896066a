import { expect, test, vi } from 'vitest'
import * as highlighting from './highlight.ts'
import { warmUpMarkdown } from './warm-up.tsx'

test('formulas and the usual languages have run before the first answer, and nothing of it is in the page', async () => {
  vi.stubGlobal('requestIdleCallback', (run: () => void) => setTimeout(run, 0))
  const highlight = vi.spyOn(highlighting, 'highlight')
  warmUpMarkdown()
  const languages = () => new Set(highlight.mock.calls.map(([, language]) => language))
  await vi.waitFor(() => expect(languages()).toContain('json'), { timeout: 20_000 })
  expect(languages()).toContain('python')
  expect(document.querySelector('.md')).toBeNull()
  vi.unstubAllGlobals()
}, 30_000)
