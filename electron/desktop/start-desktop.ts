import { existsSync, writeFileSync } from 'node:fs'
import { app, BrowserWindow, ipcMain, nativeTheme, powerMonitor } from 'electron'
import { createRouterClient } from '@orpc/server'
import type { Core } from '../core/app.ts'
import { dataFolder, type Environment } from '../core/data-paths.ts'
import type { InstanceAnswer } from '../core/instance/ask-instance.ts'
import { createFileLog, type FileLog } from '../core/log.ts'
import { modelsArgument } from '../core/models-argument.ts'
import type { Clock, HostPorts } from '../core/ports.ts'
import { appPaths, type DesktopPaths } from './app-paths.ts'
import { systemDialogs } from './dialogs.ts'
import { acceptDroppedFiles } from './dropped-files.ts'
import { createEngineLauncher } from './engine-launcher.ts'
import { followTheme } from './follow-theme.ts'
import { hardenSessions } from './harden-sessions.ts'
import { openInstanceControl } from './instance-control.ts'
import { sendAction, setApplicationMenu } from './menu.ts'
import { followPower } from './power.ts'
import { prepareApp } from './prepare-app.ts'
import { createAppHandler, registerAppScheme } from './protocol.ts'
import { quitInOrder } from './quit.ts'
import { serveRpc } from './rpc-port.ts'
import { guardContents } from './security.ts'
import { systemShell } from './shell.ts'
import { refuseStart, tellStartFailure } from './start-failure.ts'
import { bringToFront, createWindow } from './window.ts'

export type DesktopDeps = {
  createCore(ports: HostPorts): Promise<Core>
  askRunning(run: string): Promise<InstanceAnswer | null>
  clock: Clock
  environment: Environment
  /** Our own command line; that of a second instance is never read. */
  argv: readonly string[]
  platform: NodeJS.Platform
  /** The folder of the built main file. */
  here: string
  resourcesPath: string
  killProcess(pid: number): void
}

/** The app from its first line to its open window. Nothing may be awaited before `ready`: what is set there comes too late. */
export async function startDesktop(deps: DesktopDeps): Promise<void> {
  const settled = settle(deps)
  if (settled === null) return app.exit(1)
  const { paths } = settled
  // Electron tells the first one itself, and it comes to the front.
  if (!app.requestSingleInstanceLock()) return app.quit()
  const log = createFileLog(paths.logs)
  registerAppScheme()
  guardContents({ app, log })
  const windows = keepOneWindow({ paths, clock: deps.clock, log, platform: deps.platform })

  await app.whenReady()
  const core = await openCore(deps, { ...settled, log })
  if (core === null) return
  const client = createRouterClient(core.router)
  const stop = new AbortController()
  hardenSessions({ app, handler: createAppHandler({ assets: core.assets, log }) })
  const rpc = serveRpc({ ipc: ipcMain, windows: BrowserWindow.getAllWindows, ...core, log })
  const drops = acceptDroppedFiles({
    ipc: ipcMain,
    windows: BrowserWindow.getAllWindows,
    addPath: client.models.addPath,
    log,
  })
  const reveal = (what: 'data' | 'logs'): void =>
    void systemShell.revealPath(paths[what]).catch((error: unknown) => log.warn('reveal.failed', { error }))
  setApplicationMenu({ platform: deps.platform, packaged: app.isPackaged, runAction: sendAction, reveal })
  followPower({ power: powerMonitor, app, core, log })
  await followTheme({ settings: client.settings, theme: nativeTheme, signal: stop.signal, log })
  const control = await openInstanceControl({ run: paths.run, onOpen: windows.open })
  quitInOrder({
    app,
    clock: deps.clock,
    log,
    async dispose() {
      stop.abort()
      control.dispose()
      drops.dispose()
      rpc.dispose()
      await core.dispose()
      // The log stays open: it writes line by line, and something may still have a word to say.
      log.info('desktop.closed')
    },
  })
  windows.start().once('ready-to-show', () => tellReady(deps.environment, log))
  log.info('desktop.ready', { version: app.getVersion(), packaged: app.isPackaged })
}

