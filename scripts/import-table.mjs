// Who may import what: the table of ARCHITECTURE.md as data. check-tree.mjs holds every relative import against it;
// packages ('electron', 'node:net', …) are oxlint's part, see .oxlintrc.json.

/**
 * @typedef {object} Zone
 * @property {RegExp} files which files it covers; the first zone that matches counts
 * @property {string[]} may zones it may import; a name with `:type` allows `import type` alone, `*` allows everything
 * @property {string[]} [packages] the only packages it may import; any, as far as oxlint is concerned, unless said otherwise
 * @property {boolean} [siblings] whether one folder of the zone may import another; true unless said otherwise
 */

const page = ['contract:type', 'contract-errors']
// Files directly in core/ are its outside; the domains' folders are not.
const host = [
  'core-app',
  'core-ports',
  'core-root',
  'core-instance',
  'contract',
  'contract-errors',
  'engine-protocol',
  'engine-launch',
]

/** @type {Record<string, Zone>} */
export const zones = {
  'contract-errors': { files: /^electron\/contract\/errors\.ts$/, may: ['contract'], packages: [] },
  contract: {
    files: /^electron\/contract\//,
    may: ['contract-errors'],
    packages: ['@orpc/contract', 'zod'],
  },

  'core-app': {
    files: /^electron\/core\/app\.ts$/,
    may: ['core-root', 'core-ports', 'core-db', 'core-domain', 'contract', 'contract-errors', 'engine', 'gguf'],
  },
  'core-ports': { files: /^electron\/core\/ports\.ts$/, may: ['contract', 'contract-errors', 'engine-protocol'] },
  'core-root': {
    files: /^electron\/core\/[^/]+$/,
    may: ['core-ports', 'core-db', 'contract', 'contract-errors', 'engine', 'engine-protocol', 'gguf'],
  },
  'core-db': { files: /^electron\/core\/db\//, may: ['core-root', 'core-ports', 'contract', 'contract-errors'] },
  // Finding and asking a running instance: the hosts use it before there is a core.
  'core-instance': {
    files: /^electron\/core\/instance\//,
    may: ['core-root', 'core-ports', 'contract', 'contract-errors'],
  },
  'core-domain': {
    files: /^electron\/core\/([^/]+)\//,
    may: [
      'core-root',
      'core-ports',
      'core-db',
      'contract',
      'contract-errors',
      'engine',
      'engine-protocol',
      'file-source',
      'gguf',
    ],
    siblings: false,
  },

  'engine-protocol': { files: /^electron\/engine\/engine-protocol\.ts$/, may: ['contract:type', 'contract-errors'] },
  'file-source': { files: /^electron\/engine\/file-source\.ts$/, may: ['gguf', 'contract-errors'] },
  // The child's end of the port, and what the hosts' launchers share about starting a child.
  'engine-child': { files: /^electron\/engine\/engine-child-[^/]+$/, may: ['engine-protocol', 'contract-errors'] },
  'engine-launch': {
    files: /^electron\/engine\/engine-(launch-[^/]+|exit\.ts)$/,
    may: ['engine-protocol', 'core-ports', 'contract-errors'],
  },
  engine: {
    files: /^electron\/engine\/[^/]+$/,
    may: ['engine-protocol', 'engine-launch', 'core-ports', 'contract:type', 'contract-errors'],
  },
  gguf: { files: /^electron\/engine\/gguf\//, may: ['contract-errors'], packages: [] },
  fake: { files: /^electron\/engine\/fake\//, may: ['engine-protocol', 'engine-child', 'contract-errors'] },
  'engine-runtime': {
    files: /^electron\/engine\/([^/]+)\//,
    may: ['engine-protocol', 'engine-child', 'file-source', 'gguf', 'contract-errors'],
    siblings: false,
  },

  desktop: { files: /^electron\/desktop\//, may: host },
  preload: { files: /^electron\/preload\//, may: ['contract:type', 'contract-errors:type'], packages: ['electron'] },
  server: { files: /^electron\/server\//, may: host },

  'page-app': {
    files: /^renderer\/(app\/|[^/]+$)/,
    may: ['page-features', 'page-rpc', 'page-actions', 'page-ui', 'page-i18n', ...page],
  },
  'page-features': {
    files: /^renderer\/features\/([^/]+)\//,
    may: ['page-rpc', 'page-actions', 'page-ui', 'page-i18n', ...page],
    siblings: false,
  },
  'page-actions': { files: /^renderer\/actions\//, may: ['page-rpc', 'page-ui', 'page-i18n', ...page] },
  'page-rpc': { files: /^renderer\/rpc\//, may: ['page-ui', 'page-i18n', ...page] },
  'page-ui': { files: /^renderer\/ui\//, may: ['page-i18n'] },
  'page-i18n': { files: /^renderer\/i18n\//, may: page },
  'page-test-support': { files: /^renderer\/test-support\//, may: page },

  e2e: { files: /^e2e\//, may: ['contract:type', 'contract-errors:type'] },
  bench: { files: /^bench\//, may: ['*'] },
  scripts: { files: /^scripts\//, may: [] },
  config: { files: /^[^/]+\.config\.ts$/, may: [] },
}

/** Code that only tests load: it may use all of its side, the contract and e2e/support; nothing else may import it. */
const testCode = /\.test\.tsx?$|(^|\/)test-support\//

/** @param {string} file */
function zoneOf(file) {
  for (const [name, zone] of Object.entries(zones)) {
    const match = zone.files.exec(file)
    if (match) return { name, zone, folder: zone.siblings === false ? match[1] : undefined }
  }
  return undefined
}

/**
 * Why `from` may not import the package `specifier`, or undefined where it may.
 * @param {string} from
 * @param {string} specifier
 * @returns {string | undefined}
 */
export function packageProblem(from, specifier) {
  const source = zoneOf(from)
  if (!source?.zone.packages || testCode.test(from) || source.zone.packages.includes(specifier)) return undefined
  return `${source.name} may import ${source.zone.packages.join(', ') || 'no package'}, and nothing else`
}

/** @param {string} file */
const side = (file) => file.slice(0, file.indexOf('/'))

/**
 * Why `from` may not import `to` (paths from the repository's root), or undefined where it may.
 * @param {string} from
 * @param {string} to
 * @param {boolean} typeOnly
 * @returns {string | undefined}
 */
export function importProblem(from, to, typeOnly) {
  if (zoneOf(from)?.zone.may.includes('*')) return undefined
  if (testCode.test(from)) {
    if (side(to) === side(from) || /^(e2e\/support|electron\/contract)\//.test(to)) return undefined
  } else if (testCode.test(to) && !from.startsWith('e2e/')) {
    return `only tests import ${to}`
  }
  const source = zoneOf(from)
  const target = zoneOf(to)
  if (!source) return `${from} lies in no folder of the import table`
  if (!target) return `${to} lies in no folder of the import table`
  if (source.name === target.name) {
    return source.folder === target.folder ? undefined : `${source.folder} may not import its sibling ${target.folder}`
  }
  if (source.zone.may.includes(target.name)) return undefined
  if (source.zone.may.includes(`${target.name}:type`)) {
    return typeOnly ? undefined : `${source.name} may import types of ${target.name}, and nothing else (import type)`
  }
  return `${source.name} may not import ${target.name}`
}
