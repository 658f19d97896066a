import { networkInterfaces } from 'node:os'
import type { Message } from '../../electron/contract/chat.ts'
import type { ChatId } from '../../electron/contract/ids.ts'
import type { Client } from '../../electron/contract/index.ts'
import { connectTo } from './rpc-client.ts'
import { startWebHost } from './web-host.ts'

// Run as a program, so that a test can put it into a network of its own: a person's first minutes, over the real engine
// and the starter model. Prints what happened as JSON.

async function starter(rpc: Client) {
  for await (const event of await rpc.models.list()) {
    const found = event.models.find(({ source, problem }) => source === 'starter' && problem === null)
    if (found) return found.id
    if (!event.scanning) throw new Error('the starter model is missing')
  }
  throw new Error('no models')
}

async function answer(rpc: Client, chat: ChatId): Promise<Message> {
  for await (const event of await rpc.chat.attach({ chat })) {
    const message =
      event.type === 'message' ? event.message : event.type === 'snapshot' ? event.detail.messages.at(-1) : null
    if (message?.role === 'assistant' && message.state.phase === 'done') return message
  }
  throw new Error('no answer')
}

const [data = ''] = process.argv.slice(2)
const host = await startWebHost({ data, engine: 'llama' })
const page = await fetch(new URL('/', host.link))
const { rpc, close } = await connectTo(host.link)
const model = await starter(rpc)
const { chat } = await rpc.chat.send({ chat: null, text: 'What is a GGUF?', model, key: crypto.randomUUID() })
const first = await answer(rpc, chat)
const afterReload = await answer(rpc, chat)
close()
await host.stop()
const { state, parts } = first
process.stdout.write(
  JSON.stringify({
    network: Object.keys(networkInterfaces()),
    page: page.status,
    reason: state.phase === 'done' ? state.reason : state.phase,
    error: state.phase === 'done' ? state.error : null,
    text: parts.map(({ text }) => text).join(''),
    sameAfterReload: JSON.stringify(afterReload.parts) === JSON.stringify(parts),
  }),
)
