import { MessageChannelMain, type IpcMain, type MessagePortMain, type WebContents } from 'electron'
import type { AnyRouter } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import type { Log } from '../core/ports.ts'
import type { RpcOptions } from '../core/rpc-errors.ts'
import { ipcChannels } from './ipc-channels.ts'
import { trustedFrame, type Windows } from './ipc-guard.ts'

export type RpcPortDeps = { ipc: IpcMain; windows: Windows; router: AnyRouter; rpcOptions: RpcOptions; log: Log }

/**
 * One port per page, handed to the page that asks for it. A page that loads again asks again; its old port is closed
 * then, and with it every stream that was read over it.
 */
export function serveRpc({ ipc, windows, router, rpcOptions, log }: RpcPortDeps): { dispose(): void } {
  const handler = new RPCHandler(router, rpcOptions)
  const ports = new Map<WebContents, MessagePortMain>()

  function close(contents: WebContents): void {
    const port = ports.get(contents)
    if (!port) return
    ports.delete(contents)
    port.close()
    // Electron tells only the other end; our end of the streams has to hear of it too.
    port.emit('close')
  }

  const onConnect: Parameters<IpcMain['on']>[1] = (event) => {
    const frame = trustedFrame(event, windows)
    if (frame === null) return log.warn('rpc.connect-refused')
    const contents = event.sender
    close(contents)
    const { port1, port2 } = new MessageChannelMain()
    handler.upgrade(port1, { context: {} })
    ports.set(contents, port1)
    port1.once('close', () => {
      if (ports.get(contents) === port1) ports.delete(contents)
    })
    contents.once('destroyed', () => close(contents))
    port1.start()
    frame.postMessage(ipcChannels.port, null, [port2])
  }
  ipc.on(ipcChannels.connect, onConnect)

  return {
    dispose() {
      ipc.off(ipcChannels.connect, onConnect)
      for (const contents of ports.keys()) close(contents)
    },
  }
}
