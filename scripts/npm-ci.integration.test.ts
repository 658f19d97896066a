import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type BareProject, answers, bareProject, registry } from './bare-npm.ts'

let project: BareProject | undefined
afterEach(() => project?.dispose())

test('npm ci accepts the lock without anybody’s settings (a dry run)', async ({ skip }) => {
  const address = registry()
  skip(!(await answers(address)), `no package registry answers at ${new URL(address).host}`)
  project = bareProject(address)

  const { status, stdout, stderr } = project.npm('ci', '--dry-run')

  expect({ status, said: status === 0 ? '' : stderr }).toEqual({ status: 0, said: '' })
  expect(Number(/added (\d+) packages/.exec(stdout)?.[1])).toBeGreaterThan(300)
})

test('npm ci refuses a lock that package.json has left behind', () => {
  project = bareProject('http://127.0.0.1:9')
  const path = join(project.folder, 'package.json')
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"zod": "[^"]+"/, '"zod": "0.0.1"'))

  const { status, stderr } = project.npm('ci', '--dry-run', '--offline')

  expect(status).not.toBe(0)
  expect(stderr).toContain('zod')
})

test('the project settings keep install scripts, audit and funding off', () => {
  project = bareProject('http://127.0.0.1:9')
  const settings = ['ignore-scripts', 'audit', 'fund', 'omit-lockfile-registry-resolved']
  const found = settings.map((name) => [name, project?.npm('config', 'get', name).stdout.trim()])
  expect(Object.fromEntries(found)).toEqual({
    'ignore-scripts': 'true',
    audit: 'false',
    fund: 'false',
    'omit-lockfile-registry-resolved': 'true',
  })
})
