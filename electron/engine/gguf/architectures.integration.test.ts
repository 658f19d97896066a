import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRecurrent, kindOfArchitecture } from './architectures.ts'
import { ggmlType } from './ggml-types.ts'
import { mostLayers } from './gguf-limits.ts'
import { hybridArchitectures } from './recurrent-layers.ts'
import { windowRules } from './sliding-window.ts'

const bundle = join(import.meta.dirname, '../../../node_modules/node-llama-cpp/llama/gitRelease.bundle')

/** The llama.cpp that the binding was built from; its source lies in the package. */
const source = mkdtempSync(join(tmpdir(), 'ingle-engine-source-'))
const read = (path: string): string => readFileSync(join(source, path), 'utf8')

beforeAll(() => {
  execFileSync('git', ['clone', '--quiet', '--no-checkout', bundle, source])
  execFileSync('git', ['-C', source, 'checkout', '--quiet', 'HEAD', '--', 'src', 'ggml/include'])
})
afterAll(() => rmSync(source, { recursive: true, force: true }))

/** Names by the constants that the source uses for them. */
function architectureNames(): Map<string, string> {
  const list = read('src/llama-arch.cpp').split('LLM_ARCH_NAMES')[1]?.split('};')[0] ?? ''
  return new Map(
    [...list.matchAll(/(LLM_ARCH_\w+),\s*"([^"]+)"/gu)].map(([, constant = '', name = '']) => [constant, name]),
  )
}

test('the lists are those of the llama.cpp in use', () => {
  const names = [...architectureNames().values()]
  expect(names.length).toBeGreaterThan(100)
  expect(names.filter((name) => kindOfArchitecture(name) === 'unknown')).toEqual(['gptj', '(unknown)'])

  expect(read('src/llama-hparams.h')).toContain(`#define LLAMA_MAX_LAYERS  ${mostLayers}\n`)

  const types = [...read('ggml/include/ggml.h').matchAll(/^\s+GGML_TYPE_(\w+)\s*=\s*(\d+),/gmu)].filter(
    (match) => match[1] !== 'COUNT',
  )
  expect(types.length).toBeGreaterThan(30)
  for (const [, name, id] of types) expect(ggmlType(Number(id))?.name).toBe(name)
})

test('the recurrent and hybrid architectures are those of the llama.cpp in use', () => {
  const names = architectureNames()
  const listed = (name: string): string[] => {
    const body = read('src/llama-arch.cpp').split(`bool ${name}(`)[1]?.split('return true')[0] ?? ''
    return [...body.matchAll(/LLM_ARCH_\w+/gu)].map(([constant]) => names.get(constant) ?? constant)
  }
  expect([...names.values()].filter(isRecurrent).toSorted()).toEqual(listed('llm_arch_is_recurrent').toSorted())
  expect([...hybridArchitectures, 'deepseek4'].toSorted()).toEqual(listed('llm_arch_is_hybrid').toSorted())
})

test('the windows are those of the llama.cpp in use', () => {
  // Of these it reads a window and does not use it, or they do not write text, or their compressed attention is not described here.
  const others = ['phi3', 'gemma-embedding', 'modern-bert', 'gemma4-assistant', 'dflash', 'deepseek4']
  const found = readdirSync(join(source, 'src/models')).flatMap((file) => {
    const text = read(`src/models/${file}`)
    if (!text.includes('LLM_KV_ATTENTION_SLIDING_WINDOW,')) return []
    const stem = file.replace('.cpp', '')
    const name = { 'openai-moe': 'gpt-oss', 'granite-swa': 'granite_swa' }[stem] ?? stem
    const period = /swa_period = (\d+);/u.exec(text)?.[1]
    return [[name, { period: period === undefined ? null : Number(period), fullFirst: fullFirst.test(text) }] as const]
  })
  expect(found.map(([name]) => name).toSorted()).toEqual([...Object.keys(windowRules), ...others].toSorted())
  for (const [name, rule] of found) {
    const ours = windowRules[name]
    if (ours === undefined || name === 'lfm2') continue
    expect({ name, period: ours.period, fullFirst: ours.fullFirst ?? false }).toEqual({ name, ...rule })
  }
})

const fullFirst = /set_swa_pattern\(swa_period, (?:\/\*dense_first=\*\/)?true\)/u
