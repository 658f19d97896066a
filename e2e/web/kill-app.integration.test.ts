import { expect, test } from 'vitest'
import { killWhileAnswering } from '../support/kill-app.ts'

test.skipIf(process.platform !== 'linux')(
  'D1 kill -9 of app and engine at 50 random moments of an answer: no chat is lost and at most the last second of text',
  { timeout: 600_000 },
  async () => {
    await expect(killWhileAnswering(50, 3)).resolves.toBeUndefined()
  },
)
