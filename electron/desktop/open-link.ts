import { shell } from 'electron'
import { checkLink } from '../core/open-link.ts'

/**
 * The only way by which an address leaves for the system's browser. The core has checked it and the page has shown its
 * host; it is checked once more here, because this is the call that starts another program.
 */
export async function openLink(url: string): Promise<void> {
  await shell.openExternal(checkLink(url))
}
