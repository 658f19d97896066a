import hljs from 'highlight.js/lib/core'
import { languageNames, languages } from './languages.ts'

export type TokenKind = 'key' | 'str' | 'num' | 'com'
export type Token = { kind: TokenKind | null; text: string }

/** Longer code stays plain: reading it takes the highlighter longer than a reader would wait. */
export const longestHighlighted = 200_000

for (const [name, definition] of Object.entries(languages)) hljs.registerLanguage(name, definition)

/** The code in coloured parts, or null where its language is not known. Their texts joined are the code. */
export function highlight(code: string, language: string): Token[] | null {
  if (code.length > longestHighlighted || !hljs.getLanguage(language)) return null
  const result = hljs.highlight(code, { language, ignoreIllegals: true })
  const tokens: Token[] = []
  if (!isBranch(result._emitter)) return null
  collect(result._emitter.root, null, tokens)
  return tokens
}

/** The name of a language above its code. */
export function languageName(language: string): string {
  const known = languageNames[language.toLowerCase()] ?? hljs.getLanguage(language)?.name
  return known ?? language.slice(0, 40)
}

type Branch = { scope?: string; children: readonly unknown[] }

/** The highlighter's tree is not in its types; nothing is taken from it that was not looked at. */
function isBranch(value: unknown): value is { root: Branch } {
  return typeof value === 'object' && value !== null && 'root' in value && isNode(value.root)
}

function isNode(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null && 'children' in value && Array.isArray(value.children)
}

function collect(node: Branch, outer: TokenKind | null, tokens: Token[]): void {
  const kind = kindOf(node.scope) ?? outer
  for (const child of node.children) {
    if (isNode(child)) collect(child, kind, tokens)
    else if (typeof child === 'string') append(child, kind, tokens)
  }
}

function append(text: string, kind: TokenKind | null, tokens: Token[]): void {
  const last = tokens.at(-1)
  if (last?.kind === kind) last.text += text
  else tokens.push({ kind, text })
}

const kinds: Readonly<Record<string, TokenKind>> = {
  keyword: 'key',
  literal: 'key',
  built_in: 'key',
  'selector-tag': 'key',
  'selector-pseudo': 'key',
  name: 'key',
  section: 'key',
  'meta.keyword': 'key',
  string: 'str',
  regexp: 'str',
  char: 'str',
  link: 'str',
  addition: 'str',
  code: 'str',
  'meta.string': 'str',
  number: 'num',
  attr: 'num',
  attribute: 'num',
  variable: 'num',
  symbol: 'num',
  bullet: 'num',
  'template-variable': 'num',
  comment: 'com',
  quote: 'com',
  doctag: 'com',
  deletion: 'com',
  meta: 'com',
}

function kindOf(scope: string | undefined): TokenKind | null {
  if (scope === undefined) return null
  return kinds[scope] ?? kinds[scope.split('.')[0] ?? ''] ?? null
}
