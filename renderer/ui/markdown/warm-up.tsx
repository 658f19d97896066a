import { createRoot } from 'react-dom/client'
import { Markdown } from './Markdown.tsx'

const fence = (language: string, code: string): string => `\`\`\`${language}\n${code}\n\`\`\`\n\n`

/** A little of what answers are made of: the parser, the formulas, and the languages that come most often. */
const sample = [
  '# A\n\nSome **words**, *more* and `code`, [a link](https://example.org).\n\n- one\n- two\n\n1. three\n\n> quote\n\n',
  '| a | b |\n|--:|---|\n| 1 | 2 |\n\n',
  '$$\n\\frac{a}{\\sqrt{b}} = \\sum_{i=1}^n x_i \\mathrm{f}\\!\\left(\\frac{\\mathbf{y}^\\top}{2}\\right)\n$$\n\nand $e^{i\\pi} = -1$, \\(a_{ij} \\le b\\).\n\n',
  fence('python', 'import os\n\nclass A:\n    def f(self, n=1):\n        return f"{n}"  # text'),
  fence('typescript', 'export const a = (n: number): string => `${n}` // text'),
  fence('javascript', 'function f(n) {\n  return { "a": [n, 1.5, true] }\n}'),
  fence('bash', 'for i in $(ls); do echo "$i" | grep -v x; done'),
  fence('json', '{ "a": [1, true, null, "b"] }'),
].join('')

const faces = [
  'italic 1em "Inter Variable"',
  '1em "JetBrains Mono Variable"',
  ...['Main', 'Math', 'AMS', 'Size1', 'Size2', 'Size3', 'Size4'].map((face) => `1em KaTeX_${face}`),
  'italic 1em KaTeX_Math',
]

let done = false

/** Growing as an answer does, so that what runs for every frame has run often. */
const steps = 20
/** A page that is never idle is warmed up all the same; milliseconds for a step. */
const timeout = 1000

/**
 * Renders an answer into nothing while nobody waits. A browser compiles code when it first runs, and the first second of
 * the first answer would be spent on that: frames of 150 ms and more, on two cores. A browser that cannot tell when nobody
 * waits does without.
 */
export function warmUpMarkdown(): void {
  if (done || typeof requestIdleCallback !== 'function') return
  done = true
  for (const face of faces) void document.fonts?.load(face)
  const root = createRoot(document.createElement('div'))
  const step = (count: number): void => {
    if (count > steps) return root.unmount()
    const length = Math.ceil((sample.length * count) / steps)
    root.render(<Markdown text={sample.slice(0, length)} live={count < steps} />)
    requestIdleCallback(() => step(count + 1), { timeout })
  }
  requestIdleCallback(() => step(1), { timeout })
}
