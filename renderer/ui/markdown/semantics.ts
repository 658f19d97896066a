/** A box that scrolls in itself must be reachable by keyboard in every browser, not only where that is the default. */
export const keyboardScroll = { tabIndex: 0 } as const

/** An element that is a link in everything but an address: an `href` could be followed without asking. */
export const linkWithoutAddress = { role: 'link', tabIndex: 0 } as const
