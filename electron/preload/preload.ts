import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { ErrorInfo } from '../contract/errors.ts'

type Dropped = { id: string } | { error: ErrorInfo }

// Sandboxed: one CommonJS file with Electron and nothing else. It hands the page one port, tells the host the paths of
// dropped files (the page gets ids), and passes on which action the menu chose. The page never sees a channel.
contextBridge.exposeInMainWorld('ingle', {
  /** Ids of the models that these files are, or why they are none; in their order. */
  async dropFiles(files: readonly File[]): Promise<readonly Dropped[]> {
    const paths = files.map((file) => webUtils.getPathForFile(file))
    return (await ipcRenderer.invoke('ingle:drop', paths)) as readonly Dropped[]
  },
  /** Tells of an action chosen in the menu; returns a function that stops it. */
  onAction(listener: (id: string) => void): () => void {
    const onAction = (_: unknown, id: string): void => listener(id)
    ipcRenderer.on('ingle:action', onAction)
    return () => void ipcRenderer.off('ingle:action', onAction)
  },
})

ipcRenderer.on('ingle:port', ({ ports }) => window.postMessage({ type: 'ingle-port' }, location.origin, ports))
// By then the page's scripts have run and listen; a port that came earlier would be lost.
window.addEventListener('DOMContentLoaded', () => ipcRenderer.send('ingle:connect'))
