import { protocol as globalProtocol, type Protocol } from 'electron'
import type { Assets } from '../core/assets.ts'
import type { Log } from '../core/ports.ts'
import { securityHeaders } from '../core/security-headers.ts'
import { appHost, appScheme } from './app-origin.ts'

/** Once, before `ready`. No privilege that weakens a policy: neither bypassCSP nor CORS nor service workers. */
export function registerAppScheme(): void {
  globalProtocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true, stream: true },
    },
  ])
}

const refuse = (status: number, words: string): Response =>
  new Response(words, { status, headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' } })

/** Answers to `app://main/…`; every one, failures too, carries the page's policy. */
export function createAppHandler({ assets, log }: { assets: Assets; log: Log }): Assets {
  return async (request) => {
    if (new URL(request.url).host !== appHost) return refuse(404, 'Not found')
    try {
      const response = await assets(request)
      for (const [name, value] of Object.entries(securityHeaders)) {
        if (response.headers.get(name) !== value) response.headers.set(name, value)
      }
      return response
    } catch (error) {
      log.error('protocol.failed', { error })
      return refuse(500, 'Something unforeseen happened')
    }
  }
}

/** Schemes that reach a network or the disk: answered with a refusal by whatever session asks. */
const refusedSchemes = ['http', 'https', 'file'] as const

export function handleSchemes(protocol: Protocol, handler: Assets): void {
  protocol.handle(appScheme, handler)
  for (const scheme of refusedSchemes) protocol.handle(scheme, () => refuse(403, 'Refused'))
}
