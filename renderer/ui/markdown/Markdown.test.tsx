import fc from 'fast-check'
import { act } from 'react'
import { expect, test } from 'vitest'
import { LinkOpener } from './link-opener.ts'
import { Markdown } from './Markdown.tsx'
import { canonical } from './test-support/canonical.ts'
import { sampleAnswer } from './test-support/sample-answer.ts'
import { mount } from './test-support/mount.tsx'

function whole(text: string): string {
  const { box, remove } = mount(<Markdown text={text} />)
  const html = canonical(box)
  remove()
  return html
}

function streamed(text: string, cuts: readonly number[]): string {
  const { box, show, remove } = mount(<Markdown text="" live />)
  const ends = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((a, b) => a - b)
  for (const end of ends) show(<Markdown text={text.slice(0, end)} live />)
  show(<Markdown text={text} live />)
  show(<Markdown text={text} />)
  const html = canonical(box)
  remove()
  return html
}

// Long enough to be cut into parts.
const longAnswer = sampleAnswer.repeat(4)

test('a streamed answer ends as the same page as the answer rendered at once', () => {
  const expected = whole(longAnswer)
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 40 }), (cuts) => {
      expect(streamed(longAnswer, cuts)).toBe(expected)
    }),
    { numRuns: 10 },
  )
}, 60_000)

const pieces = [
  '# Title\n\n',
  'word ',
  '**bold** ',
  '*it',
  '*',
  '`code` ',
  '\n',
  '\n\n',
  '- item\n',
  '  - inner\n',
  '1. one\n',
  '> quote\n',
  '```js\nlet a = 1\n',
  '```\n',
  '| a | b |\n|---|---|\n| 1 | 2 |\n',
  '$x^2$ ',
  '$$\ny\n$$\n',
  '\\(z\\) ',
  '\\[\nw\n\\]\n',
  '[a](https://b.example) ',
  '![i](https://c.example/x.png) ',
  '[r]: https://d.example\n',
  '[r] ',
  '[^1] ',
  '[^1]: note\n',
  '<b>x</b> ',
  '<div>\n',
  '~~gone~~ ',
  '- [x] done\n',
  '---\n',
  '    indented\n',
  '~~~\n',
  '\\',
  '$5 and $6 ',
  '🙂',
  'שלום ',
  '\r\n',
  '[^a-z] ',
  '&amp; ',
  '***',
]

test('any text, however it is cut, ends as the same page', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...pieces), { maxLength: 14 }),
      fc.array(fc.nat(), { maxLength: 6 }),
      (parts, cuts) => {
        const text = parts.join('')
        expect(streamed(text, cuts)).toBe(whole(text))
      },
    ),
    { numRuns: Number(process.env['FC_RUNS'] ?? 80) },
  )
}, 60_000)

test('HTML in an answer is shown as text', () => {
  const { box } = mount(<Markdown text={'Use <b>bold</b>.\n\n<div onclick="x()">hi</div>'} />)
  expect(box.textContent).toContain('Use <b>bold</b>.')
  expect(box.textContent).toContain('<div onclick="x()">hi</div>')
  expect(box.querySelector('b')).toBeNull()
})

test('a remote image is a chip that names its host', () => {
  const { box } = mount(<Markdown text="![a cat](https://img.example.org/cat.png?q=secret)" />)
  expect(box.textContent).toBe('Image from img.example.org, not loaded: a cat')
  expect(box.querySelector('img')).toBeNull()
})

test('an image that came inside the answer is shown, an SVG is not', () => {
  const { box } = mount(
    <Markdown text={'![dot](data:image/png;base64,iVBORw0KGgo=) ![x](data:image/svg+xml;base64,PHN2Zz4=)'} />,
  )
  expect(box.querySelectorAll('img')).toHaveLength(1)
  expect(box.querySelector('img')?.getAttribute('src')).toBe('data:image/png;base64,iVBORw0KGgo=')
  expect(box.textContent).toContain('Image, not loaded')
})

test('a link is opened only after its host in punycode was confirmed', () => {
  const opened: string[] = []
  const { box } = mount(
    <LinkOpener value={(href) => opened.push(href)}>
      <Markdown text="[your bank](https://аpple.com/login)" />
    </LinkOpener>,
  )
  const link = box.querySelector<HTMLElement>('[role=link]')
  expect(link?.hasAttribute('href')).toBe(false)
  expect(box.textContent).toContain('xn--pple-43d.com')
  act(() => link?.click())
  const dialog = document.querySelector('dialog')
  expect(dialog?.textContent).toContain('https://xn--pple-43d.com/login')
  expect(opened).toEqual([])
  const open = [...document.querySelectorAll('dialog button')].find((button) => button.textContent === 'Open link')
  act(() => (open as HTMLElement | undefined)?.click())
  expect(opened).toEqual(['https://xn--pple-43d.com/login'])
  expect(document.querySelector('dialog')).toBeNull()
})

test('a link with a user name in it, or of another scheme, stays text', () => {
  const { box } = mount(
    <Markdown
      text={'[a](https://apple.com@evil.example) [b](javascript:alert(1)) [c](file:///etc/passwd) [d](//evil.example)'}
    />,
  )
  expect(box.querySelector('[role=link]')).toBeNull()
  expect(box.textContent).toBe('a b c d')
})

test('code is coloured by its language and a tag in it stays text', () => {
  const { box } = mount(<Markdown text={'```js\nconst a = "<script>"\n```'} />)
  expect(box.querySelector('.md-key')?.textContent).toBe('const')
  expect(box.querySelector('.md-str')?.textContent).toBe('"<script>"')
  expect(box.querySelector('.md-code-head')?.textContent).toBe('JavaScript')
})

test('a long fence gets its colours when it is closed', () => {
  const code = 'const a = 1\n'.repeat(500)
  const { box, show } = mount(<Markdown live text={`\`\`\`js\n${code}`} />)
  expect(box.querySelector('.md-key')).toBeNull()
  expect(box.querySelector('pre')?.textContent).toBe(code.trimEnd())
  show(<Markdown live text={`\`\`\`js\n${code}\`\`\`\n\nDone`} />)
  expect(box.querySelectorAll('.md-key')).toHaveLength(500)
})

test('formulas are set in every form that models write, prices are not', () => {
  const { box } = mount(
    <Markdown text={'It costs $5 and then $6. But $x^2$, \\(y\\) and\n\n\\[\n a\n- b\n\\]\n\n$$ c $$\n\n`$HOME$`'} />,
  )
  expect(box.querySelectorAll('.katex')).toHaveLength(4)
  expect(box.querySelectorAll('.katex-display')).toHaveLength(2)
  expect(box.textContent).toContain('It costs $5 and then $6.')
  expect(box.querySelector('p code')?.textContent).toBe('$HOME$')
})

test('a formula that cannot be read is shown as it was written', () => {
  const { box } = mount(<Markdown text={'So $\\frac{a}{$ and $\\text{ok}$.'} />)
  expect(box.querySelector('.md-formula')?.textContent).toBe('\\frac{a}{')
})

test('footnotes are numbered and listed, without anchors', () => {
  const { box } = mount(<Markdown text={'A claim[^1].\n\n[^1]: The proof.'} />)
  expect(box.querySelector('sup')?.textContent).toBe('1')
  expect(box.querySelector('.md-notes')?.textContent).toContain('The proof.')
  expect(box.querySelector('[id], a[href]')).toBeNull()
})
