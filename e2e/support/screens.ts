import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { ChatPage } from './chat-page.ts'
import { chatPage } from './chat-page.ts'

export type Screen = { name: string; open(page: Page): Promise<void> }

const toChat = async (page: Page): Promise<ChatPage> => {
  await page.keyboard.press('Escape')
  await page.evaluate(() => (location.hash = '#/'))
  return chatPage(page)
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
      await expect(chatPage(page).answer).toContainText('word30')
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
    name: 'chat-reading',
    async open(page) {
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
    name: 'model-menu',
    async open(page) {
      await page.getByRole('button', { name: /^Model for this chat/ }).click()
      await expect(page.getByRole('option').first()).toBeVisible()
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
    name: 'settings-appearance',
    open: async (page) => (await page.keyboard.press('Escape'), settings('appearance')(page)),
  },
  { name: 'settings-answers', open: settings('answers') },
  { name: 'settings-about', open: settings('about') },
  {
    name: 'trash',
    async open(page) {
      await toChat(page)
      const trash = page.getByRole('button', { name: /^Trash/ }).or(page.getByRole('link', { name: /^Trash/ }))
      if (!(await trash.isVisible())) await page.getByRole('button', { name: 'Show the list' }).click()
      await trash.click()
      await expect(page.getByText(/trash is empty|stay here for 30 days/).first()).toBeVisible()
    },
  },
]
