import type { Element, ElementContent } from 'hast'

/**
 * Reads the markup that KaTeX writes (well formed, every attribute in double quotes) into a tree, so that formulas reach
 * the page as elements and never through a parser of the browser: trusted types forbid those.
 * Anything else than KaTeX's own form is refused with null.
 */
export function parseMathMarkup(markup: string): ElementContent[] | null {
  const root: ElementContent[] = []
  const open: Element[] = []
  let at = 0
  const siblings = (): ElementContent[] => open.at(-1)?.children ?? root
  while (at < markup.length) {
    if (markup[at] !== '<') {
      const end = markup.indexOf('<', at)
      const stop = end < 0 ? markup.length : end
      siblings().push({ type: 'text', value: decode(markup.slice(at, stop)) })
      at = stop
      continue
    }
    closeTag.lastIndex = at
    const close = closeTag.exec(markup)
    if (close) {
      if (open.pop()?.tagName !== close[1]) return null
      at = closeTag.lastIndex
      continue
    }
    openTag.lastIndex = at
    const found = openTag.exec(markup)
    const tagName = found?.[1]
    if (!found || !tagName) return null
    const element: Element = { type: 'element', tagName, properties: attributes(found[2] ?? ''), children: [] }
    siblings().push(element)
    if (found[3] !== '/') open.push(element)
    at = openTag.lastIndex
  }
  return open.length === 0 ? root : null
}

const openTag = /<([a-z][a-z0-9]*)((?:\s+[A-Za-z][\w:-]*="[^"<]*")*)\s*(\/?)>/y
const closeTag = /<\/([a-z][a-z0-9]*)>/y
const attribute = /([A-Za-z][\w:-]*)="([^"<]*)"/g

function attributes(text: string): Element['properties'] {
  const found: Element['properties'] = {}
  for (const [, name, value] of text.matchAll(attribute)) {
    if (name === undefined || value === undefined) continue
    if (name === 'class') found['className'] = decode(value).split(' ').filter(Boolean)
    else found[name] = decode(value)
  }
  return found
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' }

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|([a-z]+));/gi, (whole, hex?: string, name?: string) =>
    hex ? String.fromCodePoint(Number.parseInt(hex, 16)) : (entities[name ?? ''] ?? whole),
  )
}
