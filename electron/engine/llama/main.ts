import { openParentPort } from '../engine-child-port.ts'
import { engineProtocolVersion, type ToEngine } from '../engine-protocol.ts'

/**
 * The text engine as a process of its own. It answers `hello` before it loads the native library: that takes a second, and
 * can end the process.
 */
const port = openParentPort()
const engine = import('./llama-engine.ts').then(({ createLlamaEngine }) =>
  createLlamaEngine({ post: port.post, writeLog: (line) => void process.stderr.write(line) }),
)

port.onMessage((message: ToEngine) => {
  if (message.type !== 'hello') return void engine.then((handle) => handle(message))
  return port.post({
    type: 'ready',
    protocol: engineProtocolVersion,
    engine: 'llama',
    versions: { node: process.versions.node },
  })
})

setInterval(() => port.post({ type: 'heartbeat' }), 1000)
