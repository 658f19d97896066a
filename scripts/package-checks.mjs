// Runs after electron-builder has laid out a package and before it is signed or compressed: sets Electron's fuses and looks
// at what is inside. electron-builder.yml names this file, so it counts however the builder was started.
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { listArchive, listFolder, packageProblems } from './package-contents.mjs'

/**
 * Every fuse there is, so that a new one stops the build until somebody has thought about it.
 *
 * RunAsNode stays on: on Linux, and on Windows for GPU builds, the engine's library tries its binary in a child process
 * first, and from inside a utility process it can start one only as plain Node. With the fuse off no binary would be found
 * (see SECURITY.md). All other fuses are as strict as they go. The snapshot fuse is off because there is no such file, and
 * an app that has the one without the other does not start.
 * @type {import('@electron/fuses').FuseConfig<boolean>}
 */
export const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  [FuseV1Options.RunAsNode]: true,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
}

/** @typedef {{ appOutDir: string, arch: number, electronPlatformName: string, packager: { executableName?: string, appInfo: { productFilename: string } } }} Packed */

const systems = /** @type {const} */ ({ linux: 'linux', darwin: 'mac', win32: 'win' })
/** electron-builder's own numbering. */
const archs = ['ia32', 'x64', 'armv7l', 'arm64', 'universal']

/** @param {Packed} packed */
function layout({ appOutDir, electronPlatformName, packager }) {
  const name = packager.appInfo.productFilename
  if (electronPlatformName === 'darwin') {
    const app = join(appOutDir, `${name}.app`)
    return { os: systems.darwin, binary: app, resources: join(app, 'Contents', 'Resources') }
  }
  const resources = join(appOutDir, 'resources')
  if (electronPlatformName === 'win32') return { os: systems.win32, binary: join(appOutDir, `${name}.exe`), resources }
  return { os: systems.linux, binary: join(appOutDir, packager.executableName ?? name), resources }
}

/** @param {Packed} packed */
export async function afterPack(packed) {
  const { os, binary, resources } = layout(packed)
  const arch = archs[packed.arch] ?? 'unknown'
  // Electron's own demonstration; a copied distribution still has it.
  rmSync(join(resources, 'default_app.asar'), { force: true })
  const inside = listArchive(join(resources, 'app.asar')).map(({ path }) => path)
  const beside = listFolder(resources).filter((file) => !file.startsWith('app.asar.unpacked/'))
  const problems = packageProblems(inside, beside, { os, arch })
  if (problems.length > 0) throw new Error(`This must not be packaged:\n  ${problems.join('\n  ')}`)
  await flipFuses(binary, { ...fuses, resetAdHocDarwinSignature: os === 'mac' && arch === 'arm64' })
}
