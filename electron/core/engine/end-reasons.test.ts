import { expect, test } from 'vitest'
import { engineEndReasons } from '../../contract/errors.ts'
import { describeEnd, endError } from '../../engine/engine-exit.ts'
import type { EngineEndReason } from '../../engine/engine-exit.ts'

type Told = (typeof engineEndReasons)[number]
/** Compiles only where the page knows every end, and no others. */
const same: [Exclude<EngineEndReason, Told>, Exclude<Told, EngineEndReason>] extends [never, never] ? true : false =
  true

test('G19 whatever an engine ends with, the page has words for the reason', () => {
  expect(same).toBe(true)
  const known: ReadonlySet<string> = new Set(engineEndReasons)
  const codes = [-1, 0, 1, 3, 126, 127, 132, 134, 135, 136, 137, 139, 143, 0xc0000005, 0xc0000409, 0xc000001d, 12_345]
  const signals = ['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGKILL', 'SIGTERM', 'SIGUSR2']
  const exits = [
    ...codes.map((code) => ({ code, signal: null, stderrTail: '' })),
    ...signals.map((signal) => ({ code: null, signal, stderrTail: '' })),
    { code: null, signal: null, stderrTail: '' },
    { code: 134, signal: null, stderrTail: 'CUDA error: device lost' },
    { code: 134, signal: null, stderrTail: 'std::bad_alloc' },
  ]
  for (const exit of exits) {
    const reason = endError(describeEnd(exit, null)).data?.['reason']
    expect(known.has(String(reason)), JSON.stringify(exit)).toBe(true)
  }
})
