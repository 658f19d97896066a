import type { Log } from './ports.ts'

/** Ends one thing after the other. One that fails is logged and keeps none of those after it from being ended. */
export async function disposeInOrder(things: readonly { dispose(): void | Promise<void> }[], log: Log): Promise<void> {
  for (const thing of things) {
    try {
      await thing.dispose()
    } catch (error) {
      log.error('dispose.failed', { error })
    }
  }
}
