import { expect, test } from 'vitest'
import { killWhileAnswering } from '../support/kill-app.ts'

test.skipIf(process.platform !== 'linux')(
  'D1 kill -9 of app and engine at 200 random moments of an answer: no chat is lost and at most the last second of text',
  async () => {
    await expect(killWhileAnswering(200, 3)).resolves.toBeUndefined()
  },
)
