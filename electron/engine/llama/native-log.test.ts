import { expect, test } from 'vitest'
import { createNativeLog } from './native-log.ts'

test('keeps what was said last, and passes on what went wrong', () => {
  const written: string[] = []
  const log = createNativeLog((line) => written.push(line))
  log.add('info', 'loading\n')
  log.add('error', 'first\nsecond\n\n')
  expect(log.lines()).toEqual(['loading', 'first', 'second'])
  expect(written).toEqual(['error: first\n', 'error: second\n'])
  for (let i = 0; i < 1000; i++) log.add('warn', `line ${i}`)
  expect(log.lines()).toHaveLength(200)
  expect(log.lines().at(-1)).toBe('line 999')
  log.clear()
  expect(log.lines()).toEqual([])
})

test('a reason that arrives a moment after the failure is waited for', async () => {
  const log = createNativeLog(() => {})
  let heard = false
  const waiting = log.heard(/error loading model/, 60_000).then(() => (heard = true))
  log.add('info', 'llama_model_loader: loaded meta data')
  await Promise.resolve()
  expect(heard).toBe(false)
  log.add('error', 'llama_model_load: error loading model: tensor data is not within the file bounds')
  await waiting
  expect(heard).toBe(true)
})

test('a reason that never comes is not waited for in vain, and one that is there is not waited for at all', async () => {
  const log = createNativeLog(() => {})
  await log.heard(/error loading model/, 0)
  log.add('error', 'error loading model: no')
  await log.heard(/error loading model/, 60_000)
  expect(log.lines()).toEqual(['error loading model: no'])
})
