/** A link that may be offered to the user; `host` in punycode, for mail the address. */
export type SafeLink = { href: string; host: string }

export type ImageSource = { kind: 'inline'; src: string } | { kind: 'remote'; host: string } | { kind: 'refused' }

const longestLink = 2048
const longestImage = 350_000
const inlineImage = /^data:image\/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+={0,2}$/

function parse(text: string, base?: string): URL | null {
  return URL.canParse(text, base) ? new URL(text, base) : null
}

/** What a link of an answer leads to, or null where it leads nowhere we would send anybody. */
export function safeLink(text: unknown): SafeLink | null {
  if (typeof text !== 'string' || text.length > longestLink) return null
  const url = parse(text)
  if (!url) return null
  if (url.protocol === 'mailto:') return url.pathname === '' ? null : { href: url.href, host: url.pathname }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  // `https://bank.example@elsewhere.example` reads as the first and leads to the second.
  if (url.username !== '' || url.password !== '') return null
  return { href: url.href, host: url.host }
}

/** Images travel inside the answer or not at all: what would have to be fetched is named, never loaded. */
export function imageSource(text: unknown): ImageSource {
  if (typeof text !== 'string') return { kind: 'refused' }
  if (text.length <= longestImage && inlineImage.test(text)) return { kind: 'inline', src: text }
  const url = text.length <= longestLink ? parse(text, 'https://relative.invalid') : null
  const remote = url && (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== 'relative.invalid'
  return remote ? { kind: 'remote', host: url.host } : { kind: 'refused' }
}
