import { useState, type KeyboardEvent, type ReactNode } from 'react'
import { LinkDialog } from './LinkDialog.tsx'
import { linkWithoutAddress } from './semantics.ts'
import { safeLink, type SafeLink } from './safe-url.ts'

export type LinkProps = {
  to: string | undefined
  /** What is to be read; its host is shown beside it unless these words are the address itself. */
  words: string
  children?: ReactNode
}

/**
 * A link of an answer. It carries no `href`: no click of any kind, no drag and no prefetch reaches the address, only the
 * dialog that names the host. What is not http, https or mail stays text.
 */
export function Link({ to, words, children }: LinkProps) {
  const [asking, setAsking] = useState(false)
  const link = safeLink(to)
  if (!link) return <bdi>{children}</bdi>
  const asks = {
    onClick: () => setAsking(true),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter') return
      event.preventDefault()
      setAsking(true)
    },
  }
  return (
    <>
      <bdi>
        <span {...linkWithoutAddress} {...asks} className="md-link" title={link.href}>
          {children}
        </span>
      </bdi>
      {!saysHost(words.trim(), link) && <span className="md-host">{link.host}</span>}
      {asking && <LinkDialog link={link} onClose={() => setAsking(false)} />}
    </>
  )
}

function saysHost(words: string, { href, host }: SafeLink): boolean {
  return (
    words === host ||
    words === href ||
    (URL.canParse(words) && words.startsWith(`${new URL(words).protocol}//${host}`) && new URL(words).host === host)
  )
}
