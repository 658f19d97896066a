import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkLock } from './check-lock.mjs'
import { type PlantedTree, plantTree } from './planted-tree.ts'

interface Lock {
  packages: Record<string, { version?: string; resolved?: string; optionalDependencies?: Record<string, string> }>
}

let tree: PlantedTree
beforeEach(() => {
  tree = plantTree()
})
afterEach(() => tree.dispose())

const readJson = (name: string): unknown => JSON.parse(readFileSync(join(tree.root, name), 'utf8'))
const problems = (): string[] => Object.values(checkLock(tree.root)).flat()

function changeLock(change: (lock: Lock) => void): void {
  const lock = readJson('package-lock.json') as Lock
  change(lock)
  tree.write({ 'package-lock.json': JSON.stringify(lock, null, 2) })
}

test('the lock of this repository is in order', () => {
  expect(problems()).toEqual([])
})

test('every optional package that is taken out of the lock is missed', () => {
  const lock = readJson('package-lock.json') as Lock
  const optional = new Set(Object.values(lock.packages).flatMap((each) => Object.keys(each.optionalDependencies ?? {})))
  const names = [...optional].filter((name) => /win|darwin|mac/.test(name))
  expect(names.length).toBeGreaterThan(20)
  for (const name of names) {
    tree.write({ 'package-lock.json': JSON.stringify(without(lock, name), null, 2) })
    expect(problems().join('\n')).toContain(name)
  }
})

function without(lock: Lock, name: string): Lock {
  const kept = Object.entries(lock.packages).filter(([path]) => !path.endsWith(`node_modules/${name}`))
  return { ...lock, packages: Object.fromEntries(kept) }
}

test('a registry address in the lock is found', () => {
  changeLock(({ packages }) =>
    Object.assign(packages['node_modules/zod'] ?? {}, { resolved: 'https://example.org/zod.tgz' }),
  )
  expect(problems().join('\n')).toContain('example.org')
})

test.each(['^4.0.0', '~4.0.0', 'latest', '*', '4.x', 'git+https://example.org/zod.git'])(
  '%s is no exact version',
  (range) => {
    const manifest = readJson('package.json') as { devDependencies: Record<string, string> }
    manifest.devDependencies['zod'] = range
    tree.write({ 'package.json': JSON.stringify(manifest) })
    expect(problems().join('\n')).toContain('not an exact version')
  },
)

test('a version in package.json that is not the locked one is found', () => {
  const manifest = readJson('package.json') as { devDependencies: Record<string, string> }
  manifest.devDependencies['zod'] = '1.0.0'
  tree.write({ 'package.json': JSON.stringify(manifest) })
  expect(problems().join('\n')).toContain('wants zod 1.0.0')
})
