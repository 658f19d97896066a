import { expect, test } from 'vitest'
import { engineEndReasons, errorCodes, type ErrorData } from '../../electron/contract/errors.ts'
import { errorText } from './error-texts.ts'

const gib = 1024 ** 3
const overMemory: ErrorData = {
  needBytes: 9.3 * gib,
  limitBytes: 16 * gib,
  freeKnown: true,
  freeBytes: 5.1 * gib,
  afterBytes: 7.8 * gib,
  unloads: 'Tiny 1B',
  gpuBytes: 0,
  reserveBytes: gib,
  contextSize: 8192,
  fitContext: 2048,
}
const words = (data: ErrorData) => errorText({ code: 'MODEL_OVER_MEMORY', data }).body

test('every code has words without a value that was forgotten', () => {
  const data = { ...overMemory, count: 3, at: Date.UTC(2026, 10, 24), waiting: 32 }
  for (const code of errorCodes) {
    const { title, body } = errorText({ code, data })
    expect(`${title} ${body}`, code).not.toMatch(/[{}]|undefined|NaN|null/)
    expect(title, code).not.toMatch(/[.!]$/)
    expect(body, code).toMatch(/[.]$/)
  }
})

test('G19 every end of the engine says what happened and that what was written is kept', () => {
  for (const code of ['ENGINE_CRASHED', 'ENGINE_KILLED'] as const) {
    for (const reason of engineEndReasons) {
      const { title, body } = errorText({ code, data: { reason, code: 'exit code 1' } })
      expect(body, reason).toContain('What was written so far')
      expect(`${title} ${body}`, reason).not.toMatch(/[{}_]|SIG|0x|exit code/)
    }
  }
  const titles = engineEndReasons.map((reason) => errorText({ code: 'ENGINE_CRASHED', data: { reason } }).title)
  expect(new Set(titles).size).toBeGreaterThanOrEqual(9)
})

test('G22 a refusal for want of memory names the numbers', () => {
  expect(words(overMemory)).toBe(
    'It needs about 9.3 GB with a context of 8,192 tokens. 5.1 GB is free now, and 7.8 GB would be once Tiny 1B is unloaded; 1.0 GB stays with the system. Nothing was changed and your chats are kept. Take a shorter context or a smaller model, or close other programs.',
  )
  expect(words({ ...overMemory, unloads: '', fitContext: 0, gpuBytes: 2 * gib })).toBe(
    'It needs about 9.3 GB with a context of 8,192 tokens. 5.1 GB is free now, with 2.0 GB more on the graphics card; 1.0 GB stays with the system. Nothing was changed and your chats are kept. Choose a smaller model, or close other programs.',
  )
  expect(words({ ...overMemory, freeKnown: false, freeBytes: 0, unloads: '' })).toContain(
    'This computer has 16.0 GB; 1.0',
  )
})

test('G11 a model that is set aside says how often, when and what happened', () => {
  const data = { count: 3, at: Date.UTC(2026, 10, 24, 12), reason: 'unresponsive' }
  const { title, body } = errorText({ code: 'MODEL_QUARANTINED', data })
  expect(title).toBe('This model brought the engine down 3 times')
  expect(body).toMatch(/^The last time was on 24 Nov 2026, \d\d:\d\d: the engine stopped responding\. /)
})
