// What the linter cannot see: file length in every language, folders and names, the import table across folders, import
// cycles (types too), paths that ARCHITECTURE.md names, and traces of one particular machine.
// Usage: node scripts/check-tree.mjs [--json]
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { importProblem, packageProblem } from './import-table.mjs'
import { importsOf, isCode, isFile, listFiles, read, resolveRelative } from './source-files.mjs'

const maxLines = 400
const counted = new Set(['.ts', '.tsx', '.mjs', '.js', '.cjs', '.css', '.html', '.py', '.sh'])
const text = new Set([...counted, '.json', '.md', '.yml', '.yaml', '.svg', '.txt', '.toml', '.xml', '.plist', ''])

/** @typedef {{ root: string, files: string[], contents: Map<string, string> }} Tree */

/**
 * @param {Tree} tree
 * @returns {string[]}
 */
function checkLength({ files, contents }) {
  return files
    .filter((file) => counted.has(extname(file)))
    .map((file) => ({ file, lines: (contents.get(file) ?? '').replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > maxLines)
    .map(({ file, lines }) => `${file}: ${lines} lines, ${maxLines} at most; split by reason to change`)
}

/**
 * @param {Tree} tree
 * @returns {string[]}
 */
function checkNames({ files }) {
  return files.flatMap((file) => {
    if (!isCode(file)) return []
    if (/(^|\/)(utils?|helpers?)(\/|\.[a-z]+$)/.test(file)) return [`${file}: name it after what it does`]
    const barrel = /^index\.tsx?$/.test(basename(file)) && file !== 'electron/contract/index.ts'
    return barrel ? [`${file}: no barrels but electron/contract/index.ts`] : []
  })
}

/**
 * Relative imports: they carry their extension, point at a file, and are in the table.
 * @param {Tree} tree
 * @returns {string[]}
 */
function checkImports({ root, files, contents }) {
  return files.filter(isCode).flatMap((file) =>
    importsOf(file, contents.get(file) ?? '').flatMap(({ specifier, typeOnly, line }) => {
      if (specifier.startsWith('/')) return [`${file}:${line}: '${specifier}' is absolute`]
      if (!specifier.startsWith('.')) {
        const problem = packageProblem(file, specifier)
        return problem ? [`${file}:${line}: '${specifier}': ${problem}`] : []
      }
      const target = resolveRelative(file, specifier)
      if (!isFile(root, target)) return [`${file}:${line}: '${specifier}' names no file (write the extension)`]
      if (!isCode(target)) return []
      const problem = importProblem(file, target, typeOnly)
      return problem ? [`${file}:${line}: '${specifier}': ${problem}`] : []
    }),
  )
}

/**
 * @param {Tree} tree
 * @returns {string[]}
 */
function checkCycles({ files, contents }) {
  const edges = new Map(
    files.filter(isCode).map((file) => [
      file,
      importsOf(file, contents.get(file) ?? '')
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => resolveRelative(file, specifier)),
    ]),
  )
  /** @type {string[]} */
  const found = []
  /** @type {Set<string>} */
  const done = new Set()
  /** @type {string[]} */
  const path = []
  /** @param {string} file */
  const visit = (file) => {
    const at = path.indexOf(file)
    if (at >= 0) {
      found.push(`import cycle: ${[...path.slice(at), file].join(' → ')}`)
      return
    }
    if (done.has(file)) return
    path.push(file)
    for (const next of edges.get(file) ?? []) visit(next)
    path.pop()
    done.add(file)
  }
  for (const file of edges.keys()) visit(file)
  return found
}

/**
 * `any` in the comment types of plain JavaScript, where the linter does not look; and switched-off rules.
 * @param {Tree} tree
 * @returns {string[]}
 */
function checkEscapes({ files, contents }) {
  const never = /no-explicit-any|max-lines|no-cycle|no-restricted-|no-danger|no-eval|no-non-null-assertion/
  const off = new RegExp(['oxlint', 'disable'].join('-') + '\\S*(.*)$')
  return files.filter(isCode).flatMap((file) =>
    (contents.get(file) ?? '').split('\n').flatMap((line, index) => {
      const at = `${file}:${index + 1}`
      if (/\.[cm]?js$/.test(file) && /@(type|param|returns?|typedef|property)\s+\{[^}]*\bany\b/.test(line))
        return [`${at}: \`any\` in a type`]
      const rest = off.exec(line)?.[1]
      if (rest === undefined) return []
      if (never.test(rest)) return [`${at}: this rule is never switched off`]
      return /\s--\s+\S/.test(rest) ? [] : [`${at}: a switched-off rule names it and gives its reason after ' -- '`]
    }),
  )
}

/**
 * Every backticked path of ARCHITECTURE.md exists, and every second-level code folder has a line there.
 * @param {Tree} tree
 * @returns {string[]}
 */
function checkArchitecture({ root, files, contents }) {
  const page = contents.get('ARCHITECTURE.md')
  if (page === undefined) return []
  const named = [...page.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\s]+)`/g)].map((match) => match[1] ?? '')
  const missing = named
    .filter((name) => /^[\w.@-]+(\/[\w.@-]+)*\/?$/.test(name) && (name.includes('/') || /\.(ts|tsx|mjs)$/.test(name)))
    .filter((name) => !name.startsWith('@') && !generated.test(name))
    .filter((name) => (name.includes('/') ? !existsSync(join(root, name)) : !files.some((f) => basename(f) === name)))
    .map((name) => `ARCHITECTURE.md: \`${name}\` does not exist`)
  const folders = new Set(
    files
      .filter(isCode)
      .flatMap((file) => /^(?:electron|renderer|e2e)\/([^/.]+)\//.exec(file)?.slice(0, 2).join('|') ?? []),
  )
  const unnamed = [...folders]
    .map((each) => each.split('|'))
    .filter(([, name]) => !new RegExp(`(^|[\\s\`/{,|])${name}(?=[/\`},])`, 'm').test(page))
    .map(([path]) => `${path}: the folder has no line in ARCHITECTURE.md`)
  return [...missing, ...unnamed]
}
const generated = /^(out|dist|test-results|node_modules|run|logs|backups|models|chromium)\//

