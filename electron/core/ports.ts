import type { Capability, HostInfo } from '../contract/system.ts'
import type { EnginePort } from '../engine/engine-protocol.ts'

/** How an engine process ended, as the operating system tells it. */
export type EngineExit = { code: number | null; signal: string | null; stderrTail: string }

/** A running engine process. `exit` resolves exactly once and is the only truth about its life. */
export type EngineProcess = {
  pid: number
  port: EnginePort
  /** At once and without mercy; the process is gone only when `exit` resolves. */
  kill(): void
  exit: Promise<EngineExit>
  /** The last lines it has written to its standard error so far, at most 8 KB. */
  stderrTail?(): string
}

/** Starts engine processes: `utilityProcess.fork` on the desktop, `child_process.fork` elsewhere. */
export type EngineLauncher = { spawn(): EngineProcess }

export type Dialogs = {
  /** Absolute path of a `.gguf` file, or null when the user chose nothing. */
  pickModelFile(): Promise<string | null>
  pickFolder(title: string): Promise<string | null>
}

export type Shell = {
  /** Hands an address that passed `openLink` to the system. */
  openLink(url: string): Promise<void>
  revealPath(path: string): Promise<void>
}

/** Folders of this run; all absolute. */
export type Paths = {
  data: string
  database: string
  lockDatabase: string
  models: string
  logs: string
  backups: string
  run: string
  /** Files that came with the app (the starter model, licences); read-only. */
  resources: string
  /** The built page. */
  page: string
  /** Licences of everything inside, as JSON; made by the build. */
  licences: string
  /** Entry of the worker thread that reads model headers. */
  ggufWorker: string
}

export type Timer = { cancel(): void }

/** Time as a dependency, so that time-outs and back-offs are tested without waiting. */
export type Clock = {
  /** Milliseconds since 1970; may jump. For what is shown. */
  now(): number
  /** Milliseconds from an arbitrary start; never jumps. For what is measured. */
  monotonic(): number
  after(ms: number, run: () => void): Timer
  every(ms: number, run: () => void): Timer
}

/** What there is for another model, in bytes. */
export type MemoryLeft = {
  /** What this app may use at most. */
  limit: number
  /** Null where the system does not tell. */
  free: number | null
  /** Pages of files that programs have mapped are among the free ones: the system drops them when memory is wanted. */
  filesCountAsFree: boolean
}

export type LogFields = Readonly<Record<string, unknown>>

/** Events and numbers; never a prompt, an answer or a token. */
export type Log = {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

/** The log as its owner sees it. */
export type LogFile = Log & {
  /**
   * The data folder is this process's alone: from here on lines reach the disk, those held back until now first. Before
   * that the file is another running Ingle's, and nothing of it is touched.
   */
  open(): void
  /** The newest 32,000 characters. */
  tail(): Promise<string>
  /** Forgets everything that was written, older files included. */
  clear(): void
}

/** What a host must supply for the core to run. */
export type HostPorts = {
  kind: HostInfo['kind']
  version: string
  capabilities: readonly Capability[]
  paths: Paths
  /** The models folder that the start command named, which must exist; null: what the settings say. */
  modelsFolder: string | null
  launcher: EngineLauncher
  dialogs: Dialogs | null
  shell: Shell | null
  /** What there is for another model; left out, the machine is asked. */
  memoryLeft?: () => MemoryLeft
  clock: Clock
  log: LogFile
}
