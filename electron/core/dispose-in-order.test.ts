import { expect, test } from 'vitest'
import { disposeInOrder } from './dispose-in-order.ts'
import { silentLog } from './log.ts'

test('closing goes on to the database when something before it fails, and the failure is in the log', async () => {
  const ended: string[] = []
  const logged: unknown[] = []
  await disposeInOrder(
    [
      { dispose: () => Promise.reject(new Error('answers')) },
      {
        dispose() {
          throw new Error('engine')
        },
      },
      { dispose: () => void ended.push('database') },
    ],
    { ...silentLog, error: (event) => logged.push(event) },
  )
  expect(ended).toEqual(['database'])
  expect(logged).toEqual(['dispose.failed', 'dispose.failed'])
})