/**
 * Paths of one machine and addresses of its package registry.
 * @param {Tree} tree
 * @returns {string[]}
 */
function checkTraces({ contents }) {
  const folder = (/** @type {string} */ name) => new RegExp(`(?<![\\w.})*-])/${name}/`)
  const traces = [folder('work'), folder('root'), /[A-Z]:\\\\?Users\\\\?\w/]
  const hosts = [/registry\.(npmjs|yarnpkg)\.(org|com)/, ...localRegistries()]
  return [...contents].flatMap(([file, content]) =>
    content
      .split('\n')
      .flatMap((line, index) => [
        ...(traces.some((trace) => trace.test(line)) ? [`${file}:${index + 1}: a path of one machine`] : []),
        ...(hosts.some((host) => host.test(line)) ? [`${file}:${index + 1}: the address of a package registry`] : []),
      ]),
  )
}

/** The hosts that this machine's own npm settings name. */
function localRegistries() {
  const settings = join(homedir(), '.npmrc')
  const lines = existsSync(settings) ? readFileSync(settings, 'utf8').split('\n') : []
  return [...lines, `registry=${process.env['npm_config_registry'] ?? ''}`].flatMap((line) => {
    const host = /^\s*\S*registry\s*=\s*https?:\/\/([^/:\s]+)/.exec(line)?.[1]
    return host && !/^(localhost|127\.)/.test(host) ? [new RegExp(host.replaceAll('.', '\\.'))] : []
  })
}

export const checks = {
  'files end at 400 lines': checkLength,
  'names say what a file does': checkNames,
  'imports follow the table': checkImports,
  'no import cycles': checkCycles,
  'no any and no rule switched off without a reason': checkEscapes,
  'ARCHITECTURE.md names what exists': checkArchitecture,
  'no trace of one machine': checkTraces,
}

/**
 * Problems by check.
 * @param {string} root
 * @returns {Record<string, string[]>}
 */
export function checkTree(root) {
  const files = listFiles(root)
  const contents = new Map(
    files
      .filter((file) => text.has(extname(file)) && file !== 'package-lock.json' && isFile(root, file))
      .map((file) => [file, read(root, file)]),
  )
  const tree = { root, files, contents }
  return Object.fromEntries(Object.entries(checks).map(([name, check]) => [name, check(tree)]))
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const byCheck = checkTree(join(dirname(fileURLToPath(import.meta.url)), '..'))
  const problems = Object.values(byCheck).flat()
  if (process.argv.includes('--json')) console.log(JSON.stringify(byCheck))
  else
    console.log(
      [...problems, problems.length === 0 ? 'tree: in order' : `tree: ${problems.length} problem(s)`].join('\n'),
    )
  process.exitCode = problems.length === 0 ? 0 : 1
}
