import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MenuItemConstructorOptions } from 'electron'
import { beforeEach, expect, test, vi } from 'vitest'
import { contextMenuTemplate, setContextMenu } from './context-menu.ts'
import { BrowserWindow, callsOf, Menu, resetElectron } from './electron-double.ts'
import { menuTemplate, sendAction, setApplicationMenu, type MenuDeps } from './menu.ts'

beforeEach(resetElectron)

const deps = (more: Partial<MenuDeps> = {}): MenuDeps => ({
  platform: 'linux',
  packaged: true,
  runAction: vi.fn<(id: string) => void>(),
  reveal: vi.fn<(what: 'data' | 'logs') => void>(),
  ...more,
})
const flatten = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])
const click = (item: MenuItemConstructorOptions): void => item.click?.({} as never, undefined, {} as never)

function offered(platform: NodeJS.Platform): string[] {
  const runAction = vi.fn<(id: string) => void>()
  for (const item of flatten(menuTemplate(deps({ platform, runAction })))) click(item)
  return runAction.mock.calls.map(([id]) => id)
}

test('the menus run actions of the page', () => {
  expect(offered('linux').sort()).toEqual([
    'app.list',
    'app.palette',
    'app.settings',
    'app.shortcuts',
    'app.welcome',
    'chat.new',
    'engine.unload',
    'models.add',
  ])
  expect(offered('darwin').sort()).toEqual(offered('linux').sort())
})

test('every action in the menus is one that the page has', () => {
  const page = join(import.meta.dirname, '../../renderer')
  const sources = readdirSync(page, { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.test)\.tsx?$/.test(name))
    .map((name) => readFileSync(join(page, name), 'utf8'))
    .join('\n')
  expect(offered('linux').filter((id) => !sources.includes(`id: '${id}'`))).toEqual([])
})

test('keys of actions belong to the page: the menu shows them and does not take them', () => {
  const withKeys = flatten(menuTemplate(deps())).filter(({ accelerator }) => accelerator !== undefined)
  expect(withKeys.length).toBeGreaterThan(3)
  expect(withKeys.filter(({ registerAccelerator }) => registerAccelerator !== false)).toEqual([])
})

test('E12 a packaged app offers neither reload nor developer tools', () => {
  const roles = (packaged: boolean) => flatten(menuTemplate(deps({ packaged }))).map(({ role }) => role)
  expect(roles(true)).not.toEqual(expect.arrayContaining(['reload']))
  expect(roles(true).filter((role) => /reload|devtools/i.test(role ?? ''))).toEqual([])
  expect(roles(false)).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']))
})

test('each system has its own way to quit and its own first menu', () => {
  const top = (platform: NodeJS.Platform) => menuTemplate(deps({ platform })).map(({ role, label }) => role ?? label)
  expect(top('darwin')[0]).toBe('appMenu')
  expect(top('linux')[0]).toBe('File')
  for (const platform of ['linux', 'win32', 'darwin'] as const) {
    const quits = flatten(menuTemplate(deps({ platform }))).filter(({ role }) => role === 'quit')
    expect(quits).toHaveLength(1)
  }
})

test('an action goes to the window, and to nobody where there is none', () => {
  sendAction('chat.new')
  expect(callsOf('send')).toEqual([])
  const window = new BrowserWindow()
  setApplicationMenu(deps({ runAction: sendAction }))
  const item = flatten(Menu.fakeApplication ?? []).find(({ label }) => label === 'New chat')
  if (!item) throw new Error('no item')
  click(item)
  expect(callsOf('send')).toEqual([['send', 'ingle:action', 'chat.new']])
  expect(window.isDestroyed()).toBe(false)
})

test('the help menu shows where data and logs lie', () => {
  const reveal = vi.fn<(what: 'data' | 'logs') => void>()
  for (const item of flatten(menuTemplate(deps({ reveal })))) click(item)
  expect(reveal.mock.calls.flat().sort()).toEqual(['data', 'logs'])
})

const editFlags = {
  canUndo: true,
  canRedo: false,
  canCut: true,
  canCopy: true,
  canPaste: true,
  canSelectAll: true,
} as never

test('a right click offers editing in a field, copying of a selection, else nothing', () => {
  const roles = (isEditable: boolean, selectionText: string) =>
    contextMenuTemplate({ isEditable, selectionText, editFlags }).flatMap(({ role }) => role ?? [])
  expect(roles(true, '')).toEqual(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'])
  expect(roles(false, 'words')).toEqual(['copy'])
  expect(roles(false, ' \n')).toEqual([])
  const window = new BrowserWindow()
  setContextMenu(window as never)
  window.webContents.emit('context-menu', {}, { isEditable: false, selectionText: '', editFlags })
  expect(Menu.fakePopped).toBeNull()
  window.webContents.emit('context-menu', {}, { isEditable: false, selectionText: 'words', editFlags })
  expect(Menu.fakePopped).toEqual([{ role: 'copy', enabled: true }])
})
