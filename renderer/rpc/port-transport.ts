import type { ErrorInfo } from '../../electron/contract/errors.ts'
import type { ModelId } from '../../electron/contract/ids.ts'
import { RPCLink } from '@orpc/client/message-port'
import type { ConnectionEvents, Transport } from './connection.ts'

export type DroppedFile = { id: ModelId } | { error: ErrorInfo }

/** What the preload script puts on `window` on the desktop. */
export type DesktopBridge = {
  /** Hands dropped files to the host, which answers in their order: the model that each is, or why it is none. */
  dropFiles(files: readonly File[]): Promise<readonly DroppedFile[]>
  /** Tells of an action chosen in the menu, by its id; returns a function that stops it. */
  onAction(listener: (id: string) => void): () => void
}

declare global {
  interface Window {
    readonly ingle?: DesktopBridge
  }
}

type PortMessage = { type: 'ingle-port' }

function isPortMessage(data: unknown): data is PortMessage {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'ingle-port'
}

/**
 * The transport of the desktop: the preload script posts one MessagePort to this window. It may post another one, for
 * instance after sleep; the newest counts.
 */
export function createPortTransport(target: Window): Transport {
  let events: ConnectionEvents | null = null
  let current: MessagePort | null = null
  const waiting: MessagePort[] = []

  const adopt = (port: MessagePort) => {
    current?.close()
    current = port
    port.addEventListener('close', () => {
      if (current !== port) return
      current = null
      events?.lost()
    })
    events?.opened(new RPCLink({ port }))
    port.start()
  }

  target.addEventListener('message', (event: MessageEvent<unknown>) => {
    const port = event.ports[0]
    // Only this window's own preload script may hand over a port; other frames and windows post as other sources.
    if (event.source !== target || !isPortMessage(event.data) || !port) return
    if (events) adopt(port)
    else waiting.push(port)
  })

  return {
    start(receiver) {
      events = receiver
      const port = waiting.at(-1)
      if (port) adopt(port)
    },
    retryNow() {
      // The host hands over ports; there is nothing to ask for.
    },
  }
}