type Settled = { paths: DesktopPaths; modelsFolder: string | null }

/** What must stand before Electron is ready; null when it can't, and then the reason has been said. */
function settle({ environment, platform, argv, here, resourcesPath }: DesktopDeps): Settled | null {
  const data = dataFolder(environment, platform)
  try {
    const modelsFolder = namedModelsFolder(argv)
    const paths = appPaths({ data, here, packaged: app.isPackaged, resourcesPath })
    prepareApp(app, paths)
    return { paths, modelsFolder }
  } catch (error) {
    refuseStart(error, data)
    return null
  }
}

/** The core, or null when it could not open; then the reason has been said and the app is on its way out. */
async function openCore(
  deps: DesktopDeps,
  { paths, modelsFolder, log }: Settled & { log: FileLog },
): Promise<Core | null> {
  try {
    return await deps.createCore({
      kind: 'desktop',
      version: app.getVersion(),
      capabilities: ['pickFile', 'revealInFolder', 'openLink', 'dropFiles'],
      paths,
      modelsFolder,
      launcher: createEngineLauncher({
        entry: engineEntry(deps.environment, paths),
        cwd: paths.engineCwd,
        clock: deps.clock,
        platform: deps.platform,
        environment: deps.environment,
        killProcess: deps.killProcess,
      }),
      dialogs: systemDialogs,
      shell: systemShell,
      clock: deps.clock,
      log,
    })
  } catch (error) {
    const askRunning = () => deps.askRunning(paths.run)
    app.exit(await tellStartFailure(error, { data: paths.data, askRunning, log }))
    return null
  }
}

/** `INGLE_ENGINE=fake` is for development: a package does not contain that engine. */
function engineEntry(environment: Environment, paths: DesktopPaths): string {
  if (environment['INGLE_ENGINE'] !== 'fake') return paths.engineLlama
  if (app.isPackaged || !existsSync(paths.engineFake)) {
    throw new Error('INGLE_ENGINE=fake works only in a checkout of the source code')
  }
  return paths.engineFake
}

/** `--models DIR`: a folder with models, used in place. Chromium's switches stand on the same command line. */
function namedModelsFolder(argv: readonly string[]): string | null {
  const at = argv.findIndex((arg) => arg === '--models' || arg.startsWith('--models='))
  if (at < 0) return null
  return modelsArgument((argv[at] === '--models' ? argv[at + 1] : argv[at]?.slice('--models='.length)) ?? '')
}

/** The start command of a checkout waits for this file: without it, the web host takes over. */
function tellReady(environment: Environment, log: FileLog): void {
  const file = environment['INGLE_READY_FILE']
  if (!file || app.isPackaged) return
  try {
    writeFileSync(file, String(process.pid))
  } catch (error) {
    log.warn('ready.not-told', { error })
  }
}

type OneWindowDeps = { paths: DesktopPaths; clock: Clock; log: FileLog; platform: NodeJS.Platform }

/**
 * One window, made when the core is ready and again when it was closed and is asked for. What a second instance sends
 * along (its arguments, its folder) is anybody's text and is not looked at.
 */
function keepOneWindow({ paths, clock, log, platform }: OneWindowDeps): { start(): BrowserWindow; open(): void } {
  let started = false
  const create = () =>
    createWindow({ preload: paths.preload, stateFile: paths.windowState, packaged: app.isPackaged, clock, log })
  function open(): void {
    if (!started) return
    const window = BrowserWindow.getAllWindows()[0]
    if (window) bringToFront(window)
    else create()
  }
  app.on('second-instance', open)
  app.on('activate', open)
  app.on('window-all-closed', () => {
    // On a Mac an app stays without a window, until it is quit.
    if (platform !== 'darwin') app.quit()
  })
  return {
    open,
    start() {
      started = true
      return create()
    },
  }
}
