import { expect, test } from 'vitest'
import { pathProblem, unquote } from './path-check.ts'

test('a whole path to a .gguf file is let through, on every system and in quotes', () => {
  const paths = ['/models/a.gguf', 'C:\\Models\\a.GGUF', '\\\\nas\\models\\a.gguf', ' "/my models/a b.gguf" ']
  expect(paths.map(pathProblem)).toEqual(paths.map(() => null))
  expect(unquote(' "/my models/a b.gguf" ')).toBe('/my models/a b.gguf')
})

test('what is plainly wrong is said before the host is asked', () => {
  expect(pathProblem('models/a.gguf')).toBe('models.notWhole')
  expect(pathProblem('/models/a.bin')).toBe('models.notGguf')
  expect(pathProblem('')).toBe('models.notWhole')
})
