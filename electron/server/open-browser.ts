import { spawn } from 'node:child_process'
import type { Environment } from '../core/data-paths.ts'

/** A browser is opened only where a person sits in front of it: a terminal, a display, no CI. */
export function mayOpenBrowser(isTerminal: boolean, env: Environment, platform: NodeJS.Platform): boolean {
  if (!isTerminal || env['CI'] || env['SSH_CONNECTION']) return false
  return platform !== 'linux' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY'])
}

/**
 * The link is ours, so it is safe as an argument; no shell reads it. Failing is no harm: the link is printed too. `mask`
 * is the user's own umask: what a browser that starts with this downloads is as open as ever.
 */
export function openBrowser(url: string, platform: NodeJS.Platform, mask: number): void {
  const [command, ...args] =
    platform === 'darwin'
      ? ['open', url]
      : platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url]
  if (command === undefined) return
  const ours = process.umask(mask)
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  process.umask(ours)
  child.on('error', () => {})
  child.unref()
}
