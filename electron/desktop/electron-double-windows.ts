import { EventEmitter } from 'node:events'
import type * as electron from 'electron'
import { app } from './electron-double-app.ts'
import { fakeEvent, note, type OnlyNamesOf } from './electron-double-calls.ts'

export class WebContents extends EventEmitter {
  id = ++ids
  mainFrame: WebFrameMain = new WebFrameMain('app://main/')
  fakeOpen: ((details: electron.HandlerDetails) => electron.WindowOpenHandlerResponse) | null = null
  fakeDestroyed = false

  setWindowOpenHandler(handler: typeof this.fakeOpen): void {
    this.fakeOpen = handler
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    note('setWebRTCIPHandlingPolicy', policy)
  }
  send(channel: string, ...args: unknown[]): void {
    note('send', channel, ...args)
  }
  reload(): void {
    note('reload')
  }
  closeDevTools(): void {
    note('closeDevTools')
  }
  isDestroyed(): boolean {
    return this.fakeDestroyed
  }
}
let ids = 0

export class WebFrameMain extends EventEmitter {
  url: string
  parent: WebFrameMain | null = null
  detached = false
  fakeDestroyed = false
  fakePosted: { channel: string; message: unknown; ports: readonly unknown[] }[] = []

  constructor(url: string) {
    super()
    this.url = url
  }
  isDestroyed(): boolean {
    return this.fakeDestroyed
  }
  postMessage(channel: string, message: unknown, transfer: readonly unknown[] = []): void {
    this.fakePosted.push({ channel, message, ports: transfer })
  }
}

export class BrowserWindow extends EventEmitter {
  static fakeAll: BrowserWindow[] = []
  static getAllWindows(): BrowserWindow[] {
    return BrowserWindow.fakeAll
  }
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.fakeAll[0] ?? null
  }

  webContents = new WebContents()
  fakeOptions: electron.BrowserWindowConstructorOptions
  fakeUrl: string | null = null
  fakeShown = false
  fakeMinimized = false
  fakeMaximized = false
  fakeFullScreen = false
  fakeDestroyed = false
  fakeBounds = { x: 10, y: 20, width: 1000, height: 700 }

  constructor(options: electron.BrowserWindowConstructorOptions = {}) {
    super()
    this.fakeOptions = options
    BrowserWindow.fakeAll.push(this)
    note('BrowserWindow', options)
    app.emit('web-contents-created', fakeEvent(), this.webContents)
  }
  loadURL(url: string): Promise<void> {
    this.fakeUrl = url
    note('loadURL', url)
    return Promise.resolve()
  }
  show(): void {
    this.fakeShown = true
  }
  hide(): void {
    this.fakeShown = false
  }
  focus(): void {
    note('focus')
  }
  restore(): void {
    this.fakeMinimized = false
  }
  maximize(): void {
    this.fakeMaximized = true
  }
  setFullScreen(flag: boolean): void {
    this.fakeFullScreen = flag
  }
  setBackgroundColor(color: string): void {
    note('setBackgroundColor', color)
  }
  isMinimized = (): boolean => this.fakeMinimized
  isMaximized = (): boolean => this.fakeMaximized
  isFullScreen = (): boolean => this.fakeFullScreen
  isDestroyed = (): boolean => this.fakeDestroyed
  isVisible = (): boolean => this.fakeShown
  getNormalBounds = (): electron.Rectangle => this.fakeBounds
  close(): void {
    this.emit('close', fakeEvent())
    this.fakeDestroyed = true
    BrowserWindow.fakeAll = BrowserWindow.fakeAll.filter((window) => window !== this)
    this.emit('closed')
    if (BrowserWindow.fakeAll.length === 0) app.emit('window-all-closed')
  }
}

;({}) satisfies OnlyNamesOf<electron.WebContents, WebContents>
;({}) satisfies OnlyNamesOf<electron.WebFrameMain, WebFrameMain>
;({}) satisfies OnlyNamesOf<electron.BrowserWindow, BrowserWindow>
;({}) satisfies OnlyNamesOf<typeof electron.BrowserWindow, Omit<typeof BrowserWindow, 'prototype'>>
