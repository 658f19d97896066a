import { join } from 'node:path'
import { chatPage } from '../support/chat-page.ts'
import { expect, test } from '../support/test.ts'

test.use({ engine: 'llama', colorScheme: 'dark' })

test('from the first start to an answer of the starter model in two clicks, with the real engine', async ({ host }) => {
  const { page } = host
  await page.getByRole('button', { name: 'Start talking' }).click()
  await page.getByRole('button', { name: 'What is quantisation?' }).click()
  const chat = chatPage(page)
  await expect(chat.answer.getByRole('button', { name: 'Answer again' })).toBeVisible({ timeout: 60_000 })
  await expect(chat.answer).toContainText(/bits/)
  await expect(chat.answer).toContainText(/tok\/s/)
  await expect(chat.answer).toContainText('Finished')
  // The next question finds what was said before in the cache.
  await chat.ask('Why?')
  await expect(chat.answer).toContainText(/\d+ % from cache/)
  // The picture in the README.
  await page.screenshot({ path: join('test-results', 'screens', 'starter-1280-dark.png') })
})
