import type { Element, ElementContent, Nodes, Root } from 'hast'
import katex from 'katex'
import { parseMathMarkup } from './math-markup.ts'

/** Longer formulas are shown as their source: laying one out would hold the page up. */
const longestFormula = 10_000
const kept = new Map<string, readonly ElementContent[]>()
const keptAtMost = 300

const settings = { throwOnError: false, trust: false, strict: 'ignore', maxExpand: 1000, maxSize: 50 } as const

/** Turns the code that remark-math marks as formulas into KaTeX's elements; a formula it can't read stays as source. */
export function rehypeMath() {
  return (tree: Root): void => replaceIn(tree)
}

function replaceIn(parent: Root | Element): void {
  for (let index = 0; index < parent.children.length; index += 1) {
    const child = parent.children[index]
    if (child?.type !== 'element') continue
    const formula = formulaOf(child)
    if (!formula) {
      replaceIn(child)
      continue
    }
    const made = render(formula.source, formula.display)
    parent.children.splice(index, 1, ...structuredClone(made))
    index += made.length - 1
  }
}

function formulaOf(element: Element): { source: string; display: boolean } | null {
  const only = element.tagName === 'pre' && element.children.length === 1 ? element.children[0] : undefined
  const code = only?.type === 'element' ? only : element
  const names = code.tagName === 'code' ? code.properties['className'] : undefined
  if (!Array.isArray(names)) return null
  if (names.includes('math-inline')) return { source: textOf(code), display: false }
  if (names.includes('math-display') || (only && names.includes('language-math'))) {
    return { source: textOf(code), display: true }
  }
  return null
}

export function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}

function render(source: string, display: boolean): readonly ElementContent[] {
  const key = `${display ? 'd' : 'i'}${source}`
  const known = kept.get(key)
  if (known) return known
  const made = typeset(source, display)
  const oldest = kept.size >= keptAtMost ? kept.keys().next().value : undefined
  if (oldest !== undefined) kept.delete(oldest)
  kept.set(key, made)
  return made
}

function typeset(source: string, display: boolean): readonly ElementContent[] {
  if (source.length > longestFormula) return asSource(source, display)
  try {
    const markup = katex.renderToString(source, { ...settings, displayMode: display })
    const tree = markup.includes('katex-error') ? null : parseMathMarkup(markup)
    return tree ?? asSource(source, display)
  } catch {
    // Some faults escape throwOnError; whatever they are, the reader gets what the model wrote.
    return asSource(source, display)
  }
}

function asSource(source: string, display: boolean): readonly ElementContent[] {
  const code: Element = {
    type: 'element',
    tagName: 'code',
    properties: { className: ['math-error'] },
    children: [{ type: 'text', value: source.trim() }],
  }
  return display ? [{ type: 'element', tagName: 'p', properties: {}, children: [code] }] : [code]
}
