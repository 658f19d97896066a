import { BrowserWindow, nativeTheme, type WebPreferences } from 'electron'
import type { Clock, Log } from '../core/ports.ts'
import { appUrl } from './app-origin.ts'
import { setContextMenu } from './context-menu.ts'
import { recoverPage } from './page-recovery.ts'
import { texts } from './texts.ts'
import { readWindowState, saveWindowState, smallestWindow } from './window-state.ts'

export type WindowDeps = {
  preload: string
  /** Where the window's place and size are kept. */
  stateFile: string
  packaged: boolean
  clock: Clock
  log: Log
}

/** The page's background, so that nothing flashes before the page is painted; the canvas of renderer/ui/theme.css. */
export const backgrounds = { dark: '#12110f', light: '#f5f4f2' } as const

const background = (): string => (nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light)

export function webPreferences({ preload, packaged }: Pick<WindowDeps, 'preload' | 'packaged'>): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: !packaged,
  }
}

/** The one place where a window is made. */
export function createWindow(deps: WindowDeps): BrowserWindow {
  const state = readWindowState(deps.stateFile)
  const window = new BrowserWindow({
    ...state.bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: texts.appName,
    backgroundColor: background(),
    autoHideMenuBar: true,
    webPreferences: webPreferences(deps),
  })
  if (state.maximized) window.maximize()
  if (state.fullScreen) window.setFullScreen(true)
  window.once('ready-to-show', () => window.show())
  saveWindowState(window, { file: deps.stateFile, clock: deps.clock, log: deps.log })
  const onTheme = (): void => window.setBackgroundColor(background())
  nativeTheme.on('updated', onTheme)
  window.once('closed', () => nativeTheme.off('updated', onTheme))
  setContextMenu(window)
  recoverPage(window, deps)
  window.loadURL(appUrl).catch((error: unknown) => deps.log.error('window.load-failed', { error }))
  return window
}

/** A second start, a click in the dock: what is there comes to the front. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
