import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tinyLlama } from '../../e2e/support/gguf/tiny-llama.ts'
import { FileSource } from './file-source.ts'
import { readGgufHeader } from './gguf/read-gguf-header.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ingle-file-source-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const onWindows = process.platform === 'win32'

async function write(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

test('a header is read from a file', async () => {
  const bytes = tinyLlama()
  const source = await FileSource.open(await write('a.gguf', bytes))
  try {
    expect(await readGgufHeader(source)).toMatchObject({ version: 3, fileBytes: bytes.length })
  } finally {
    await source.dispose()
  }
})

test('any piece of the file is given as it is, and less at its end', async () => {
  const bytes = Uint8Array.from({ length: 2_500_000 }, (_, index) => (index * 31 + (index >> 8)) & 255)
  const source = await FileSource.open(await write('big', bytes))
  try {
    expect(source.size).toBe(bytes.length)
    for (const [offset, length] of [
      [0, 10],
      [5, 5],
      [1_048_570, 6],
      [1_048_570, 7],
      [2_499_990, 100],
      [100, 2_000_000],
      [3, 4],
      [2_500_000, 10],
    ] as const) {
      expect(Buffer.compare(await source.read(offset, length), bytes.slice(offset, offset + length))).toBe(0)
    }
  } finally {
    await source.dispose()
  }
})

test('a piece handed out earlier stays what it was', async () => {
  const bytes = Uint8Array.from({ length: 2_100_000 }, (_, index) => index & 255)
  const source = await FileSource.open(await write('big', bytes))
  try {
    const early = await source.read(1, 4)
    await source.read(2_000_000, 100)
    expect([...early]).toEqual([1, 2, 3, 4])
  } finally {
    await source.dispose()
  }
})

test('a missing file has its code, and so has a path through a file', async () => {
  await expect(FileSource.open(join(folder, 'none.gguf'))).rejects.toMatchObject({ code: 'MODEL_FILE_MISSING' })
  await expect(FileSource.open(join(await write('file', new Uint8Array(1)), 'x.gguf'))).rejects.toMatchObject({
    code: 'MODEL_FILE_MISSING',
  })
})

test('a folder is not a model', async () => {
  await mkdir(join(folder, 'model.gguf'))
  await expect(FileSource.open(join(folder, 'model.gguf'))).rejects.toMatchObject({ code: 'MODEL_FILE_UNREADABLE' })
})

test('a path with a zero in it is no path', async () => {
  await expect(FileSource.open(`${folder}/a\0.gguf`)).rejects.toMatchObject({ code: 'MODEL_PATH_INVALID' })
})

test.skipIf(onWindows)('a pipe is refused and does not hang', { timeout: 2000 }, async () => {
  const pipe = join(folder, 'pipe.gguf')
  execFileSync('mkfifo', [pipe])
  await symlink(pipe, join(folder, 'link.gguf'))
  await expect(FileSource.open(pipe)).rejects.toMatchObject({
    code: 'MODEL_FILE_UNREADABLE',
    data: { why: 'not-a-file' },
  })
  await expect(FileSource.open(join(folder, 'link.gguf'))).rejects.toMatchObject({ code: 'MODEL_FILE_UNREADABLE' })
  await expect(FileSource.open('/dev/zero')).rejects.toMatchObject({ code: 'MODEL_FILE_UNREADABLE' })
})

test.skipIf(onWindows || process.getuid?.() === 0)('a file without permission has its code', async () => {
  const path = await write('secret.gguf', new Uint8Array(1))
  await chmod(path, 0)
  await expect(FileSource.open(path)).rejects.toMatchObject({
    code: 'MODEL_FILE_UNREADABLE',
    data: { why: 'EACCES' },
  })
})

test.skipIf(onWindows)('a link that leads to itself has a code', async () => {
  await symlink('loop.gguf', join(folder, 'loop.gguf'))
  await expect(FileSource.open(join(folder, 'loop.gguf'))).rejects.toMatchObject({ code: 'MODEL_FILE_UNREADABLE' })
})

test('after dispose a read fails with a code', async () => {
  const source = await FileSource.open(await write('a.gguf', new Uint8Array(100)))
  await source.dispose()
  await expect(source.read(0, 10)).rejects.toMatchObject({ code: 'MODEL_FILE_UNREADABLE' })
})
