import { expect, test } from 'vitest'
import { describeAttention } from './describe-attention.ts'
import type { AttentionNumbers } from './describe-attention.ts'
import type { AttentionFacts } from './model-facts.ts'

type Change = Partial<Omit<AttentionNumbers, 'number'>> & { keys?: Readonly<Record<string, number>> }

function described({ keys = {}, ...change }: Change) {
  return describeAttention({
    architecture: 'llama',
    layers: 12,
    heads: [8],
    headsKv: [2],
    keyLength: 64,
    valueLength: 64,
    feedForward: [1024],
    windowPattern: null,
    recurrentLayers: null,
    number: (key) => keys[key] ?? null,
    ...change,
  })
}

const layers = (change: Change): AttentionFacts | undefined => described(change)?.attention
const window = { 'attention.sliding_window': 1024 }

test.each([
  ['gemma2', 6, 6],
  ['gemma3', 2, 10],
  ['gpt-oss', 6, 6],
  ['cohere2', 3, 9],
  ['smallthinker', 3, 9],
  ['plamo3', 1, 11],
])('of twelve layers of %s %i see everything and %i a window', (architecture, fullLayers, windowLayers) => {
  expect(layers({ architecture, keys: window })).toMatchObject({ fullLayers, windowLayers })
})

test('the window is the file’s, or what its architecture always has', () => {
  expect(layers({ architecture: 'gemma3', keys: window })?.windowTokens).toBe(1024)
  expect(layers({ architecture: 'gemma2' })?.windowTokens).toBe(4096)
  expect(layers({ architecture: 'llama4', keys: window })?.windowTokens).toBe(8192)
  expect(layers({ architecture: 'llama4' })?.windowTokens).toBe(8192)
  expect(layers({ architecture: 'smallthinker', keys: window })?.windowTokens).toBe(4096)
})

test.each([
  ['phi3', window],
  ['llama', window],
  ['gemma3', {}],
  ['llama4', { 'attention.sliding_window': 0 }],
  ['exaone4', window],
])('%s with %j sees everything', (architecture, keys) => {
  expect(layers({ architecture, keys })).toMatchObject({ fullLayers: 12, windowLayers: 0, windowTokens: null })
})

test('the first layer of each four or the last one sees everything', () => {
  const bytes = (architecture: string) =>
    described({ architecture, layers: 5, headsKv: [1, 2, 4, 8, 16], keys: window })?.kvCache.bytesPerToken
  expect(bytes('laguna')).toBe((1 + 16) * 128 * 2)
  expect(bytes('olmo2')).toBe(8 * 128 * 2)
})

test('a number as the pattern is a period; a list counts where llama.cpp reads it', () => {
  const list = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]
  expect(layers({ architecture: 'gemma3', windowPattern: [2], keys: window })?.fullLayers).toBe(6)
  expect(layers({ architecture: 'gemma3', windowPattern: list, keys: window })?.fullLayers).toBe(2)
  expect(layers({ architecture: 'gemma4', windowPattern: list, keys: window })?.fullLayers).toBe(1)
  expect(layers({ architecture: 'mellum', windowPattern: list, keys: window })?.fullLayers).toBe(1)
  expect(layers({ architecture: 'mellum', windowPattern: [3], keys: window })?.fullLayers).toBe(4)
})

test('layers with a window may have heads of another length, and share the cache of earlier ones', () => {
  const gemma4 = described({
    architecture: 'gemma4',
    layers: 4,
    windowPattern: [1, 0, 1, 0],
    keys: {
      ...window,
      'attention.key_length_swa': 32,
      'attention.value_length_swa': 32,
      'attention.shared_kv_layers': 2,
    },
  })
  expect(gemma4?.kvCache).toMatchObject({ bytesPerToken: 2 * 128 * 2, windowBytesPerToken: 2 * 64 * 2 })
  expect(gemma4?.attention).toMatchObject({ fullLayers: 2, windowLayers: 2 })
})

test('a hybrid attends in every n-th layer, in those it lists, or in those with key/value heads', () => {
  const attending = (change: Change) => layers(change)?.fullLayers
  expect(attending({ architecture: 'qwen3next' })).toBe(3)
  expect(attending({ architecture: 'qwen3next', keys: { full_attention_interval: 6 } })).toBe(2)
  expect(attending({ architecture: 'qwen35', recurrentLayers: [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0] })).toBe(6)
  expect(attending({ architecture: 'jamba', layers: 4, headsKv: [0, 0, 2, 0] })).toBe(1)
  expect(layers({ architecture: 'falcon-h1' })).toMatchObject({ fullLayers: 12, recurrentLayers: 12 })
  expect(
    layers({ architecture: 'nemotron_h', layers: 4, headsKv: [0, 0, 2, 0], feedForward: [0, 1024, 0, 0] }),
  ).toMatchObject({ fullLayers: 1, recurrentLayers: 2 })
})

test.each([
  ['rwkv7', { 'wkv.head_size': 64, embedding_length: 512 }, 12 * (2 * 512 + 512 * 64)],
  ['kimi-linear', { 'kda.head_dim': 128, 'ssm.conv_kernel': 4 }, 3 * (3 * 3 * 1024 + 128 * 1024)],
  ['minimax-01', {}, 11 * 64 * 64 * 8],
  [
    'mamba2',
    { 'ssm.conv_kernel': 4, 'ssm.inner_size': 256, 'ssm.state_size': 128, 'ssm.group_count': 2 },
    12 * (3 * (256 + 2 * 2 * 128) + 128 * 256),
  ],
])('the state of %s is known', (architecture, keys, length) => {
  const headsKv = architecture === 'kimi-linear' ? [0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1] : [2]
  expect(described({ architecture, headsKv, keys })?.kvCache.stateBytes).toBe(length * 4)
})

test('layers that only predict further tokens', () => {
  const nextn = { nextn_predict_layers: 2 }
  // Kept by most, left out by some; never recurrent.
  expect(layers({ architecture: 'glm4moe', keys: nextn })?.fullLayers).toBe(12)
  expect(layers({ architecture: 'mimo2', keys: nextn })?.fullLayers).toBe(10)
  expect(layers({ architecture: 'qwen35', keys: nextn })).toMatchObject({ fullLayers: 2, recurrentLayers: 8 })
})

test('what the header does not say, or overdoes, is not guessed', () => {
  expect(described({ layers: null })).toBeNull()
  expect(described({ layers: 513 })).toBeNull()
  expect(described({ keyLength: null })).toBeNull()
  expect(described({ architecture: 'rwkv7', keys: { 'wkv.head_size': 2 ** 40, embedding_length: 2 ** 40 } })).toBeNull()
})
