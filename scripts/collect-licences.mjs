// Writes out/licences.json: name, version, licence and its text of every package that ends up in the app.
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
const all = [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
mkdirSync(join(root, 'out'), { recursive: true })
writeFileSync(join(root, 'out', 'licences.json'), JSON.stringify(all))
