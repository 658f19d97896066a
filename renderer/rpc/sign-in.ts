export type SignInPage = {
  location: Pick<Location, 'hash' | 'pathname' | 'search'>
  history: Pick<History, 'replaceState'>
  fetch: typeof fetch
}

export type SignInResult = 'signedIn' | 'signedOut' | 'unreachable'

/** The one-time code of the link that the start command prints, or null. */
export function codeInHash(hash: string): string | null {
  const written = /^#code=([^&]+)/u.exec(hash)?.[1]
  if (written === undefined) return null
  try {
    return decodeURIComponent(written)
  } catch {
    // Cut off in the middle while it was copied: still a code, and one that the host refuses.
    return written
  }
}

/** Asks the host whether it knows this page; null when nobody answered. */
export async function askSignedIn(ask: typeof fetch): Promise<boolean | null> {
  try {
    const response = await ask('/auth/state', { cache: 'no-store', credentials: 'same-origin' })
    if (!response.ok) return response.status === 401 ? false : null
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null && 'signedIn' in body && body.signedIn === true
  } catch {
    return null
  }
}

/** Hands in the code of the URL, if there is one, takes it out of the URL, and says whether this page may go on. */
export async function signIn({ location, history, fetch: ask }: SignInPage): Promise<SignInResult> {
  const code = codeInHash(location.hash)
  if (code !== null) {
    history.replaceState(null, '', `${location.pathname}${location.search}#/`)
    try {
      await ask('/auth/code', {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      })
    } catch {
      return 'unreachable'
    }
  }
  // A used-up code is no failure when the session is still good: only this answer counts.
  const signedIn = await askSignedIn(ask)
  if (signedIn === null) return 'unreachable'
  return signedIn ? 'signedIn' : 'signedOut'
}

/** Signs in this very page. */
export function signInHere(): Promise<SignInResult> {
  return signIn({ location, history, fetch: (...request) => fetch(...request) })
}
