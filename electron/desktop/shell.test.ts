import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { systemDialogs } from './dialogs.ts'
import { BrowserWindow, calls, callsOf, fake, resetElectron } from './electron-double.ts'
import { systemShell } from './shell.ts'

beforeEach(resetElectron)

test.each(['https://example.com/a?b#c', 'http://example.com/', 'mailto:someone@example.com'])(
  'E4 %s is handed to the system',
  async (url) => {
    await systemShell.openLink(url)
    expect(callsOf('openExternal')).toEqual([['openExternal', url]])
  },
)

test.each([
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'blob:https://example.com/0',
  'about:blank',
  'chrome://settings',
  'devtools://devtools/x',
  'view-source:https://example.com',
  'ftp://example.com/',
  'ws://example.com/',
  'wss://example.com/',
  'smb://host/share',
  '\\\\host\\share',
  'ms-msdt:/id',
  'search-ms:query=x',
  'vscode://file/x',
  'ssh://host',
  'tel:123',
  'app://main/',
  'https://user:password@example.com/',
  '/etc/passwd',
  '',
])('E4 %s starts no other program', async (url) => {
  await expect(systemShell.openLink(url)).rejects.toMatchObject({ code: 'LINK_REFUSED' })
  expect(calls).toEqual([])
})

test('E4 an address beyond all measure starts no other program', async () => {
  await expect(systemShell.openLink(`https://example.com/${'a'.repeat(2048)}`)).rejects.toMatchObject({
    code: 'LINK_REFUSED',
  })
  expect(calls).toEqual([])
})

const folder = mkdtempSync(join(tmpdir(), 'ingle-shell-'))

test('a folder opens; a file is shown in its folder and never opened', async () => {
  writeFileSync(join(folder, 'model.gguf'), '')
  await systemShell.revealPath(folder)
  await systemShell.revealPath(join(folder, 'model.gguf'))
  expect(calls).toEqual([
    ['openPath', folder],
    ['showItemInFolder', join(folder, 'model.gguf')],
  ])
})

test('a folder that a Mac would start as a program is only shown', async () => {
  mkdirSync(join(folder, 'evil.app'))
  await systemShell.revealPath(join(folder, 'evil.app'))
  expect(calls).toEqual([['showItemInFolder', join(folder, 'evil.app')]])
})

test('a path with a null byte or a relative one is refused', async () => {
  await expect(systemShell.revealPath('relative')).rejects.toMatchObject({ code: 'MODEL_PATH_INVALID' })
  await expect(systemShell.revealPath(`${folder}\0.txt`)).rejects.toMatchObject({ code: 'MODEL_PATH_INVALID' })
  expect(calls).toEqual([])
})

test('a folder that the system does not open is an error', async () => {
  fake.openPathError = 'no file manager'
  await expect(systemShell.revealPath(folder)).rejects.toMatchObject({ code: 'INTERNAL' })
})

test('the file dialog belongs to the window and offers models; choosing nothing is null', async () => {
  expect(await systemDialogs.pickModelFile()).toBeNull()
  const window = new BrowserWindow()
  fake.openDialog = { canceled: false, filePaths: ['/models/a.gguf'] }
  expect(await systemDialogs.pickModelFile()).toBe('/models/a.gguf')
  const [, owner, options] = callsOf('showOpenDialog').at(-1) ?? []
  expect(owner).toBe(window)
  expect(options).toMatchObject({ properties: ['openFile'], filters: [{ extensions: ['gguf'] }] })
})

test('the folder dialog has the title it is asked for', async () => {
  fake.openDialog = { canceled: false, filePaths: ['/models'] }
  expect(await systemDialogs.pickFolder('Where models live')).toBe('/models')
  expect(callsOf('showOpenDialog').at(-1)?.[1]).toMatchObject({ title: 'Where models live' })
})
