import { parseArgs } from 'node:util'
import type { Environment } from '../core/data-paths.ts'
import { parseExtraOrigin } from './request-guard.ts'

export type ServerArgs = {
  port: number
  modelsFolder: string | null
  openBrowser: boolean
  extraOrigin: string | null
}

export const usage = `Usage: npm start -- [--port N] [--models DIR] [--no-open] [--origin URL]
  --port N      the port to listen on (or INGLE_PORT; 11780)
  --models DIR  a folder with .gguf files, used in place
  --no-open     do not open a browser
  --origin URL  one more loopback address at which the page may be opened, for a tunnel (ssh -L)
  INGLE_DATA    the folder in which everything is kept`

const defaultPort = 11_780

/** Throws what is wrong in one line, to be shown with `usage`. */
export function parseServerArgs(args: readonly string[], env: Environment): ServerArgs {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      models: { type: 'string' },
      origin: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
    },
    strict: true,
    allowPositionals: false,
  })
  // Set to nothing is how a variable is taken back.
  const text = values.port ?? (env['INGLE_PORT'] || undefined)
  return {
    port: text === undefined ? defaultPort : parsePort(text),
    modelsFolder: values.models ?? null,
    openBrowser: !values['no-open'],
    extraOrigin: values.origin === undefined ? null : parseExtraOrigin(values.origin),
  }
}

/** Decimal digits only: `Number` also takes blanks, for which it gives 0, and `0x10`. */
function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new Error(`A port is a number from 0 to 65535, not "${text}"`)
  return port
}
