import { EventEmitter } from 'node:events'
import type * as electron from 'electron'
import { app } from './electron-double-app.ts'
import { calls, fake, note, type Members, type OnlyNamesOf } from './electron-double-calls.ts'
import { MessageChannelMain, UtilityProcess, utilityProcess } from './electron-double-ports.ts'
import { BrowserWindow } from './electron-double-windows.ts'

/**
 * Electron without its binary, for tests: `electron` is aliased to this file. What is called is written down in
 * `calls`; what a test must steer lies in `fake` and in members that start with `fake`. A name that Electron does not
 * have does not compile, neither here nor at its place of use.
 */
export { app, BrowserWindow, MessageChannelMain, utilityProcess }
export { calls, callsOf, fake, fakeEvent } from './electron-double-calls.ts'
export { UtilityProcess } from './electron-double-ports.ts'
export { WebContents, WebFrameMain } from './electron-double-windows.ts'

const schemes = new Map<string, (request: Request) => Response | Promise<Response>>()
export const fakeSchemes = schemes
export const protocol = {
  registerSchemesAsPrivileged: (list) => note('registerSchemesAsPrivileged', list),
  handle: (scheme, handler) => {
    note('protocol.handle', scheme)
    schemes.set(scheme, handler)
  },
} satisfies Members<electron.Protocol>

export class Session extends EventEmitter {
  protocol = protocol
  fakeRequest: Parameters<electron.Session['setPermissionRequestHandler']>[0] = null
  fakeCheck: Parameters<electron.Session['setPermissionCheckHandler']>[0] = null
  fakeDevice: Parameters<electron.Session['setDevicePermissionHandler']>[0] = null
  fakePairing: Parameters<electron.Session['setBluetoothPairingHandler']>[0] = null
  fakeUsb: Parameters<electron.Session['setUSBProtectedClassesHandler']>[0] = null
  fakeBeforeRequest: Parameters<electron.WebRequest['onBeforeRequest']>[0] = null
  webRequest = {
    onBeforeRequest: (listener: typeof this.fakeBeforeRequest) => void (this.fakeBeforeRequest = listener),
  }
  setPermissionRequestHandler(handler: typeof this.fakeRequest): void {
    this.fakeRequest = handler
  }
  setPermissionCheckHandler(handler: typeof this.fakeCheck): void {
    this.fakeCheck = handler
  }
  setDevicePermissionHandler(handler: typeof this.fakeDevice): void {
    this.fakeDevice = handler
  }
  setBluetoothPairingHandler(handler: typeof this.fakePairing): void {
    this.fakePairing = handler
  }
  setUSBProtectedClassesHandler(handler: typeof this.fakeUsb): void {
    this.fakeUsb = handler
  }
  setDisplayMediaRequestHandler(handler: unknown): void {
    note('setDisplayMediaRequestHandler', handler)
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    note('setSpellCheckerEnabled', enabled)
  }
  setProxy(config: electron.ProxyConfig): Promise<void> {
    note('setProxy', config)
    return Promise.resolve()
  }
}
export const session = { defaultSession: new Session() }

export const ipcMain = Object.assign(new EventEmitter(), {
  fakeHandlers: new Map<string, (event: unknown, ...args: unknown[]) => unknown>(),
  handle(channel: string, handler: (event: never, ...args: unknown[]) => unknown): void {
    ipcMain.fakeHandlers.set(channel, handler as (event: unknown, ...args: unknown[]) => unknown)
  },
  removeHandler: (channel: string): void => void ipcMain.fakeHandlers.delete(channel),
})

type MenuTemplate = electron.MenuItemConstructorOptions[]
export const Menu = {
  fakeApplication: null as MenuTemplate | null,
  fakePopped: null as MenuTemplate | null,
  buildFromTemplate: (template: MenuTemplate) => ({ template, popup: () => void (Menu.fakePopped = template) }),
  setApplicationMenu(menu: { template: MenuTemplate }): void {
    Menu.fakeApplication = menu.template
  },
}

