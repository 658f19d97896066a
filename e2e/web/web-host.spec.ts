import { statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { chatPage, skipWelcome } from '../support/chat-page.ts'
import { tinyLlama } from '../support/gguf/tiny-llama.ts'
import { expect, test } from '../support/test.ts'
import { startWebHost } from '../support/web-host.ts'

test.use({ models: { 'tiny.gguf': tinyLlama({ name: 'Tiny Llama' }) } })

test('a link works once, a reload keeps the session, and another browser stays outside', async ({ host, browser }) => {
  const { page } = host
  await skipWelcome(page)
  expect(page.url()).not.toContain('code=')
  await page.reload()
  await expect(chatPage(page).composer).toBeVisible()
  const stranger = await (await browser.newContext()).newPage()
  await stranger.goto(new URL('/', page.url()).href)
  await expect(stranger.getByText('This page needs a fresh link')).toBeVisible()
})

test('two tabs on the same chat are both live', async ({ host }) => {
  const first = await skipWelcome(host.page)
  const otherPage = await host.secondPage()
  await first.send('/tps 60 /long 120')
  await otherPage.getByRole('link', { name: /^\/tps/ }).click()
  const second = chatPage(otherPage)
  await expect(second.answer).toContainText('word20 word21')
  await second.finished()
  await first.finished()
  expect(await second.answer.innerText()).toBe(await first.answer.innerText())
})

test('D9 a second start finds the running one, prints a fresh link and ends well', async ({ host }) => {
  const second = await startWebHost({ data: host.data, engine: 'fake' })
  expect(second.output()).toContain('Ingle is running already')
  expect(new URL(second.link).host).toBe(new URL(host.page.url()).host)
  expect(await second.ended()).toBe(0)
  expect(statSync(join(host.data, 'run', 'instance.json')).mode & 0o777).toBe(0o600)
})

test('a page whose host was restarted finds its way back without a new link', async ({ browser }, info) => {
  const data = info.outputPath('data')
  const first = await startWebHost({ data, engine: 'fake' })
  const page = await (await browser.newContext()).newPage()
  await page.goto(first.link)
  await skipWelcome(page)
  const { port } = new URL(first.link)
  expect(await page.context().cookies()).toMatchObject([{ name: `ingle_${port}`, httpOnly: true, sameSite: 'Strict' }])
  await first.stop()
  await expect(page.getByText('The connection was lost')).toBeVisible()
  const second = await startWebHost({ data, engine: 'fake', args: ['--port', port] })
  await expect(page.getByText('The connection was lost')).toBeHidden()
  await page.reload()
  await expect(chatPage(page).composer).toBeVisible()
  await second.stop()
})

test('a taken port is left alone for the next free one', async ({ browserName: _ }, info) => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const address = taken.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const data = info.outputPath('data')
  const host = await startWebHost({ data, engine: 'fake', args: ['--port', String(port)] })
  expect(host.output()).toContain(`Port ${port} is taken`)
  expect(Number(new URL(host.link).port)).not.toBe(port)
  expect(await host.stop()).toBe(0)
  taken.close()
})
