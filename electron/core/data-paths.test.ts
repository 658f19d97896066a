import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder } from './data-paths.ts'

test('data lies where each system keeps it', () => {
  expect(dataFolder({}, 'linux', '/home/a')).toBe(join('/home/a', '.local', 'share', 'ingle'))
  expect(dataFolder({ XDG_DATA_HOME: '/data' }, 'linux', '/home/a')).toBe(join('/data', 'ingle'))
  expect(dataFolder({ XDG_DATA_HOME: 'relative' }, 'linux', '/home/a')).toBe(
    join('/home/a', '.local', 'share', 'ingle'),
  )
  expect(dataFolder({}, 'darwin', '/Users/a')).toBe(join('/Users/a', 'Library', 'Application Support', 'Ingle'))
  expect(dataFolder({ LOCALAPPDATA: '/local' }, 'win32', '/a')).toBe(join('/local', 'Ingle'))
})

test('INGLE_DATA goes before all of them and becomes a whole path', () => {
  expect(dataFolder({ INGLE_DATA: 'mine', XDG_DATA_HOME: '/data' }, 'linux', '/home/a')).toBe(resolve('mine'))
})