export const dialog = {
  showMessageBox: (...args: unknown[]) => {
    note('showMessageBox', ...args)
    return Promise.resolve({ response: fake.messageBox, checkboxChecked: false })
  },
  showOpenDialog: (...args: unknown[]) => {
    note('showOpenDialog', ...args)
    return Promise.resolve(fake.openDialog)
  },
  showErrorBox: (title, content) => note('showErrorBox', title, content),
} satisfies Members<electron.Dialog>

export const shell = {
  openExternal: (url) => {
    note('openExternal', url)
    return Promise.resolve()
  },
  openPath: (path) => {
    note('openPath', path)
    return Promise.resolve(fake.openPathError)
  },
  showItemInFolder: (path) => note('showItemInFolder', path),
} satisfies Members<electron.Shell>

class NativeTheme extends EventEmitter {
  themeSource: 'system' | 'dark' | 'light' = 'system'
  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'system' ? fake.dark : this.themeSource === 'dark'
  }
}
export const nativeTheme = new NativeTheme()

export const powerMonitor = new EventEmitter()

const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }
export const screen = Object.assign(new EventEmitter(), {
  fakeDisplays: [display],
  getAllDisplays: () => screen.fakeDisplays,
  getPrimaryDisplay: () => screen.fakeDisplays[0],
})

export const contextBridge = {
  exposeInMainWorld: (name, api: unknown) => note('exposeInMainWorld', name, api),
} satisfies Members<electron.ContextBridge>

export const ipcRenderer = Object.assign(new EventEmitter(), {
  fakeInvoked: Promise.resolve<unknown>(undefined),
  send: (channel: string, ...args: unknown[]): void => note('ipcRenderer.send', channel, ...args),
  invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    note('ipcRenderer.invoke', channel, ...args)
    return ipcRenderer.fakeInvoked
  },
})

export const webUtils = {
  getPathForFile: (file: unknown) => fake.filePaths.get(file) ?? '',
} satisfies Members<electron.WebUtils>

/** A fresh machine for the next test. */
export function resetElectron(): void {
  calls.length = 0
  Object.assign(fake, {
    lock: true,
    dark: false,
    ready: Promise.withResolvers<void>(),
    messageBox: 0,
    openDialog: { canceled: true, filePaths: [] },
    openPathError: '',
    filePaths: new Map(),
    quits: 0,
  })
  app.isPackaged = false
  for (const emitter of [app, ipcMain, ipcRenderer, powerMonitor, nativeTheme, screen]) emitter.removeAllListeners()
  ipcMain.fakeHandlers.clear()
  schemes.clear()
  session.defaultSession = new Session()
  nativeTheme.themeSource = 'system'
  screen.fakeDisplays = [display]
  BrowserWindow.fakeAll = []
  UtilityProcess.fakeForked = []
  Menu.fakeApplication = null
  Menu.fakePopped = null
}

// Names that Electron lacks fail to compile here; those of classes in the files that hold them.
;({}) satisfies OnlyNamesOf<electron.Session, Session>
;({}) satisfies OnlyNamesOf<electron.NativeTheme, NativeTheme>
;({}) satisfies OnlyNamesOf<electron.IpcMain, typeof ipcMain>
;({}) satisfies OnlyNamesOf<electron.IpcRenderer, typeof ipcRenderer>
;({}) satisfies OnlyNamesOf<electron.Screen, typeof screen>
;({}) satisfies OnlyNamesOf<typeof electron.Menu, typeof Menu>

const exported = {
  app,
  BrowserWindow,
  contextBridge,
  dialog,
  ipcMain,
  ipcRenderer,
  Menu,
  MessageChannelMain,
  nativeTheme,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
  webUtils,
}
;({}) satisfies OnlyNamesOf<typeof electron, typeof exported>
