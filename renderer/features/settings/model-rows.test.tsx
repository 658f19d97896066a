import { expect, test } from 'vitest'
import type { ModelId } from '../../../electron/contract/ids.ts'
import type { Model, ModelsEvent } from '../../../electron/contract/models.ts'
import { RpcProvider } from '../../rpc/RpcProvider.tsx'
import { createTopicHub } from '../../rpc/topic.ts'
import { byName, perform, render } from '../../test-support/render.tsx'
import { createTestStream, createTestTransport } from '../../test-support/test-transport.ts'
import { ModelRows } from './ModelRows.tsx'

const tiny: Model = {
  id: 'tiny' as ModelId,
  name: 'Tiny 1B',
  source: 'folder',
  path: '/models/tiny.gguf',
  fileName: 'tiny.gguf',
  bytes: 1e9,
  architecture: 'llama',
  quantisation: 'Q4_K_M',
  parameters: 1e9,
  contextSize: 8192,
  licence: null,
  memoryBytes: 1e9,
  problem: { code: 'MODEL_QUARANTINED', message: '', data: { count: 3, at: 0, reason: 'unresponsive' } },
  lastUsedAt: null,
}

test('G11 a model that was set aside says why in the list of models, and may be tried again from there', async () => {
  const host = createTestTransport(({ path, signal }) => {
    if (path !== 'models.list') return undefined
    const stream = createTestStream<ModelsEvent>(signal)
    stream.push({ models: [tiny], revision: 1, folder: '/models', scanning: false })
    return stream.events
  })
  const hub = createTopicHub({ connection: host.connection, after: () => () => undefined })
  host.open()
  const box = await render(
    <RpcProvider rpc={{ connection: host.connection, transport: host.transport, hub }}>
      <ModelRows onAddFile={() => undefined} />
    </RpcProvider>,
  )
  await perform(() => new Promise((resolve) => setTimeout(resolve, 0)))
  expect(box.textContent).toContain('This model brought the engine down 3 times')
  expect(box.textContent).toContain('the engine stopped responding')
  await perform(() => byName(box, 'button', 'Try Tiny 1B again').click())
  expect(host.calls.filter(({ path }) => path === 'models.tryAgain')).toMatchObject([{ input: { model: 'tiny' } }])
})
