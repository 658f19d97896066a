import { AppError } from '../contract/errors.ts'

/**
 * What this program connects to other programs for, and which hosts each purpose may reach. None of them is another
 * machine. A purpose is added together with the feature that needs it.
 */
const purposes = {
  'second-start': ['127.0.0.1', 'localhost', '[::1]'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type Purpose = keyof typeof purposes

/**
 * The only way out of this program; lint forbids every other. Rejects with `NETWORK_REFUSED` before anything is looked
 * up or sent unless the purpose may reach the host of this address. A redirect would leave the table, so it is an answer
 * like any other.
 */
export async function egress(purpose: Purpose, address: string | URL, init?: RequestInit): Promise<Response> {
  const url = new URL(address)
  const allowed: readonly string[] = Object.hasOwn(purposes, purpose) ? purposes[purpose] : []
  if (!['http:', 'https:'].includes(url.protocol) || !allowed.includes(url.hostname)) {
    throw new AppError('NETWORK_REFUSED', `No connection is made to ${url.hostname}`, { data: { host: url.hostname } })
  }
  return fetch(url, { ...init, redirect: 'manual' })
}
