import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { skipWelcome } from '../support/chat-page.ts'
import { tinyLlama } from '../support/gguf/tiny-llama.ts'
import { expect, test } from '../support/test.ts'

test.use({ models: { 'tiny.gguf': tinyLlama({ name: 'Tiny Llama' }) } })

test('a setting is kept over a restart, and goes back to its default', async ({ host }) => {
  const open = () => host.page.getByRole('link', { name: 'Settings' }).click()
  await skipWelcome(host.page)
  await open()
  await host.page.getByRole('radio', { name: 'Light' }).click()
  await expect(host.page.locator('html')).toHaveAttribute('data-theme', 'light')
  const seed = () => host.page.getByRole('textbox', { name: 'Seed' })
  await seed().fill('42')
  await seed().press('Enter')
  await host.stop()
  await host.start()
  await expect(host.page.locator('html')).toHaveAttribute('data-theme', 'light')
  await open()
  await expect(seed()).toHaveValue('42')
  await host.page.getByRole('button', { name: /default.*Seed|Seed.*default/i }).click()
  await expect(seed()).toHaveValue('')
})

test('deleting all data asks for a word, and then no byte of a chat is left in the data folder', async ({ host }) => {
  const { page } = host
  const chat = await skipWelcome(page)
  await chat.ask('/echo quokka-canary-7731')
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: /^Delete/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete all my data' })
  await expect(dialog.getByRole('button', { name: 'Delete everything' })).toBeDisabled()
  await dialog.getByRole('textbox').fill('delete')
  await dialog.getByRole('button', { name: 'Delete everything' }).click()
  await expect(page.getByText('All your data was deleted').first()).toBeVisible()
  const files = readdirSync(host.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const holding = files.filter((entry) =>
    readFileSync(join(entry.parentPath, entry.name)).includes('quokka-canary-7731'),
  )
  expect(holding.map(({ name }) => name)).toEqual([])
  expect(files.map(({ name }) => name)).toContain('tiny.gguf')
})

test('licences of everything inside can be read and searched', async ({ host }) => {
  const { page } = host
  await skipWelcome(page)
  await page.getByRole('link', { name: 'Settings' }).click()
  await page
    .getByRole('button', { name: /Licences|Read/ })
    .last()
    .click()
  const dialog = page.getByRole('dialog', { name: 'Licences' })
  const find = dialog.getByRole('textbox').or(dialog.getByRole('searchbox'))
  // Things that no package of ours names: what the engine and the database are made of.
  for (const part of ['llama.cpp', 'SQLite', 'Ingle and its starter model']) {
    await find.fill(part)
    await expect(dialog.getByText(part, { exact: true })).toBeVisible()
  }
  await find.fill('node-llama-cpp')
  await expect(dialog).toContainText('node-llama-cpp')
  const rows = await dialog.getByRole('listitem').count()
  await expect(dialog.getByRole('status')).toHaveText(`${String(rows)} parts`)
  await expect(dialog.getByText('better-sqlite3')).toHaveCount(0)
})
