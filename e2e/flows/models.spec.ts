import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { skipWelcome } from '../support/chat-page.ts'
import { tinyLlama } from '../support/gguf/tiny-llama.ts'
import { expect, test } from '../support/test.ts'

const whole = tinyLlama({ name: 'Good model' })

test.use({
  models: {
    'good.gguf': whole,
    'other.gguf': tinyLlama({ name: 'Other model' }),
    'letter.gguf': new TextEncoder().encode('Dear reader, this is a letter and no model at all.'),
    'half.gguf': whole.subarray(0, whole.length / 2),
    'strange.gguf': tinyLlama({ name: 'Strange', architecture: 'made-up' }),
    'eyes.gguf': tinyLlama({ name: 'Eyes', architecture: 'clip' }),
    'base.gguf': tinyLlama({ name: 'Base', template: null }),
  },
})

const picker = /^Model for this chat/

test('each file that cannot be used says why, and is not offered', async ({ host }) => {
  const { page } = host
  await skipWelcome(page)
  await page.getByRole('button', { name: picker }).click()
  const menu = page.getByRole('dialog', { name: 'Model for this chat' })
  const reasons = {
    letter: /not a GGUF/i,
    half: /not complete/i,
    Strange: /not known/i,
    Eyes: /not a text model|text/i,
    Base: /no chat template/i,
  }
  for (const [name, reason] of Object.entries(reasons)) {
    const option = menu.getByRole('option', { name: new RegExp(name, 'i') }).first()
    await expect(option).toContainText(reason)
    await expect(option).toHaveAttribute('aria-disabled', 'true')
  }
})

test('the model is switched in mid-conversation, and each answer says who gave it', async ({ host }) => {
  const { page } = host
  const chat = await skipWelcome(page)
  const choose = async (name: string) => {
    await page.getByRole('button', { name: picker }).click()
    await page.getByRole('option', { name: new RegExp(name) }).click()
  }
  await choose('Good model')
  await chat.ask('/echo first')
  await expect(chat.answer).toContainText('Good model')
  await choose('Other model')
  await chat.ask('/echo second')
  await expect(chat.answer).toContainText('Other model')
  await expect(page.getByRole('contentinfo')).toContainText('Other model')
})

test('a model is unloaded by hand, and loaded again by the next question', async ({ host }) => {
  const { page } = host
  const chat = await skipWelcome(page)
  await chat.ask('/echo first')
  await page.keyboard.press('Control+Shift+U')
  await expect(page.getByRole('contentinfo')).toContainText('No model loaded')
  await chat.ask('/echo second')
  await expect(chat.answer).toContainText('second')
})

test('a file that is copied into the models folder appears without a restart', async ({ host }) => {
  const { page } = host
  await skipWelcome(page)
  writeFileSync(join(host.data, 'models', 'late.gguf'), tinyLlama({ name: 'Late comer' }))
  await page.getByRole('button', { name: picker }).click()
  await expect(page.getByRole('option', { name: /Late comer/ })).toBeVisible()
})
