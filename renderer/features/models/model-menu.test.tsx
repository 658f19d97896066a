import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { ModelId } from '../../../electron/contract/ids.ts'
import type { Model } from '../../../electron/contract/models.ts'
import { RpcProvider } from '../../rpc/RpcProvider.tsx'
import { createTopicHub } from '../../rpc/topic.ts'
import { render } from '../../test-support/render.tsx'
import { createTestTransport } from '../../test-support/test-transport.ts'
import { ModelMenu } from './ModelMenu.tsx'

const model = (number: number, more: Partial<Model>): Model => ({
  id: `model-${String(number)}` as ModelId,
  name: 'Qwen3 4B',
  source: 'folder',
  path: `/models/${String(number)}.gguf`,
  fileName: `${String(number)}.gguf`,
  bytes: 2_500_000_000,
  architecture: 'qwen3',
  quantisation: 'Q4_K_M',
  parameters: 4_000_000_000,
  contextSize: 40_960,
  licence: null,
  memoryBytes: 3 * 1024 ** 3,
  problem: null,
  lastUsedAt: null,
  ...more,
})

async function options(models: readonly Model[]): Promise<Element[]> {
  const host = createTestTransport(() => undefined)
  const hub = createTopicHub({ connection: host.connection, after: () => () => undefined })
  const nothing = () => undefined
  const box = await render(
    <RpcProvider rpc={{ connection: host.connection, transport: host.transport, hub }}>
      <QueryClientProvider client={new QueryClient()}>
        <ModelMenu models={models} value={null} engine={undefined} onChoose={nothing} onAddFile={nothing} />
      </QueryClientProvider>
    </RpcProvider>,
  )
  return [...box.querySelectorAll('[role=option]')]
}
const rows = async (models: readonly Model[]) => (await options(models)).map(({ textContent }) => textContent)

test('a model tells its size in memory; the file’s size only where memory is not known', async () => {
  expect(await rows([model(1, {})])).toEqual(['Qwen3 4BQ4_K_M4B · ~3.0 GB memory'])
  expect(await rows([model(1, { memoryBytes: null })])).toEqual(['Qwen3 4BQ4_K_M4B · 2.5 GB on disk'])
})

test('models of one name are told apart by their files', async () => {
  const [first, second, third] = await rows([model(1, {}), model(2, {}), model(3, { name: 'Yi 6B' })])
  expect(first).toMatch(/1\.gguf$/)
  expect(second).toMatch(/2\.gguf$/)
  expect(third).not.toMatch(/gguf/)
})

test('G11 a model that was set aside says so and can be chosen; one that cannot be used cannot', async () => {
  const data = { count: 3, at: 0, reason: 'abort' }
  const [aside, broken] = await options([
    model(1, { problem: { code: 'MODEL_QUARANTINED', message: '', data } }),
    model(2, { name: 'Yi 6B', problem: { code: 'MODEL_TRUNCATED', message: '' } }),
  ])
  expect(aside?.textContent).toContain('This model brought the engine down 3 times')
  expect([aside, broken].map((option) => option?.getAttribute('aria-disabled'))).toEqual(['false', 'true'])
})
