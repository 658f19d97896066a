// A stand-in for Electron's binary where it cannot be had: enough for electron-builder to lay out a package around, and for
// the fuses to be set in. What comes of it cannot run, and says so when it is tried.
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** How Electron marks its fuses inside the binary: this text, a version, their number, then a digit each. */
const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** The fuses as Electron ships them. */
const shippedFuses = '101100011'

/** An asar archive without files: the lengths of its two wrappings, then the directory. */
const directory = Buffer.from('{"files":{}}')
const lengths = Buffer.alloc(16)
for (const [index, value] of [4, directory.length + 8, directory.length + 4, directory.length].entries()) {
  lengths.writeUInt32LE(value, index * 4)
}
const emptyArchive = Buffer.concat([lengths, directory])

const script = `#!/bin/sh
echo "This is a stand-in: it was packaged without Electron's binary and cannot run." >&2
exit 70
`

/**
 * @param {{ root: string, folder: string, version: string }} options
 * @returns {string} the folder
 */
export function makeStubElectron({ root, folder, version }) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'locales'), { recursive: true })
  mkdirSync(join(folder, 'resources'), { recursive: true })
  const wire = Buffer.concat([Buffer.from(fuseMark), Buffer.from([1, shippedFuses.length]), Buffer.from(shippedFuses)])
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from(script), wire]))
  chmodSync(join(folder, 'electron'), 0o755)
  writeFileSync(join(folder, 'version'), version)
  copyFileSync(join(root, 'node_modules', 'electron', 'LICENSE'), join(folder, 'LICENSE'))
  writeFileSync(join(folder, 'LICENSES.chromium.html'), '<!doctype html><title>Stand-in</title>\n')
  for (const language of ['en-GB', 'en-US', 'de']) writeFileSync(join(folder, 'locales', `${language}.pak`), '')
  writeFileSync(join(folder, 'resources', 'default_app.asar'), emptyArchive)
  return folder
}
