import { expect, test, vi } from 'vitest'
import { perform } from '../../test-support/render.tsx'
import * as highlighting from './highlight.ts'
import { warmUpMarkdown } from './warm-up.tsx'

test('formulas and the usual languages have run before the first answer, and nothing of it is in the page', async () => {
  const idle: (() => void)[] = []
  vi.stubGlobal('requestIdleCallback', (run: () => void) => idle.push(run))
  const highlight = vi.spyOn(highlighting, 'highlight')
  warmUpMarkdown()
  for (let run = idle.shift(); run; run = idle.shift()) await perform(run)
  const languages = new Set(highlight.mock.calls.map(([, language]) => language))
  expect([...languages]).toEqual(expect.arrayContaining(['python', 'typescript', 'javascript', 'bash', 'json']))
  expect(document.querySelector('.md')).toBeNull()
  vi.unstubAllGlobals()
})
