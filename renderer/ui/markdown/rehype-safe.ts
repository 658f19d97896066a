import type { Element, ElementContent, Properties, Root, Text } from 'hast'

/**
 * The last step before the page: only the elements and attributes listed here become part of it, whatever a parser or
 * KaTeX made. An element that is not listed is replaced by what it holds.
 */
export function rehypeSafe() {
  return (tree: Root): void => {
    tree.children = tree.children.flatMap((child) => (child.type === 'doctype' ? [] : safe(child)))
  }
}

function safe(node: ElementContent): ElementContent[] {
  switch (node.type) {
    case 'text':
      return [node]
    case 'element':
      return safeElement(node)
    case 'comment':
      return []
    default:
      // `raw`, should any plugin ever leave one: its text, as text.
      return 'value' in node && typeof node['value'] === 'string'
        ? [{ type: 'text', value: node['value'] } as Text]
        : []
  }
}

function safeElement(element: Element): ElementContent[] {
  // The way back from a footnote is an anchor, and anchors of different answers would share their names.
  if (element.properties['dataFootnoteBackref'] !== undefined) return []
  const children = element.children.flatMap(safe)
  const checks = attributesOf.get(element.tagName)
  if (!checks) return children
  const properties: Properties = {}
  for (const [name, value] of Object.entries(element.properties)) {
    const check = checks[name]
    if (check && value !== null && value !== undefined && check(String(value), value)) properties[name] = value
  }
  return [{ type: 'element', tagName: element.tagName, properties, children }]
}

type Check = (text: string, value: unknown) => boolean
type Checks = Readonly<Record<string, Check>>

const anything: Check = () => true
const number: Check = (text) => /^-?[\d.]+$/.test(text)
const measure: Check = (text) => /^[-#.%\w ]{1,200}$/.test(text)
const path: Check = (text) => /^[-\s.,\dA-Za-z]*$/.test(text)
const names: Check = (_text, value) =>
  Array.isArray(value) && value.every((name) => typeof name === 'string' && /^[-\w+#.]{1,60}$/.test(name))
const namespace: Check = (text) =>
  text === 'http://www.w3.org/1998/Math/MathML' || text === 'http://www.w3.org/2000/svg'

/** Properties that KaTeX sets. `position` is for `relative` alone; nothing here can fetch or cover the page. */
const styles =
  /^(?:(?:height|width|(?:min|max)-(?:height|width)|top|left|right|bottom|vertical-align|font-size|color|background-color|(?:margin|padding|border)(?:-(?:top|right|bottom|left))?(?:-(?:width|style|color))?):[-#.%\w ]{1,60}|position:relative)$/
const style: Check = (text) =>
  text.split(';').every((rule) => rule.trim() === '' || styles.test(rule.trim().replace(/:\s+/, ':')))

const none: Checks = {}
const cell: Checks = { align: (text) => /^(?:left|right|center)$/.test(text) }
const mathNames =
  'accent accentunder align columnalign columnlines columnspacing depth display displaystyle encoding fence form height ' +
  'largeop linebreak linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits ' +
  'notation rowlines rowspacing rspace scriptlevel separator stretchy symmetric valign voffset width'
const math: Checks = {
  ...Object.fromEntries(mathNames.split(' ').map((name) => [name, measure])),
  className: names,
  xmlns: namespace,
}

/** Tags, then what they may carry. */
const allowed: readonly (readonly [string, Checks])[] = [
  ['p h1 h2 h3 h4 h5 h6 blockquote pre em strong del hr br sup section table thead tbody tr', none],
  ['th td', cell],
  ['ul li code', { className: names }],
  ['ol', { start: number }],
  ['input', { checked: anything, disabled: anything, type: (text) => text === 'checkbox' }],
  // Addresses are judged where they are used: Link.tsx and Image.tsx, which never put a remote one into the page.
  ['a', { href: anything }],
  ['img', { src: anything, alt: anything }],
  // The rest is KaTeX's.
  ['span', { className: names, style, 'aria-hidden': anything }],
  ['svg', { xmlns: namespace, width: measure, height: measure, viewBox: measure, preserveAspectRatio: measure, style }],
  ['path', { d: path }],
  ['line', { x1: measure, x2: measure, y1: measure, y2: measure, 'stroke-width': measure }],
  ['annotation', { encoding: (text) => text === 'application/x-tex' }],
  ['math semantics mrow mi mo mn mtext mspace ms msup msub msubsup mfrac msqrt mroot mover munder munderover', math],
  ['mtable mtr mtd mstyle mpadded mphantom menclose', math],
]

const attributesOf = new Map(allowed.flatMap(([tags, checks]) => tags.split(' ').map((tag) => [tag, checks] as const)))
