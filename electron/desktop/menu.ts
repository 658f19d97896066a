import { BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron'
import { ipcChannels } from './ipc-channels.ts'
import { menuTexts } from './texts.ts'

export type MenuDeps = {
  platform: NodeJS.Platform
  packaged: boolean
  /** Runs an action of the page: the same one that its palette, buttons and keys run. */
  runAction(id: string): void
  reveal(what: 'data' | 'logs'): void
}

/** Sends an action's id to the window in front. */
export function sendAction(id: string): void {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  window?.webContents.send(ipcChannels.action, id)
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

export function menuTemplate({ platform, packaged, runAction, reveal }: MenuDeps): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  /** The keys belong to the page, which also knows when they do nothing; here they are only shown beside the words. */
  const action = (label: string, id: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => runAction(id),
    ...(accelerator !== undefined && { accelerator, registerAccelerator: false }),
  })
  const settings = action(menuTexts.settings, 'app.settings', 'CmdOrCtrl+,')
  const appMenu: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
  const developer: MenuItemConstructorOptions[] = [separator, { role: 'reload' }, { role: 'toggleDevTools' }]
  return [
    ...(mac ? [appMenu] : []),
    {
      label: menuTexts.file,
      submenu: [
        action(menuTexts.newChat, 'chat.new', 'CmdOrCtrl+Shift+O'),
        action(menuTexts.addModel, 'models.add'),
        separator,
        action(menuTexts.unload, 'engine.unload', 'CmdOrCtrl+Shift+U'),
        separator,
        ...(mac
          ? [{ role: 'close' } as const]
          : [settings, separator, { role: 'quit', label: menuTexts.quit } as const]),
      ],
    },
    {
      label: menuTexts.edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'pasteAndMatchStyle' },
        { role: 'selectAll' },
      ],
    },
    {
      label: menuTexts.view,
      submenu: [
        action(menuTexts.palette, 'app.palette', 'CmdOrCtrl+K'),
        action(menuTexts.list, 'app.list', 'CmdOrCtrl+B'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...(packaged ? [] : developer),
      ],
    },
    {
      label: menuTexts.window,
      role: 'windowMenu',
      submenu: [{ role: 'minimize' }, { role: 'zoom' }, ...(mac ? [separator, { role: 'front' } as const] : [])],
    },
    {
      label: menuTexts.help,
      role: 'help',
      submenu: [
        action(menuTexts.welcome, 'app.welcome'),
        action(menuTexts.shortcuts, 'app.shortcuts'),
        separator,
        { label: menuTexts.data, click: () => reveal('data') },
        { label: menuTexts.logs, click: () => reveal('logs') },
      ],
    },
  ]
}

export function setApplicationMenu(deps: MenuDeps): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(deps)))
}
