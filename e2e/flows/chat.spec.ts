import { chatPage, skipWelcome } from '../support/chat-page.ts'
import { tinyLlama } from '../support/gguf/tiny-llama.ts'
import { expect, test } from '../support/test.ts'

test.use({ models: { 'tiny.gguf': tinyLlama({ name: 'Tiny Llama' }) } })

test('an answer streams as Markdown, says how fast it was, and is there after a restart', async ({ host }) => {
  const chat = await skipWelcome(host.page)
  await chat.ask('/markdown')
  await expect(chat.answer.getByRole('table')).toBeVisible()
  await expect(chat.answer.getByRole('button', { name: 'Copy code' }).first()).toBeVisible()
  await expect(chat.answer.locator('.katex').first()).toBeVisible()
  await expect(chat.answer).toContainText(/[\d.]+ tok\/s.*to first token.*tokens.*Finished/)
  const text = await chat.answer.innerText()
  await host.stop()
  await host.start()
  const again = chatPage(host.page)
  await host.page.getByRole('link', { name: '/markdown' }).click()
  await again.finished()
  expect(await again.answer.innerText()).toBe(text)
})

test('Enter sends, Shift+Enter breaks the line, and neither sends while an input method composes', async ({ host }) => {
  const chat = await skipWelcome(host.page)
  await chat.composer.pressSequentially('/echo one')
  await chat.composer.press('Shift+Enter')
  await chat.composer.pressSequentially('two')
  await chat.composer.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })
  await chat.composer.dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true })
  await expect(chat.composer).toHaveValue('/echo one\ntwo')
  await expect(chat.transcript.getByRole('article')).toHaveCount(0)
  await chat.composer.press('Enter')
  await expect(chat.answer).toContainText('one')
  await expect(chat.composer).toHaveValue('')
})

test('Esc stops an answer and keeps what was written', async ({ host }) => {
  const chat = await skipWelcome(host.page)
  await chat.send('/tps 40 /long 5000')
  await expect(chat.answer).toContainText('word3')
  await host.page.keyboard.press('Escape')
  await expect(chat.answer).toContainText('Stopped by you')
  await expect(chat.answer).toContainText('word3')
})

test('while a prompt is read, progress is shown and can be cancelled', async ({ host }) => {
  const chat = await skipWelcome(host.page)
  await chat.send('/read 60000')
  await expect(chat.transcript.getByText(/Reading [\d,]+ tokens/)).toBeVisible()
  await expect(chat.transcript.getByRole('progressbar')).toBeVisible()
  await chat.composer.press('Escape')
  await expect(chat.answer).toContainText('Stopped by you')
})

test('an answer can be made again, and both versions stay', async ({ host }) => {
  const chat = await skipWelcome(host.page)
  await chat.ask('/echo the same question')
  await chat.answer.getByRole('button', { name: 'Answer again' }).click()
  await expect(chat.answer).toContainText('2/2')
  await chat.finished()
  await chat.answer.getByRole('button', { name: 'Previous version' }).click()
  await expect(chat.answer).toContainText('1/2')
})

test('reasoning is folded away and opens', async ({ host }) => {
  const chat = await skipWelcome(host.page)
  await chat.ask('/think what is it?')
  const fold = chat.answer.getByRole('button', { name: /^Thought for/ })
  await expect(fold).toHaveAttribute('aria-expanded', 'false')
  await fold.click()
  await expect(chat.answer).toContainText('weigh two answers')
})

test('when the engine dies the text is kept, the reason told, and trying again works', async ({ host }) => {
  const chat = await skipWelcome(host.page)
  await chat.send('/crash /echo half an answer')
  await expect(chat.transcript.getByRole('button', { name: 'Try again' })).toBeVisible()
  await expect(chat.answer).toContainText('half an answer')
  await expect(chat.answer).toContainText('Cut short')
  await chat.transcript.getByRole('button', { name: 'What happened' }).click()
  await expect(host.page.getByRole('dialog')).toContainText('GGML_ASSERT')
  await host.page.keyboard.press('Escape')
  await chat.transcript.getByRole('button', { name: 'Try again' }).click()
  await expect(chat.answer).toContainText('2/2')
})

test('an answer that repeats itself, and one that fills the context, say so', async ({ host }) => {
  const chat = await skipWelcome(host.page)
  await chat.ask('/repeat')
  await expect(chat.transcript).toContainText('The model began to repeat itself')
  await chat.ask('/full /echo as far as it goes')
  await expect(chat.transcript).toContainText('The context is full')
  await expect(chat.answer).toContainText('as far as it goes')
})

test.describe('with a model that takes its time to load', () => {
  test.use({ env: { INGLE_FAKE_LOAD_MS: '3000' } })
  test('a message waits for it with a share shown, is answered then, and the wait can be cancelled', async ({
    host,
  }) => {
    const chat = await skipWelcome(host.page)
    await chat.send('/echo at last')
    await expect(chat.transcript.getByText(/Waits for .* to load · \d+/)).toBeVisible()
    await expect(chat.answer).toContainText('at last')
    await chat.finished()
    await host.page.keyboard.press('Control+Shift+U')
    await expect(host.page.getByRole('contentinfo')).toContainText('No model loaded')
    await chat.send('/echo later')
    await expect(chat.transcript.getByText(/Waits for .* to load · \d+/)).toBeVisible()
    await expect(host.page.getByRole('contentinfo')).toContainText(/Loading, \d+/)
    await chat.composer.press('Escape')
    await expect(chat.answer).toContainText('Stopped by you')
  })
})

test('chats are renamed, go to the trash, come back by undo, and are found again by their words', async ({ host }) => {
  const { page } = host
  const chat = await skipWelcome(page)
  await chat.ask('/echo the wandering albatross')
  await page.getByRole('button', { name: /^More for \/echo/ }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.keyboard.type('Sea birds')
  await page.keyboard.press('Enter')
  const row = page.getByRole('link', { name: /^Sea birds/ })
  await expect(row).toBeVisible()
  await page.getByRole('button', { name: 'More for Sea birds' }).click()
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click()
  await expect(row).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row).toBeVisible()
  await page
    .getByRole('searchbox', { name: 'Search all chats' })
    .or(page.getByRole('textbox', { name: 'Search all chats' }))
    .fill('albatr')
  await expect(page.getByText('the wandering albatross').first()).toBeVisible()
})

test('a draft is kept per chat', async ({ host }) => {
  const { page } = host
  const chat = await skipWelcome(page)
  await chat.ask('/echo first')
  await chat.composer.fill('not sent yet')
  await page.getByRole('button', { name: /^New chat/ }).click()
  await expect(chat.composer).toHaveValue('')
  await page.getByRole('link', { name: /^\/echo first/ }).click()
  await expect(chat.composer).toHaveValue('not sent yet')
})

test('closing the app in mid-answer keeps the text and says that it was cut short', async ({ host }) => {
  const chat = await skipWelcome(host.page)
  await chat.send('/tps 60 /long 5000')
  await expect(chat.answer).toContainText('word20 word21')
  await host.stop()
  await host.start()
  const again = chatPage(host.page)
  await host.page.getByRole('link', { name: /^\/tps/ }).click()
  await expect(again.answer).toContainText('word20 word21')
  await expect(again.transcript).toContainText('This answer was cut short')
  await again.transcript.getByRole('button', { name: 'Try again' }).click()
  await expect(again.transcript).not.toContainText('This answer was cut short')
  await again.composer.press('Escape')
  await expect(again.answer).toContainText('2/2')
})
