import { AppError } from '../contract/errors.ts'

const schemes = new Set(['https:', 'http:', 'mailto:'])

/** An address that may be handed to the system's browser, or `LINK_REFUSED`. The user has been shown its host. */
export function checkLink(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const refuse = (why: string) => new AppError('LINK_REFUSED', why, { data: { why } })
  if (url === null || text.length > 2048) throw refuse('not an address')
  if (!schemes.has(url.protocol)) throw refuse('only web and mail addresses are opened')
  if (url.username !== '' || url.password !== '') throw refuse('it carries a name or password')
  return url.href
}
