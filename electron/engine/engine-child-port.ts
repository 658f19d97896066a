import type { EngineSidePort, FromEngine, ToEngine } from './engine-protocol.ts'

/** The channel that Electron gives a utility process. */
type ElectronParentPort = {
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  on(event: 'close', listener: () => void): void
  off(event: 'message', listener: (event: { data: unknown }) => void): void
  postMessage(message: unknown): void
}

/**
 * The engine's end of the channel to the app, whichever host started it. The engine ends with its parent: a model of
 * many gigabytes must not outlive the app.
 */
export function openParentPort(): EngineSidePort {
  const electron = (process as { parentPort?: ElectronParentPort }).parentPort
  return electron ? electronPort(electron) : nodePort()
}

function electronPort(parent: ElectronParentPort): EngineSidePort {
  // Electron also ends a utility process itself when the app goes; whichever comes first.
  parent.on('close', endAtOnce)
  return {
    post: (message) => parent.postMessage(message),
    onMessage(listener) {
      const onMessage = (event: { data: unknown }): void => listener(event.data as ToEngine)
      parent.on('message', onMessage)
      return () => parent.off('message', onMessage)
    },
    close: endAtOnce,
  }
}

function nodePort(): EngineSidePort {
  const send = process.send?.bind(process)
  if (!send) throw new Error('An engine is started by the app, not by hand')
  process.on('disconnect', endAtOnce)
  return {
    // Without a callback a closed channel is an uncaught error; `disconnect` is on its way then.
    post: (message: FromEngine) => void send(message, undefined, undefined, () => undefined),
    onMessage(listener) {
      const onMessage = (message: unknown): void => listener(message as ToEngine)
      process.on('message', onMessage)
      return () => process.off('message', onMessage)
    },
    close: () => process.disconnect(),
  }
}

/** Not process.exit: that waits for the native thread to finish what it is reading. */
function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL')
}
