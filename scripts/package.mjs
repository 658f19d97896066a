// npm run package -- [--dir] [--linux | --mac | --win] [--x64 | --arm64] [--output FOLDER]
// Builds, then makes a package with electron-builder (electron-builder.yml). `--dir` stops at the folder that an installer
// would contain. Electron's binary: INGLE_ELECTRON_DIST, else the one of this checkout, else (`--dir` on Linux) a stand-in.
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { findElectron } from './electron-binary.mjs'
import { findNode24 } from './node-24.mjs'
import { makeStubElectron } from './package-stub.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** @param {readonly string[]} argv */
export function parsePackageArgs(argv) {
  const flag = /** @type {const} */ ({ type: 'boolean', default: false })
  const { values } = parseArgs({
    args: [...argv],
    options: { dir: flag, linux: flag, mac: flag, win: flag, x64: flag, arm64: flag, output: { type: 'string' } },
  })
  const named = /** @type {const} */ (['linux', 'mac', 'win']).filter((name) => values[name])
  /** @type {'linux' | 'mac' | 'win'} */
  const here = process.platform === 'darwin' ? 'mac' : process.platform === 'win32' ? 'win' : 'linux'
  const archs = /** @type {const} */ (['x64', 'arm64']).filter((name) => values[name])
  /** @type {'x64' | 'arm64'} */
  const own = process.arch === 'arm64' ? 'arm64' : 'x64'
  return {
    dir: values.dir,
    systems: named.length > 0 ? named : [here],
    archs: archs.length > 0 ? archs : [own],
    output: values.output === undefined ? undefined : resolve(values.output),
  }
}

/**
 * Where electron-builder finds Electron; undefined lets it fetch the one it needs.
 * @param {ReturnType<typeof parsePackageArgs>} args
 * @returns {string | undefined}
 */
function electronDist({ dir, systems }) {
  if (process.env['INGLE_ELECTRON_DIST']) return resolve(process.env['INGLE_ELECTRON_DIST'])
  const present = findElectron(root)
  const here = process.platform === 'linux' && systems.every((system) => system === 'linux')
  if (present && here) return dirname(present)
  if (!dir || !systems.every((system) => system === 'linux')) return undefined
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8'))
  console.warn(
    [
      '',
      `  Electron's binary is not here, so the package is laid out around a stand-in.`,
      `  ITS CONTENT IS RIGHT, BUT IT CANNOT RUN. Set INGLE_ELECTRON_DIST to an unpacked Electron ${version} for one that can.`,
      '',
    ].join('\n'),
  )
  return makeStubElectron({ root, folder: join(root, 'node_modules', '.cache', 'ingle', 'stub-electron'), version })
}

/** @param {readonly string[]} argv */
async function packageApp(argv) {
  const args = parsePackageArgs(argv)
  if (process.env['INGLE_ENGINE'] === 'fake')
    throw new Error('INGLE_ENGINE=fake is set: a package has no scripted engine')
  const node = findNode24(root)
  if ('missing' in node) throw new Error(node.missing)
  await build(root, { node: node.path })
  const dist = electronDist(args)
  // Loaded late: it takes a second, and a wrong argument should be told at once.
  const { Arch, Platform, build: pack } = await import('electron-builder')
  const platforms = { linux: Platform.LINUX, mac: Platform.MAC, win: Platform.WINDOWS }
  /** @type {Map<import('electron-builder').Platform, Map<import('electron-builder').Arch, string[]>>} */
  const targets = new Map()
  for (const system of args.systems) {
    targets.set(platforms[system], new Map(args.archs.map((arch) => [Arch[arch], args.dir ? ['dir'] : []])))
  }
  await pack({
    projectDir: root,
    publish: 'never',
    targets,
    config: {
      extends: join(root, 'electron-builder.yml'),
      ...(dist !== undefined && { electronDist: dist }),
      ...(args.output !== undefined && { directories: { output: args.output } }),
    },
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await packageApp(process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
