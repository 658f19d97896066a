import { expect, test } from 'vitest'
import { brokenContainers } from '../../../e2e/support/gguf/broken-containers.ts'
import { brokenGgufs } from '../../../e2e/support/gguf/broken-ggufs.ts'
import { brokenHeaders } from '../../../e2e/support/gguf/broken-headers.ts'
import { brokenModels } from '../../../e2e/support/gguf/broken-models.ts'
import { brokenTensors } from '../../../e2e/support/gguf/broken-tensors.ts'
import { brokenTokenizers } from '../../../e2e/support/gguf/broken-tokenizers.ts'
import { countingSource } from '../../../e2e/support/gguf/counting-source.ts'
import type { CountingSource } from '../../../e2e/support/gguf/counting-source.ts'
import { AppError } from '../../contract/errors.ts'
import { checkTextModel } from './check-text-model.ts'
import { readGgufHeader } from './read-gguf-header.ts'
import { readModelFacts } from './read-model-facts.ts'

test('there are at least 60 broken files, each with a name of its own', () => {
  const names = brokenGgufs().map(({ name }) => name)
  expect(names.length).toBeGreaterThanOrEqual(60)
  expect(new Set(names).size).toBe(names.length)
})

/** What a lying length must not do: ask for more than one buffer, or read the file again and again. */
function expectFewBytes({ counts }: CountingSource, bytes: Uint8Array): void {
  expect(counts.largest).toBeLessThanOrEqual(1024 * 1024)
  expect(counts.bytes).toBeLessThanOrEqual(bytes.length * 2 + 65_536)
}

test.each([...brokenHeaders(), ...brokenTensors()])(
  'the header of $name is refused as $code',
  async ({ bytes, code }) => {
    const source = countingSource(bytes)
    const refusal: unknown = await readGgufHeader(source).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(AppError)
    expect(refusal).toMatchObject({ code, data: { offset: expect.any(Number) } })
    expectFewBytes(source, bytes)
  },
)

test.each([...brokenModels(), ...brokenTokenizers(), ...brokenContainers()])(
  'the model $name is refused as $code',
  async ({ bytes, code }) => {
    const source = countingSource(bytes)
    expect(checkTextModel(await readModelFacts(source))).toMatchObject({ code })
    expectFewBytes(source, bytes)
  },
)
