/** The page's one address: a scheme of our own, because `file:` pages can read files. */
export const appScheme = 'app'
export const appHost = 'main'
export const appUrl = `${appScheme}://${appHost}/`

/** Whether an address lies in our page's origin. Parsed, never compared as text: `app://main@evil/` begins alike. */
export function isAppUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null
  return (
    url !== null &&
    url.protocol === `${appScheme}:` &&
    url.host === appHost &&
    url.username === '' &&
    url.password === ''
  )
}
