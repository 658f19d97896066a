import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mostLayers } from './abort-causes.ts'
import { kindOfArchitecture } from './architectures.ts'
import { ggmlType } from './ggml-types.ts'

const bundle = join(import.meta.dirname, '../../../node_modules/node-llama-cpp/llama/gitRelease.bundle')

/** Files of the llama.cpp that the binding was built from; its source lies in the package. */
function readEngineSource(paths: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'ingle-engine-source-'))
  try {
    execFileSync('git', ['clone', '--bare', '--quiet', bundle, folder])
    return paths.map((path) =>
      execFileSync('git', ['-C', folder, 'show', `HEAD:${path}`], { encoding: 'utf8', maxBuffer: 2 ** 26 }),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('the lists are those of the llama.cpp in use', () => {
  const [architectures = '', limits = '', ggml = ''] = readEngineSource([
    'src/llama-arch.cpp',
    'src/llama-hparams.h',
    'ggml/include/ggml.h',
  ])

  const names = [
    ...(architectures.split('LLM_ARCH_NAMES')[1]?.split('};')[0] ?? '').matchAll(/LLM_ARCH_\w+,\s*"([^"]+)"/gu),
  ].map((match) => match[1] ?? '')
  expect(names.length).toBeGreaterThan(100)
  expect(names.filter((name) => kindOfArchitecture(name) === 'unknown')).toEqual(['gptj', '(unknown)'])

  expect(limits).toContain(`#define LLAMA_MAX_LAYERS  ${mostLayers}\n`)

  const types = [...ggml.matchAll(/^\s+GGML_TYPE_(\w+)\s*=\s*(\d+),/gmu)].filter((match) => match[1] !== 'COUNT')
  expect(types.length).toBeGreaterThan(30)
  for (const [, name, id] of types) expect(ggmlType(Number(id))?.name).toBe(name)
})
