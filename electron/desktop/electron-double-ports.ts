import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads'
import type * as electron from 'electron'
import { note, type OnlyNamesOf } from './electron-double-calls.ts'

export class UtilityProcess extends EventEmitter {
  static fakeForked: UtilityProcess[] = []
  static fork(modulePath: string, args?: string[], options?: electron.ForkOptions): UtilityProcess {
    note('fork', modulePath, args, options)
    const child = new UtilityProcess()
    UtilityProcess.fakeForked.push(child)
    return child
  }
  pid: number | undefined
  stderr: EventEmitter | null = new EventEmitter()
  fakeReceived: unknown[] = []
  postMessage(message: unknown): void {
    this.fakeReceived.push(message)
  }
  kill(): boolean {
    note('child.kill')
    return this.pid !== undefined
  }
}
export const utilityProcess = UtilityProcess

/** Over a real channel of Node, so that what is said over it is said for real. */
export class MessagePortMain extends EventEmitter {
  fakePort: NodePort
  fakeClosed = false
  constructor(port: NodePort) {
    super()
    this.fakePort = port
    port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }))
    // Electron tells the other end only.
    port.on('close', () => {
      if (!this.fakeClosed) this.emit('close')
    })
    // Queued until `start`, as Electron does it.
    port.unref()
  }
  start(): void {
    this.fakePort.ref()
    this.fakePort.start()
  }
  close(): void {
    this.fakeClosed = true
    this.fakePort.close()
  }
  postMessage(message: unknown): void {
    this.fakePort.postMessage(message)
  }
}
export class MessageChannelMain {
  port1: MessagePortMain
  port2: MessagePortMain
  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new MessagePortMain(port1)
    this.port2 = new MessagePortMain(port2)
  }
}

;({}) satisfies OnlyNamesOf<electron.UtilityProcess, UtilityProcess>
;({}) satisfies OnlyNamesOf<electron.MessagePortMain, MessagePortMain>
