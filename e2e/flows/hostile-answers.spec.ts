import { skipWelcome } from '../support/chat-page.ts'
import { hostileAnswers } from '../support/hostile-markdown.ts'
import { tinyLlama } from '../support/gguf/tiny-llama.ts'
import { expect, test } from '../support/test.ts'

// Some of these answers have thousands of tokens.
test.use({ env: { INGLE_FAKE_TPS: '2000' }, models: { 'tiny.gguf': tinyLlama({ name: 'Tiny Llama' }) } })

test(`P8 E11 ${hostileAnswers.length} hostile answers in a real browser: nothing runs, nothing is fetched, nothing leaves the page`, async ({
  host,
}) => {
  test.setTimeout(400_000)
  const { page } = host
  const chat = await skipWelcome(page)
  const away: string[] = []
  const origin = new URL(page.url()).host
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.host !== origin && url.protocol !== 'data:' && url.protocol !== 'blob:') away.push(request.url())
  })
  page.on('dialog', (dialog) => {
    away.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('popup', (popup) => away.push(`window: ${popup.url()}`))
  await page.evaluate(() => {
    Object.assign(window, {
      stolen: [] as string[],
      alert: (text: string) => void Reflect.get(window, 'stolen').push(text),
    })
  })
  const inDocument = () =>
    page.evaluate(() => {
      const log = document.querySelector('[role="log"]')
      const bad = log?.querySelectorAll(
        'script, iframe, object, embed, style, link, meta, base, form, frame, video, audio, source, [srcset], [ping]',
      )
      const handlers = [...(log?.querySelectorAll('*') ?? [])].flatMap((element) =>
        element.getAttributeNames().filter((attribute) => attribute.startsWith('on')),
      )
      const ran = { stolen: Reflect.get(window, 'stolen') as unknown, pwned: Reflect.get(window, 'pwned') as unknown }
      return { bad: [...(bad ?? [])].map(({ outerHTML }) => outerHTML.slice(0, 200)), handlers, ...ran }
    })
  const clean = { bad: [], handlers: [], stolen: [], pwned: undefined }
  // What these answers are after would be seen if it happened.
  await page.evaluate(() => Object.assign(window, { pwned: 1 }))
  expect(await inDocument()).not.toEqual(clean)
  await page.evaluate(() => Reflect.deleteProperty(window, 'pwned'))
  for (const [index, { name, text }] of hostileAnswers.entries()) {
    await test.step(name, async () => {
      // A long conversation keeps only its end in the document; a fresh one now and then keeps all of it in sight.
      if (index > 0 && index % 15 === 0) {
        await page.getByRole('button', { name: /^New chat/ }).click()
        await expect(chat.transcript.getByRole('article')).toHaveCount(0)
      }
      await chat.ask(`/echo ${text}`)
      expect(await inDocument()).toEqual(clean)
    })
  }
  expect(away).toEqual([])
  expect(new URL(page.url()).host).toBe(origin)
})
