import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { ChatPage } from './chat-page.ts'
import { chatPage } from './chat-page.ts'
import type { Host } from './test.ts'

export type Screen = {
  name: string
  open(page: Page, host: Host): Promise<void>
  /** A screen that the desktop cannot come to. */
  only?: 'web'
}

const toChat = async (page: Page): Promise<ChatPage> => {
  await page.keyboard.press('Escape')
  await page.evaluate(() => (location.hash = '#/'))
  return chatPage(page)
}
/** In a narrow window the list of chats is behind a button. */
const openList = async (page: Page): Promise<void> => {
  const show = page.getByRole('button', { name: 'Show the list' })
  if (await show.isVisible()) await show.click()
}
const settings = (section: string) => async (page: Page) => {
  await page.evaluate((to) => (location.hash = `#/settings/${to}`), section)
  await expect(page.getByText('Changes are saved as you make them')).toBeVisible()
}

/** Every screen, in an order in which each can be reached from the one before. */
export const screens: readonly Screen[] = [
  { name: 'welcome', open: (page) => expect(page.getByText('No account. No telemetry.')).toBeVisible() },
  {
    name: 'chat-empty',
    async open(page) {
      await page.getByText('Go to the chats').click()
      await expect(chatPage(page).composer).toBeVisible()
    },
  },
  {
    name: 'chat',
    async open(page) {
      const chat = await toChat(page)
      await chat.ask('/think /markdown Show me everything')
    },
  },
  {
    name: 'chat-streaming',
    async open(page) {
      await chatPage(page).send('/tps 30 /long 100000')
      await expect(chatPage(page).answer).toContainText('word30 word31')
    },
  },
  {
    name: 'chat-stopped',
    async open(page) {
      await chatPage(page).composer.press('Escape')
      await expect(chatPage(page).answer).toContainText('Stopped by you')
    },
  },
  {
    name: 'link',
    async open(page) {
      await chatPage(page).ask('/echo Read [the paper](https://example.org/papers/attention?page=2) first.')
      await chatPage(page).answer.getByText('the paper').click()
      await expect(page.getByRole('dialog')).toContainText('example.org')
    },
  },
  {
    name: 'chat-reading',
    async open(page) {
      await page.keyboard.press('Escape')
      await chatPage(page).send('/read 400000')
      await expect(page.getByText(/Reading [\d,]+ tokens/)).toBeVisible()
    },
  },
  {
    name: 'chat-engine-died',
    async open(page) {
      await chatPage(page).composer.press('Escape')
      await chatPage(page).finished()
      // A question without an answer is asked again with the next one, so this one needs a chat of its own.
      await toChat(page)
      await expect(chatPage(page).transcript.getByRole('article')).toHaveCount(0)
      await chatPage(page).send('/crash /echo Run it once on each drive, then compare the two lists. A')
      await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
    },
  },
  {
    name: 'engine-log',
    async open(page) {
      await page.getByRole('button', { name: 'What happened' }).click()
      await expect(page.getByRole('dialog', { name: 'What happened' })).toBeVisible()
    },
  },
  {
    name: 'rename',
    async open(page) {
      await page.keyboard.press('Escape')
      await openList(page)
      await page
        .getByRole('button', { name: /^More for/ })
        .first()
        .click()
      await page.getByRole('menuitem', { name: 'Rename' }).click()
      await expect(page.getByRole('textbox', { name: 'Rename' })).toBeVisible()
    },
  },
  {
    name: 'search',
    async open(page) {
      await page.keyboard.press('Escape')
      await openList(page)
      await page.getByRole('searchbox', { name: 'Search all chats' }).fill('drive')
      await expect(page.getByText(/\d+ places?$/)).toBeVisible()
    },
  },
  {
    name: 'model-menu',
    async open(page) {
      await page.getByRole('searchbox', { name: 'Search all chats' }).fill('')
      await toChat(page)
      await page.getByRole('button', { name: /^Model for this chat/ }).click()
      await expect(page.getByRole('option').first()).toBeVisible()
    },
  },
  {
    name: 'add-file',
    async open(page) {
      await page.getByRole('button', { name: 'Add a file' }).click()
      await expect(page.getByRole('dialog', { name: 'Add a model file' })).toBeVisible()
    },
  },
  {
    name: 'palette',
    async open(page) {
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('combobox')).toBeVisible()
    },
  },
  {
    name: 'shortcuts',
    async open(page) {
      await page.keyboard.press('Escape')
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible()
    },
  },
  {
    name: 'settings-appearance',
    open: async (page) => (await page.keyboard.press('Escape'), settings('appearance')(page)),
  },
  { name: 'settings-answers', open: settings('answers') },
  { name: 'settings-data', open: settings('data') },
  {
    name: 'log',
    async open(page) {
      await page
        .getByRole('button', { name: /^Read.*Logs|^Read$/ })
        .first()
        .click()
      await expect(page.getByRole('dialog', { name: 'Log' })).toBeVisible()
    },
  },
  {
    name: 'erase',
    async open(page) {
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /^Delete/ }).click()
      await expect(page.getByRole('dialog', { name: 'Delete all my data' })).toBeVisible()
    },
  },
  { name: 'settings-about', open: async (page) => (await page.keyboard.press('Escape'), settings('about')(page)) },
  {
    name: 'licences',
    async open(page) {
      await page
        .getByRole('button', { name: /Licences|^Read/ })
        .last()
        .click()
      const dialog = page.getByRole('dialog', { name: 'Licences' })
      // Hundreds of rows that are alike would take a minute to look through.
      await dialog.getByRole('searchbox').or(dialog.getByRole('textbox')).fill('llama')
      await expect(dialog).toContainText('node-llama-cpp')
    },
  },
  {
    name: 'trash',
    async open(page) {
      await toChat(page)
      await openList(page)
      await page
        .getByRole('button', { name: /^Trash/ })
        .or(page.getByRole('link', { name: /^Trash/ }))
        .click()
      await expect(page.getByText(/trash is empty|stay here for 30 days/).first()).toBeVisible()
    },
  },
  {
    name: 'connection-lost',
    only: 'web',
    async open(page, host) {
      await toChat(page)
      await host.loseHost()
      await expect(page.getByText('The connection was lost')).toBeVisible()
    },
  },
  {
    name: 'fresh-link',
    only: 'web',
    async open(_, host) {
      await host.start()
      const page = host.page
      await expect(chatPage(page).composer).toBeVisible()
      await page.context().clearCookies()
      await page.reload()
      await expect(page.getByText('This page needs a fresh link')).toBeVisible()
    },
  },
]
