import type { ErrorCode } from '../contract/errors.ts'
import { startFailureWords } from '../core/start-failure-texts.ts'

/**
 * Words that only the desktop host shows: in the system's own menus and dialogs, mostly before there is a page. The
 * page's words live in renderer/i18n.
 */
export const texts = {
  appName: 'Ingle',
  startFailed: 'Ingle could not start',
  runningInBrowser: 'Ingle is already running in the browser',
  runningInBrowserDetail: 'The same data is open there. Close it with Ctrl-C in its terminal, or go on in the browser.',
  openInBrowser: 'Open in browser',
  close: 'Close',
  pageFailed: 'The window stopped working three times in a row',
  pageFailedDetail: 'Your conversations are saved. Start Ingle again; if it happens again, the log says more.',
  pickModel: 'Open a model file',
  pickFolder: 'Choose a folder',
  modelFiles: 'Models (GGUF)',
} as const

export const menuTexts = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  help: 'Help',
  newChat: 'New chat',
  addModel: 'Open model file…',
  settings: 'Settings…',
  palette: 'Command palette',
  list: 'Show or hide the list',
  unload: 'Unload model',
  shortcuts: 'Keyboard shortcuts',
  welcome: 'Welcome',
  logs: 'Show logs',
  data: 'Show data folder',
  quit: 'Quit Ingle',
} as const

/** Why the app does not start, in words; `folder` is where the data lies. */
export function startFailure(code: ErrorCode | null, folder: string): string {
  const words = startFailureWords(code) ?? 'Something unforeseen happened. The log in the data folder says more.'
  return `${words}\n\n${folder}`
}
