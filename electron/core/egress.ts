import { AppError } from '../contract/errors.ts'
import type { Fetch } from './ports.ts'

/**
 * The only way out of this program. Each purpose names the hosts it may reach; the table is empty, so every connection
 * to another machine is refused. A purpose is added together with the feature that needs it.
 */
const purposes: Readonly<Record<string, readonly string[]>> = {}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Throws `NETWORK_REFUSED` unless the purpose may reach the host of this address. */
export function checkEgress(purpose: string, address: string | URL): URL {
  const url = new URL(address)
  const allowed = Object.hasOwn(purposes, purpose) ? purposes[purpose] : undefined
  if (loopback.has(url.hostname) || allowed?.includes(url.hostname)) return url
  throw new AppError('NETWORK_REFUSED', `No connection is made to ${url.hostname}`, { data: { host: url.hostname } })
}

export function createEgress(
  fetchImpl: Fetch,
): (purpose: string, address: string | URL, init?: RequestInit) => Promise<Response> {
  // A redirect would leave the table, so it is an answer like any other.
  return (purpose, address, init) => fetchImpl(checkEgress(purpose, address), { ...init, redirect: 'manual' })
}
