import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron'
import type { Dialogs } from '../core/ports.ts'
import { texts } from './texts.ts'

async function pick(options: OpenDialogOptions): Promise<string | null> {
  // Attached to the window where there is one, so that it cannot be lost behind it.
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options))
  return canceled ? null : (filePaths[0] ?? null)
}

/** The system's own file dialogs. */
export const systemDialogs: Dialogs = {
  pickModelFile: () =>
    pick({
      title: texts.pickModel,
      properties: ['openFile'],
      filters: [{ name: texts.modelFiles, extensions: ['gguf'] }],
    }),
  pickFolder: (title) => pick({ title: title || texts.pickFolder, properties: ['openDirectory', 'createDirectory'] }),
}
