import { readFileSync, readdirSync } from 'node:fs'

/** Anonymous memory of a process in megabytes: what it holds itself, without mapped files. */
export function anonymousMegabytes(pid: number): number {
  const found = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(found?.[1] ?? 0) / 1024
}

/** The engine is the one child of the host. */
export function engineOf(host: number): number | null {
  const children = readdirSync(`/proc/${host}/task`).flatMap((task) =>
    readFileSync(`/proc/${host}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
  return children[0] ?? null
}
