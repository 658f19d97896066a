import { createContext } from 'react'

/** Hands an address to the system or to a new window of the browser, after the user has said yes to its host. */
export type OpenLink = (href: string) => void

export const openInNewWindow: OpenLink = (href) => {
  window.open(href, '_blank', 'noopener,noreferrer')
}

/** How links of answers are opened: in a new window of the browser, unless the app says otherwise. */
export const LinkOpener = createContext<OpenLink>(openInNewWindow)
