// From a fresh checkout to something that runs, on Node 20 or later: packages as locked, Node 24, a build of what changed.
// Idempotent; next to nothing when nothing changed. Usage: node scripts/bootstrap.mjs
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { alone } from './alone.mjs'
import { build, changedParts } from './build.mjs'
import { install, isInstalled } from './install.mjs'
import { findNode24 } from './node-24.mjs'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** A failure that is explained in full by its message. */
export class BootstrapError extends Error {}

/**
 * @param {{ folder?: string, wanted?: string[] | undefined }} [options] `wanted`: the parts to build, all by default
 * @returns {Promise<{ node: string }>} the Node to run everything else with
 */
export async function bootstrap({ folder = root, wanted } = {}) {
  if (Number.parseInt(process.versions.node, 10) < 20) {
    throw new BootstrapError(
      `Ingle needs Node 20 or later and this is Node ${process.versions.node}: see https://nodejs.org`,
    )
  }
  const before = findNode24(folder)
  if ('path' in before && isInstalled(folder) && Object.keys(changedParts(folder, { wanted })).length === 0)
    return { node: before.path }
  return alone(join(folder, '.cache', 'bootstrap.lock'), async () => {
    try {
      await install(folder)
      const node = findNode24(folder)
      if ('missing' in node) throw new BootstrapError(node.missing)
      await build(folder, { node: node.path, wanted })
      return { node: node.path }
    } catch (error) {
      throw error instanceof Error ? new BootstrapError(error.message, { cause: error }) : error
    }
  })
}

/**
 * For the commands: a bootstrap that explains itself in its own words and ends the process.
 * @param {string[]} [wanted]
 * @returns {Promise<{ node: string }>}
 */
export async function bootstrapOrExit(wanted) {
  try {
    return await bootstrap({ wanted })
  } catch (error) {
    if (!(error instanceof BootstrapError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await bootstrapOrExit()
