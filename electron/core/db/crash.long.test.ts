import { expect, test } from 'vitest'
import { crashWhileStreaming } from './test-support/crash-stream.ts'
import { tempPaths } from './test-support/test-data.ts'

test('D1 killed at 200 random moments while answers stream: no conversation is lost, no saved word either', async () => {
  expect.hasAssertions()
  await crashWhileStreaming(tempPaths(), 200, 2)
})
