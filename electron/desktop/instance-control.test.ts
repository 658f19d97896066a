import { mkdtempSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { askInstance } from '../core/instance/ask-instance.ts'
import { readInstance } from '../core/instance/instance-file.ts'
import { openInstanceControl } from './instance-control.ts'

const open: { dispose(): void }[] = []
afterEach(() => {
  for (const each of open.splice(0)) each.dispose()
})

async function control() {
  const run = join(mkdtempSync(join(tmpdir(), 'ingle-run-')), 'run')
  let opened = 0
  const door = await openInstanceControl({ run, onOpen: () => void opened++ })
  open.push(door)
  const instance = readInstance(run)
  if (!instance) throw new Error('no instance file')
  return { run, door, instance, opened: () => opened }
}

test('the start command of the web host learns that the desktop app runs, and its window comes to the front', async () => {
  const { run, instance, opened } = await control()
  expect(instance.kind).toBe('desktop')
  expect(instance.pid).toBe(process.pid)
  expect(await askInstance(run)).toEqual({ kind: 'desktop' })
  expect(opened()).toBe(1)
})

test.runIf(process.platform !== 'win32')('nobody else can read the key', async () => {
  const { run } = await control()
  expect(statSync(join(run, 'instance.json')).mode & 0o777).toBe(0o600)
})

test.each<[string, (key: string) => RequestInit, string, number]>([
  ['without the key', () => ({ method: 'POST' }), '/instance/open', 401],
  ['with a wrong key', () => ({ method: 'POST', headers: { 'x-ingle-key': 'x'.repeat(43) } }), '/instance/open', 401],
  ['by reading', (key) => ({ headers: { 'x-ingle-key': key } }), '/instance/open', 405],
  ['at another path', (key) => ({ method: 'POST', headers: { 'x-ingle-key': key } }), '/', 404],
])('the door stays shut %s', async (_, init, path, status) => {
  const { instance, opened } = await control()
  const response = await fetch(new URL(path, instance.url), init(instance.key))
  expect(response.status).toBe(status)
  expect(opened()).toBe(0)
})

test.each([
  ['another host', { host: 'ingle.example' }],
  ['a page in a browser', { origin: 'https://example.com' }],
])('the door stays shut for %s, even with the key', async (_, headers) => {
  const { instance, opened } = await control()
  const status = await new Promise((resolve, reject) => {
    const call = request(
      new URL('/instance/open', instance.url),
      { method: 'POST', headers: { 'x-ingle-key': instance.key, ...headers } },
      (response) => resolve(response.statusCode),
    )
    call.on('error', reject)
    call.end()
  })
  expect(status).toBe(403)
  expect(opened()).toBe(0)
})

test('a closed app leaves nothing to find', async () => {
  const { run, door, instance } = await control()
  door.dispose()
  expect(readInstance(run)).toBeNull()
  expect(await askInstance(run)).toBeNull()
  await expect(fetch(instance.url)).rejects.toThrow('fetch failed')
})
