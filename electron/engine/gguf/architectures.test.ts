import { expect, test } from 'vitest'
import { isRecurrent, kindOfArchitecture } from './architectures.ts'

test.each([
  'llama',
  'qwen3',
  'qwen3moe',
  'gemma3',
  'phi3',
  'gpt-oss',
  'mistral3',
  'deepseek2',
  'ernie4_5-moe',
  'nemotron_h',
  'mamba2',
])('%s can be talked to', (architecture) => {
  expect(kindOfArchitecture(architecture)).toBe('text')
})

test.each([
  ['clip', 'vision-part'],
  ['nomic-bert', 'embedding'],
  ['wavtokenizer-dec', 'speech'],
  ['t5', 'encoder-decoder'],
  ['llada', 'diffusion-text'],
  ['eagle3', 'draft'],
  ['sdxl', 'image'],
  ['whisper', 'speech'],
  ['gptj', 'unknown'],
  ['', 'unknown'],
  ['constructor', 'unknown'],
])('%s is %s', (architecture, kind) => {
  expect(kindOfArchitecture(architecture)).toBe(kind)
})

test('recurrent architectures are known as such', () => {
  expect([isRecurrent('rwkv7'), isRecurrent('llama')]).toEqual([true, false])
})
