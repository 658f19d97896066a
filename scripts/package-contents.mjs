// What lies inside a package, and what must not or must.
import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** @typedef {{ path: string, size: number, unpacked: boolean, offset: number }} Entry */
/** @typedef {{ files?: Record<string, Node>, size?: number, unpacked?: boolean, offset?: string }} Node */

/**
 * Files of an asar archive: a JSON directory behind four lengths of 4 bytes, then the bytes of the files in a row.
 * @param {string} archive
 * @returns {Entry[]} offsets count from the start of the archive
 */
export function listArchive(archive) {
  const file = openSync(archive, 'r')
  try {
    const head = Buffer.alloc(16)
    readSync(file, head, 0, 16, 0)
    const text = Buffer.alloc(head.readUInt32LE(12))
    readSync(file, text, 0, text.length, 16)
    const start = 8 + head.readUInt32LE(4)
    /** @type {Entry[]} */
    const entries = []
    /**
     * @param {Node} node
     * @param {string} path
     */
    const walk = (node, path) => {
      for (const [name, child] of Object.entries(node.files ?? {})) walk(child, path === '' ? name : `${path}/${name}`)
      if (node.files) return
      const offset = start + Number(node.offset ?? 0)
      entries.push({ path, size: node.size ?? 0, unpacked: node.unpacked === true, offset })
    }
    walk(JSON.parse(text.toString('utf8')), '')
    return entries
  } finally {
    closeSync(file)
  }
}

/**
 * Files of a folder, with `/` between segments.
 * @param {string} folder
 * @returns {string[]}
 */
export function listFolder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
}

const never = [
  { files: /(^|\/)engine-fake\.js$/, why: 'the scripted engine of the tests' },
  { files: /\.map$/, why: 'a source map' },
  { files: /\.test\.[cm]?[jt]sx?$/, why: 'a test' },
  { files: /(^|\/)[^/]+\.tsx?$/, why: 'TypeScript source' },
  { files: /(^|\/)gitRelease\.bundle$/, why: "llama.cpp's history" },
  { files: /^node_modules\/(node-(linux|win)-|electron\/|electron-builder|vitest|vite|typescript)/, why: 'a tool' },
  { files: /(^|\/)(corpus|heldout|offtopic)\.json$|\.py$/, why: 'part of the training of the starter model' },
]

/** Other systems' names, as the packages of native parts write them. */
const systems = { linux: ['linux', 'linuxmusl'], mac: ['darwin', 'mac'], win: ['win32', 'win'] }

/**
 * What is wrong with the content of a package, in lines; none when nothing is.
 * @param {readonly string[]} files of the archive and unpacked ones, relative to the app's root
 * @param {readonly string[]} resources beside the archive
 * @param {{ os: 'linux' | 'mac' | 'win', arch: string }} target
 * @returns {string[]}
 */
export function packageProblems(files, resources, { os, arch }) {
  const inside = [...files, ...resources]
  const unwanted = never.flatMap(({ files: pattern, why }) =>
    inside.filter((file) => pattern.test(file)).map((file) => `${file} is inside: ${why}`),
  )
  const foreign = files.filter((file) => {
    const native =
      /^node_modules\/(?:@node-llama-cpp\/|better-sqlite3\/prebuilds\/|@reflink\/reflink-)([a-z0-9]+)-([a-z0-9]+)/.exec(
        file,
      )
    return native && !(systems[os].includes(native[1] ?? '') && native[2] === arch && native[1] !== 'linuxmusl')
  })
  const prebuild = { linux: 'linux', mac: 'darwin', win: 'win32' }[os]
  const needed = [
    'package.json',
    'out/main/desktop.js',
    'out/main/engine-llama.js',
    'out/main/gguf-worker.js',
    'out/preload/preload.cjs',
    'out/renderer/index.html',
    `node_modules/better-sqlite3/prebuilds/${prebuild}-${arch}.node`,
    'node_modules/node-llama-cpp/package.json',
    'node_modules/node-llama-cpp/llama/grammars/json.gbnf',
  ]
  const missing = needed.filter((file) => !files.includes(file))
  const engine = files.some((file) => new RegExp(`^node_modules/@node-llama-cpp/${os}-${arch}[-/]`).test(file))
  const neededResources = ['app.asar', 'licences.json', 'starter-model/ingle-starter.gguf']
  return [
    ...unwanted,
    ...foreign.map((file) => `${file} is inside: for another system than ${os} ${arch}`),
    ...[...missing, ...neededResources.filter((file) => !resources.includes(file))].map((file) => `${file} is missing`),
    ...(engine ? [] : [`the engine's binaries for ${os} ${arch} are missing`]),
  ]
}
