// Writes out/licences.json: name, version, licence and its text of everything that ends up in the app, each once.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
/** @param {string} file */
const read = (file) => JSON.parse(readFileSync(file, 'utf8'))

/** Packages that our sources import by name; tools that only build or test are never imported from there. */
function importedPackages() {
  /** @type {Set<string>} */
  const names = new Set()
  /** @param {string} folder */
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) walk(path)
      else if (/\.(ts|tsx|css)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name)) {
        for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(
          /(?:from|import|@import)\s*\(?['"]([^'"./][^'"]*)['"]/g,
        )) {
          names.add(name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? name))
        }
      }
    }
  }
  walk(join(root, 'electron'))
  walk(join(root, 'renderer'))
  return [...names].filter((name) => !name.startsWith('node:'))
}

/**
 * Where Node would find a package that `from` needs; null for one of another platform.
 * @param {string} name
 * @param {string} from
 */
function locate(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return candidate
    if (folder === root || folder === dirname(folder)) return null
  }
}

/** @param {string} folder */
function licenceText(folder) {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying|ofl)(\.|-|$)/i.test(name))
  return file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()
}

const found = new Map()
/** @type {{ name: string, from: string }[]} */
const pending = importedPackages().map((name) => ({ name, from: root }))
for (let next = pending.pop(); next; next = pending.pop()) {
  const { name, from } = next
  const folder = locate(name, from)
  if (folder === null || found.has(folder)) continue
  const about = read(join(folder, 'package.json'))
  const licence = typeof about.license === 'string' ? about.license : (about.license?.type ?? 'see text')
  found.set(folder, { name, version: about.version ?? '', licence, text: licenceText(folder) })
  for (const dependency of Object.keys({ ...about.dependencies, ...about.optionalDependencies }))
    pending.push({ name: dependency, from: folder })
}
/** Software that comes inside a package and has no entry of its own there, and what is ours. */
const inside = [
  {
    name: 'llama.cpp',
    version: read(join(root, 'node_modules/node-llama-cpp/llama/binariesGithubRelease.json')).release,
    licence: 'MIT',
    text: readFileSync(join(root, 'resources/licences/llama.cpp.txt'), 'utf8').trim(),
  },
  {
    name: 'JSON for Modern C++ (in llama.cpp)',
    version: '',
    licence: 'MIT',
    text: readFileSync(join(root, 'resources/licences/json-for-modern-cpp.txt'), 'utf8').trim(),
  },
  {
    name: 'SQLite',
    version: sqliteVersion(),
    licence: 'Public domain',
    text: 'The author disclaims copyright to this source code. In place of a legal notice, here is a blessing:\n\nMay you do good and not evil.\nMay you find forgiveness for yourself and forgive others.\nMay you share freely, never taking more than you give.',
  },
  {
    name: 'Ingle and its starter model',
    version: read(join(root, 'package.json')).version,
    licence: 'Apache-2.0',
    text: readFileSync(join(root, 'LICENSE'), 'utf8').trim(),
  },
]

function sqliteVersion() {
  const header = readFileSync(join(root, 'node_modules/better-sqlite3/deps/sqlite3/sqlite3.h'), 'utf8')
  return /#define SQLITE_VERSION\s+"([^"]+)"/.exec(header)?.[1] ?? ''
}

// The same version may lie in several folders; it is one part.
const parts = new Map([...found.values(), ...inside].map((part) => [`${part.name}@${part.version}`, part]))
const all = [...parts.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en', { sensitivity: 'base' }))
mkdirSync(join(root, 'out'), { recursive: true })
writeFileSync(join(root, 'out', 'licences.json'), JSON.stringify(all))
