import { expect, test } from 'vitest'
import type { ChatEvent } from '../../contract/chat.ts'
import type { MessageId } from '../../contract/ids.ts'
import { createAnswerLog, mergeDeltas } from './answer-log.ts'

const id = 'message' as MessageId

test('a page that holds the first pieces gets exactly the rest', () => {
  const log = createAnswerLog(id)
  log.append([{ kind: 'text', text: 'a' }], 0)
  log.append(
    [
      { kind: 'text', text: 'b' },
      { kind: 'text', text: 'c' },
    ],
    0,
  )
  expect(log.after(1).map((delta) => [delta.seq, delta.text])).toEqual([
    [2, 'b'],
    [3, 'c'],
  ])
  expect(log.after(3)).toEqual([])
  expect(log.parts()).toEqual([{ kind: 'text', text: 'abc' }])
})

test('a thought lasts until the text after it, or until the end', () => {
  const log = createAnswerLog(id)
  log.append([{ kind: 'thought', text: 'hm' }], 1000)
  log.append([{ kind: 'thought', text: ' yes' }], 2000)
  expect(log.parts()).toEqual([{ kind: 'thought', text: 'hm yes', ms: null }])
  log.append(
    [
      { kind: 'text', text: 'Yes.' },
      { kind: 'thought', text: 'more' },
    ],
    4500,
  )
  log.close(5000)
  expect(log.parts()).toEqual([
    { kind: 'thought', text: 'hm yes', ms: 3500 },
    { kind: 'text', text: 'Yes.' },
    { kind: 'thought', text: 'more', ms: 500 },
  ])
})

test('every piece goes to disk once', () => {
  const log = createAnswerLog(id)
  log.append([{ kind: 'text', text: 'a' }], 0)
  expect(log.takeUnsaved()).toEqual([{ kind: 'text', text: 'a' }])
  expect(log.takeUnsaved()).toEqual([])
})

test('pieces a slow page has not taken are joined, but never across kinds or around another event', () => {
  const delta = (kind: 'text' | 'thought', text: string, seq: number): ChatEvent => ({
    type: 'delta',
    message: id,
    seq,
    kind,
    text,
  })
  expect(mergeDeltas(delta('text', 'a', 1), delta('text', 'b', 2))).toEqual(delta('text', 'ab', 2))
  expect(mergeDeltas(delta('thought', 'a', 1), delta('text', 'b', 2))).toBeNull()
  expect(mergeDeltas({ type: 'gone' }, delta('text', 'b', 2))).toBeNull()
})
