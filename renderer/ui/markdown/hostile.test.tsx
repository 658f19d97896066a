import { expect, test } from 'vitest'
import { hostileAnswers } from '../../../e2e/support/hostile-markdown.ts'
import { Markdown } from './Markdown.tsx'
import { mount } from './test-support/mount.tsx'

const forbidden =
  'script, iframe, frame, object, embed, style, link, meta, base, form, video, audio, picture, source, track, template, dialog, details, ' +
  'select, textarea, a, area, foreignObject, image, use, animate, set, feImage, mglyph, maction, [id], [name], [autofocus], [contenteditable]'
const fetchingNames = new Set(
  'href src srcset imagesrcset action formaction data poster ping background cite longdesc manifest srcdoc xlink:href profile'.split(
    ' ',
  ),
)
const inlineImage = /^data:image\/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/=]+$/

/** What stands in the page that must never stand there, in words; empty for a harmless page. */
function problems(root: HTMLElement): string[] {
  const found = [...root.querySelectorAll(forbidden)].map((element) => `<${element.tagName.toLowerCase()}>`)
  for (const element of root.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      const shown = `${name}="${value.slice(0, 60)}"`
      if (name.startsWith('on')) found.push(shown)
      if (fetchingNames.has(name) && !(name === 'src' && inlineImage.test(value))) found.push(shown)
      if (name === 'style' && /url|fixed|absolute|sticky|expression|@|\\|var\(/i.test(value)) found.push(shown)
      if (name !== 'title' && /(?:java|vb)script:|data:text/i.test(value)) found.push(shown)
    }
  }
  if (Reflect.get(window, 'pwned') !== undefined) found.push('something ran')
  return found
}

/** Every length of a short text, about thirty of a long one. */
function growing(text: string): string[] {
  const step = text.length <= 400 ? 1 : Math.ceil(text.length / 30)
  const lengths: number[] = []
  for (let length = 1; length < text.length; length += step) lengths.push(length)
  return [...lengths, text.length].map((length) => text.slice(0, length))
}

test('the check itself finds what it looks for', () => {
  const { box } = mount(null)
  const link = document.createElement('a')
  link.setAttribute('href', 'https://leak.test/')
  const image = document.createElement('img')
  image.setAttribute('src', 'https://leak.test/')
  image.setAttribute('onerror', 'x()')
  image.setAttribute('style', 'background: url(https://leak.test/)')
  box.append(link, image, document.createElement('object'))
  expect(problems(box)).toHaveLength(6)
})

test.each(hostileAnswers)(
  'P8 nothing runs, loads or leaves: $name',
  ({ text }) => {
    const whole = mount(<Markdown text={text} />)
    expect(problems(whole.box)).toEqual([])
    const streamed = mount(<Markdown text="" live />)
    for (const part of growing(text)) {
      streamed.show(<Markdown text={part} live />)
      expect(problems(streamed.box)).toEqual([])
    }
    streamed.show(<Markdown text={text} />)
    expect(problems(streamed.box)).toEqual([])
  },
  60_000,
)
