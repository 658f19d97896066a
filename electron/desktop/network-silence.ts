import type { CommandLine, Session } from 'electron'
import { isAppUrl } from './app-origin.ts'

/**
 * Chromium calls home by itself in several ways; none of them is for this app. These switches count before `ready`.
 * Connections that the user asks for are made by the core's `egress.ts`, in Node, where they do not apply.
 */
const switches: readonly (readonly [string, string?])[] = [
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-sync'],
  ['disable-breakpad'],
  ['disable-crash-reporter'],
  ['no-pings'],
  ['no-proxy-server'],
  ['dns-prefetch-disable'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
  [
    'disable-features',
    'AutofillServerCommunication,CertificateTransparencyComponentUpdater,MediaRouter,OptimizationHints',
  ],
]

export function silenceChromium(commandLine: CommandLine): void {
  for (const [name, value] of switches) commandLine.appendSwitch(name, value)
}

/** The page may ask for itself, and for what it made itself; in development its tools may load too. */
function mayRequest(url: string, packaged: boolean): boolean {
  if (isAppUrl(url)) return true
  if (url.startsWith('data:') || url.startsWith('blob:app://main/')) return true
  return !packaged && url.startsWith('devtools://devtools/')
}

/** One listener only: the last one registered wins, so nothing else may register one. */
export function silenceSession(session: Session, { packaged }: { packaged: boolean }): void {
  session.setSpellCheckerEnabled(false)
  void session.setProxy({ mode: 'direct' })
  session.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !mayRequest(url, packaged) }))
}
