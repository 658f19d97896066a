import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type BareProject, answers, bareProject, registry } from './bare-npm.ts'
import { isInstalled } from './install.mjs'
import { findNode24 } from './node-24.mjs'

let project: BareProject | undefined
afterEach(() => project?.dispose())

test('npm ci installs from the lock alone, without anybody’s settings', async ({ skip }) => {
  const address = registry()
  skip(!(await answers(address)), `no package registry answers at ${new URL(address).host}`)
  project = bareProject(address)

  const { status, stdout, stderr } = project.npm('ci')

  expect({ status, said: status === 0 ? '' : stderr }).toEqual({ status: 0, said: '' })
  expect(stdout + stderr).not.toMatch(/gyp/)
  expect(isInstalled(project.folder)).toBe(true)
  const node = findNode24(project.folder)
  expect(node).toHaveProperty('path')
  const opens = `new (require('better-sqlite3'))(':memory:').exec('create table t (a)')`
  const run = spawnSync('path' in node ? node.path : '', ['-e', opens], { cwd: project.folder, encoding: 'utf8' })
  expect({ status: run.status, said: run.stderr }).toEqual({ status: 0, said: '' })
  expect(existsSync(join(project.folder, 'node_modules', 'electron', 'dist'))).toBe(false)
})
