import { watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import type { Clock, Timer } from '../ports.ts'

/** Files copied into the folder change many times within a second; one look after the last change is enough. */
const settleMs = 1000

export type FolderWatcher = {
  /** Watches this folder from now on, and no other. One that was removed and made anew has to be followed anew too. */
  follow(folder: string): void
  dispose(): void
}

export function createFolderWatcher({ clock, onChange }: { clock: Clock; onChange(): void }): FolderWatcher {
  let watcher: FSWatcher | null = null
  let settle: Timer | null = null
  return {
    follow(folder) {
      watcher?.close()
      watcher = null
      try {
        const opened = watch(folder, () => {
          settle?.cancel()
          settle = clock.after(settleMs, onChange)
        })
        opened.on('error', () => opened.close())
        watcher = opened
      } catch {
        // A folder that can't be watched (absent, or on a network drive) is looked at when the model menu opens.
      }
    },
    dispose() {
      settle?.cancel()
      watcher?.close()
    },
  }
}
