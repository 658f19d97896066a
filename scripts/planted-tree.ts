import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const rules = ['.oxlintrc.json', 'tsconfig.json', 'package.json', 'package-lock.json']
const compilers = ['electron/tsconfig', 'renderer/tsconfig.json', 'renderer/tsconfig.test.json']
const others = ['e2e/tsconfig.json', 'bench/tsconfig.json', 'scripts/tsconfig.json']

export interface PlantedTree {
  root: string
  write(files: Record<string, string>): void
  dispose(): void
}

/** A temporary tree with the project's rules and nothing of its code, for violations to be planted in. */
export function plantTree(files: Record<string, string> = {}): PlantedTree {
  const copy = mkdtempSync(join(tmpdir(), 'ingle-planted-'))
  for (const path of [...rules, ...compilers, ...others])
    cpSync(join(root, path), join(copy, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
  const tree: PlantedTree = {
    root: copy,
    write: (more) => {
      for (const [path, content] of Object.entries(more)) {
        mkdirSync(dirname(join(copy, path)), { recursive: true })
        writeFileSync(join(copy, path), content)
      }
    },
    dispose: () => rmSync(copy, { recursive: true, force: true }),
  }
  tree.write(files)
  return tree
}
