import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

/** The chat as a person sees it: what is written, and where to write. */
export type ChatPage = {
  composer: Locator
  transcript: Locator
  /** The newest answer. */
  answer: Locator
  chats: Locator
  send(text: string): Promise<void>
  /** Sends, and waits until the answer has ended. */
  ask(text: string): Promise<void>
  finished(): Promise<void>
}

export function chatPage(page: Page): ChatPage {
  const composer = page.getByRole('textbox', { name: 'Message' })
  const transcript = page.getByRole('log', { name: 'Conversation' })
  const answer = transcript.getByRole('article', { name: /^Answer of/ }).last()
  const chats = page.getByRole('complementary')
  const finished = async () => {
    await expect(answer.getByRole('button', { name: 'Answer again' }).first()).toBeVisible({ timeout: 30_000 })
  }
  const send = async (text: string) => {
    await composer.fill(text)
    await composer.press('Enter')
  }
  return {
    composer,
    transcript,
    answer,
    chats,
    send,
    finished,
    async ask(text) {
      const before = await transcript.getByRole('article').count()
      await send(text)
      await expect(transcript.getByRole('article')).toHaveCount(before + 2)
      await finished()
    },
  }
}

/** From the first start to an empty chat, without the starter model. */
export async function skipWelcome(page: Page): Promise<ChatPage> {
  await page
    .getByRole('link', { name: 'Go to the chats' })
    .or(page.getByRole('button', { name: 'Go to the chats' }))
    .click()
  const chat = chatPage(page)
  await expect(chat.composer).toBeVisible()
  return chat
}
