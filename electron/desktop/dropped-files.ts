import type { IpcMain } from 'electron'
import { z } from 'zod'
import { AppError, type ErrorInfo } from '../contract/errors.ts'
import type { ModelId } from '../contract/ids.ts'
import type { Log } from '../core/ports.ts'
import { ipcChannels } from './ipc-channels.ts'
import { trustedFrame, type Windows } from './ipc-guard.ts'

/** One entry per file, in their order. The page learns an id or a reason, never a path. */
export type DropResult = { id: ModelId } | { error: ErrorInfo }

export type DroppedFilesDeps = {
  ipc: IpcMain
  windows: Windows
  /** `models.addPath`: the one procedure in which text becomes a path. */
  addPath(input: { path: string; confirmed: true }): Promise<{ id: ModelId }>
  log: Log
}

const droppedPaths = z.array(z.string().max(4096)).max(64)

function readPaths(value: unknown): readonly string[] | null {
  try {
    return droppedPaths.parse(value)
  } catch {
    return null
  }
}

const noFile: DropResult = { error: { code: 'MODEL_PATH_INVALID', message: 'Not a file on the disk' } }
const refused: DropResult = { error: { code: 'INPUT_INVALID', message: 'Input refused' } }

/**
 * Files dropped on the page. Their paths come from the preload script, which had them from Electron and not from the
 * page; dropping them is the confirmation. Failures are answers: a rejection would keep nothing but its message.
 */
export function acceptDroppedFiles({ ipc, windows, addPath, log }: DroppedFilesDeps): { dispose(): void } {
  async function add(path: string): Promise<DropResult> {
    // Made by a page, or dragged out of a program: no file on the disk.
    if (path === '') return noFile
    try {
      return { id: (await addPath({ path, confirmed: true })).id }
    } catch (error) {
      if (error instanceof AppError) {
        const { code, message, data } = error
        return { error: { code, message, ...(data && { data }) } }
      }
      log.error('drop.failed', { error })
      return { error: { code: 'INTERNAL', message: 'Something unforeseen happened' } }
    }
  }

  ipc.handle(ipcChannels.drop, async (event, ...args: unknown[]): Promise<readonly DropResult[]> => {
    const paths = trustedFrame(event, windows) === null ? null : readPaths(args[0])
    if (paths === null) {
      log.warn('drop.refused')
      return [refused]
    }
    return Promise.all(paths.map(add))
  })
  return { dispose: () => ipc.removeHandler(ipcChannels.drop) }
}
