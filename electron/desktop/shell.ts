import { stat } from 'node:fs/promises'
import { extname, isAbsolute } from 'node:path'
import { shell } from 'electron'
import { AppError } from '../contract/errors.ts'
import type { Shell } from '../core/ports.ts'
import { openLink } from './open-link.ts'

/**
 * Shows a path in the file manager. Only a plain folder is opened itself: opening a file starts a program, and so does
 * opening a folder with an extension on a Mac (`x.app`).
 */
async function revealPath(path: string): Promise<void> {
  if (!isAbsolute(path) || path.includes('\0')) throw new AppError('MODEL_PATH_INVALID', 'Not an absolute path')
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder || extname(path) !== '') return shell.showItemInFolder(path)
  const problem = await shell.openPath(path)
  if (problem !== '') throw new AppError('INTERNAL', 'The folder was not opened', { cause: problem })
}

export const systemShell: Shell = { openLink, revealPath }
