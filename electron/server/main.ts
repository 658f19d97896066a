import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../contract/errors.ts'
import { createCore } from '../core/app.ts'
import type { Core } from '../core/app.ts'
import { systemClock } from '../core/clock.ts'
import { dataFolder, dataPaths } from '../core/data-paths.ts'
import { askInstance } from '../core/instance/ask-instance.ts'
import { removeInstance, writeInstance } from '../core/instance/instance-file.ts'
import { createSecret } from '../core/instance/secret.ts'
import { createFileLog } from '../core/log.ts'
import { modelsArgument } from '../core/models-argument.ts'
import { startFailureWords } from '../core/start-failure-texts.ts'
import { parseServerArgs, usage } from './args.ts'
import type { ServerArgs } from './args.ts'
import { createEngineLauncher } from './engine-launcher.ts'
import { createHttpServer } from './http.ts'
import { listen } from './listen.ts'
import { mayOpenBrowser, openBrowser } from './open-browser.ts'
import { allowedOrigins } from './request-guard.ts'
import { createSessions } from './sessions.ts'
import { followSleep } from './wake.ts'
import { serveRpc } from './ws.ts'

/** Chats are their owner's alone, also in a data folder that others may look into. What we start inherits this. */
const usualMask = process.umask(0o077)

const here = dirname(fileURLToPath(import.meta.url))
const projectRoot = resolve(here, '..', '..')
/** Ctrl-C ends everything in order; what has not ended by then is ended by force. */
const longestShutdownMs = 3000

const say = (line: string) => process.stdout.write(`${line}\n`)
const complain = (line: string) => process.stderr.write(`${line}\n`)

/** `INGLE_ENGINE=fake` is for development: a package does not contain that engine. */
function engineEntry(): string {
  if (process.env['INGLE_ENGINE'] !== 'fake') return join(here, 'engine-llama.js')
  const fake = join(here, 'engine-fake.js')
  if (!existsSync(fake)) throw new Error('INGLE_ENGINE=fake works only in a checkout of the source code')
  return fake
}

async function start(args: ServerArgs, data: ReturnType<typeof dataPaths>): Promise<void> {
  const modelsFolder = args.modelsFolder === null ? null : modelsArgument(args.modelsFolder)
  const paths = {
    ...data,
    resources: join(projectRoot, 'resources'),
    page: join(here, '..', 'renderer'),
    licences: join(here, '..', 'licences.json'),
    ggufWorker: join(here, 'gguf-worker.js'),
  }
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }
  const log = createFileLog(paths.logs)
  const launcher = createEngineLauncher({ entry: engineEntry(), cwd: join(paths.run, 'engine') })
  const clock = systemClock
  const ports = { kind: 'web', version, capabilities: [], paths, modelsFolder, launcher, clock, log } as const
  const core = await openCore(() => createCore({ ...ports, dialogs: null, shell: null }), paths.run)
  if (core === null) return
  // From the start command, when the desktop app could not be.
  const noWindow = process.env['INGLE_NO_WINDOW']
  if (noWindow) complain(`Starting in the browser instead of a window: ${noWindow}.`)

  const sessions = createSessions({ file: join(paths.run, 'sessions.json'), clock })
  const instanceKey = createSecret()
  let port = args.port
  let allowed = allowedOrigins(port, args.extraOrigin)
  const link = () => `http://127.0.0.1:${port}/#code=${sessions.createCode()}`
  const server = createHttpServer({
    assets: core.assets,
    sessions,
    allowed: () => allowed,
    port: () => port,
    instanceKey,
    link,
  })
  const rpc = serveRpc({
    server,
    router: core.router,
    rpcOptions: core.rpcOptions,
    sessions,
    allowed: () => allowed,
    port: () => port,
    clock,
  })
  port = await listen(server, args.port)
  allowed = allowedOrigins(port, args.extraOrigin)
  writeInstance(paths.run, { pid: process.pid, kind: 'web', url: `http://127.0.0.1:${port}/`, key: instanceKey })
  const sleep = followSleep({ core, clock, log })
  let closing = false
  const close = () => {
    if (closing) return
    closing = true
    setTimeout(() => process.exit(1), longestShutdownMs).unref()
    sleep.dispose()
    removeInstance(paths.run)
    rpc.dispose()
    server.close()
    server.closeAllConnections()
    void core.dispose().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, close)
  // The launcher asks this way where there are no signals (Windows), and its end is ours too.
  process.on('disconnect', close)

  if (port !== args.port && args.port !== 0) say(`Port ${args.port} is taken, so this is another one.`)
  const url = link()
  say(`Ingle is running. Open this link: ${url}`)
  say('Ctrl-C closes it.')
  if (args.openBrowser && mayOpenBrowser(process.stdout.isTTY === true, process.env, process.platform)) {
    openBrowser(url, process.platform, usualMask)
  }
}

/** Opens the data, or finds the program that has it open and shows where that one is; null then. */
async function openCore(create: () => Promise<Core>, run: string): Promise<Core | null> {
  try {
    return await create()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'DATA_LOCKED') throw error
    const running = await askInstance(run)
    if (running === null) throw error
    say(
      running.kind === 'desktop'
        ? 'Ingle is running already; its window is in front now.'
        : `Ingle is running already. Open this link: ${running.url}`,
    )
    return null
  }
}

const folders = dataPaths(dataFolder(process.env, process.platform))
let args: ServerArgs
try {
  args = parseServerArgs(process.argv.slice(2), process.env)
} catch (error) {
  complain(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  process.exit(2)
}
try {
  await start(args, folders)
} catch (error) {
  const code = error instanceof AppError ? error.code : null
  const words = startFailureWords(code) ?? (error instanceof Error ? error.message : String(error))
  complain(`Ingle could not start: ${words}${code === null ? '' : ` (${code}: ${folders.data})`}`)
  process.exit(1)
}
