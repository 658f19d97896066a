import type { BrowserWindow, IpcMainEvent, IpcMainInvokeEvent, WebFrameMain } from 'electron'
import { isAppUrl } from './app-origin.ts'

export type Windows = () => readonly BrowserWindow[]

/**
 * The frame that sent a message, if it is our page in the main frame of one of our windows; null for everything else: a
 * frame that is gone, a frame within the page, another origin, contents that are no window of ours.
 */
export function trustedFrame(
  event: Pick<IpcMainEvent | IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  windows: Windows,
): WebFrameMain | null {
  const { sender, senderFrame: frame } = event
  if (frame === null || frame.isDestroyed() || frame.detached) return null
  const isOurWindow = windows().some((window) => !window.isDestroyed() && window.webContents === sender)
  if (!isOurWindow || frame.parent !== null || frame !== sender.mainFrame) return null
  return isAppUrl(frame.url) ? frame : null
}
