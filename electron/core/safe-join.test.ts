import fc from 'fast-check'
import nodePath from 'node:path'
import { expect, test } from 'vitest'
import { safeJoin } from './safe-join.ts'

test('plain names are joined below the root', () => {
  expect(safeJoin('/data/models', 'org/name-7B.Q4_K_M.gguf', nodePath.posix)).toBe(
    '/data/models/org/name-7B.Q4_K_M.gguf',
  )
  expect(safeJoin('C:\\data', 'org/name.gguf', nodePath.win32)).toBe('C:\\data\\org\\name.gguf')
  expect(safeJoin('/data', 'Modèle 日本.gguf', nodePath.posix)).toBe('/data/Modèle 日本.gguf')
})

test.each([
  '',
  '.',
  '..',
  '../x',
  'a/../../x',
  'a//b',
  '/etc/passwd',
  'a/',
  'a\\b',
  '..\\x',
  'C:',
  'C:x',
  'file.gguf:stream',
  'a\0b',
  'a\nb',
  'name.',
  'name ',
  'CON',
  'con.gguf',
  'x/LPT1.txt',
  'nul',
  'COM¹',
  'a*b',
  'a?b',
  '\ud800',
  'x'.repeat(256),
  '日'.repeat(86),
])('%j is refused', (relative) => {
  expect(() => safeJoin('/data', relative)).toThrow(expect.objectContaining({ code: 'MODEL_PATH_INVALID' }))
})

test('whatever is accepted lies below the root, on every system', () => {
  const piece = fc.oneof(fc.constantFrom('..', '.', '', '/', '\\', 'C:', 'con', ' '), fc.string({ maxLength: 6 }))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      for (const [path, root] of [[nodePath.posix, '/data/x'] as const, [nodePath.win32, 'C:\\data\\x'] as const]) {
        let joined: string
        try {
          joined = safeJoin(root, pieces.join('/'), path)
        } catch {
          continue
        }
        const back = path.relative(root, joined)
        expect(back.startsWith('..') || path.isAbsolute(back) || back === '').toBe(false)
        expect(path.resolve(root, pieces.join('/'))).toBe(joined)
      }
    }),
    { numRuns: 2000 },
  )
})
