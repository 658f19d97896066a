import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createChatStore } from '../chat/chat-store.ts'
import { createFakeClock } from '../fake-clock.ts'
import { openDatabase } from './open.ts'
import { silentLog } from './test-support/data-folder.ts'
import { fillChats } from './test-support/sample-data.ts'
import { tempPaths } from './test-support/test-data.ts'

const clock = createFakeClock()
const child = join(import.meta.dirname, 'test-support', 'folder-child.ts')

/** Runs shell lines in a mount namespace of their own; `$1` is the folder, `$2` the child. Returns the child's lines. */
function inNamespace(script: string, folder: string): readonly Record<string, unknown>[] {
  const started = spawnSync('unshare', ['-rm', 'sh', '-ec', script, 'sh', folder, process.execPath, child], {
    encoding: 'utf8',
    timeout: 110_000,
  })
  if (started.status !== 0) throw new Error(`${started.error?.message ?? ''}${started.stderr}`)
  return started.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

/** Modes do not stop root, and a container may not allow mounts; then these two are skipped, and counted as such. */
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0

test.skipIf(!canMount)(
  'D6 a data folder that cannot be written to is named as such and left as it is (needs mounts)',
  () => {
    const paths = tempPaths()
    const opened = openDatabase({ paths, clock, log: silentLog })
    fillChats(createChatStore({ db: opened.db, clock }), { chats: 1, turns: 1, words: 5 })
    opened.dispose()
    const before = readFileSync(paths.database)
    const readOnly =
      'mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"; "$2" "$3" open "$1"; "$2" "$3" open "$1/new"'
    const refused = { opened: 'DATA_READ_ONLY' }
    expect(inNamespace(readOnly, paths.data)).toEqual([refused, refused])
    expect(readFileSync(paths.database).equals(before)).toBe(true)
  },
)

test.skipIf(!canMount)(
  'D5 a disk that fills up while writing is named as such, and nothing stored is lost (needs mounts)',
  () => {
    const paths = tempPaths()
    mkdirSync(paths.data, { recursive: true })
    const script = `mount -t tmpfs -o size=3m tmpfs "$1"
    "$2" "$3" fill "$1"
    mount -o remount,size=32m tmpfs "$1"
    "$2" "$3" count "$1"
    "$2" "$3" more "$1"
    "$2" "$3" count "$1"`
    const [filled, counted, more, last] = inNamespace(script, paths.data)
    expect(filled).toMatchObject({ opened: 'none', code: 'DATA_DISK_FULL', notice: null })
    expect(counted).toMatchObject({ opened: 'none', check: 'ok', notice: null })
    expect(counted?.['messages']).toBe(counted?.['read'])
    expect(Number(counted?.['messages'])).toBeGreaterThan(20)
    expect(more).toMatchObject({ opened: 'none', code: 'none', notice: null })
    expect(last?.['messages']).toBe(Number(counted?.['messages']) + 20)
  },
)
