import { EventEmitter } from 'node:events'
import type * as electron from 'electron'
import { fake, fakeEvent, note, type Members } from './electron-double-calls.ts'

export const app = Object.assign(new EventEmitter(), {
  isPackaged: false as boolean,
  commandLine: {
    appendSwitch: (name, value) => note('appendSwitch', name, value),
  } satisfies Members<electron.CommandLine> as unknown as electron.CommandLine,
  enableSandbox: () => note('enableSandbox'),
  setName: (name) => note('setName', name),
  setPath: (name, path) => note('setPath', name, path),
  setAppLogsPath: (path) => note('setAppLogsPath', path),
  setAppUserModelId: (id) => note('setAppUserModelId', id),
  getVersion: () => '0.0.1',
  getAppPath: () => '/app',
  requestSingleInstanceLock() {
    note('requestSingleInstanceLock')
    return fake.lock
  },
  whenReady: () => fake.ready.promise,
  focus: () => note('app.focus'),
  quit() {
    note('quit')
    const event = fakeEvent()
    app.emit('before-quit', event)
    if (!event.defaultPrevented) fake.quits++
  },
  exit: (code) => note('exit', code),
} satisfies Members<electron.App>)
