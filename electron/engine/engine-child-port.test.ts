import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openParentPort } from './engine-child-port.ts'
import type { ToEngine } from './engine-protocol.ts'

/** Stands for `process.parentPort` of an Electron utility process. */
class ParentPort extends EventEmitter {
  sent: unknown[] = []
  postMessage(message: unknown): void {
    this.sent.push(message)
  }
}

let parent: ParentPort
const kill = vi.spyOn(process, 'kill').mockReturnValue(true)

beforeEach(() => {
  parent = new ParentPort()
  Object.defineProperty(process, 'parentPort', { value: parent, configurable: true })
})

afterEach(() => {
  Reflect.deleteProperty(process, 'parentPort')
  kill.mockClear()
})

test('in a utility process messages go over the port that Electron gives', () => {
  const port = openParentPort()
  const got: ToEngine[] = []
  const stop = port.onMessage((message) => got.push(message))
  parent.emit('message', { data: { type: 'hello', protocol: 1 } })
  stop()
  parent.emit('message', { data: { type: 'probe', id: 1 } })
  port.post({ type: 'heartbeat' })
  expect(got).toEqual([{ type: 'hello', protocol: 1 }])
  expect(parent.sent).toEqual([{ type: 'heartbeat' }])
})

test('G18 in a utility process the engine ends when its port closes', () => {
  openParentPort()
  parent.emit('close')
  expect(kill).toHaveBeenCalledWith(process.pid, 'SIGKILL')
})
