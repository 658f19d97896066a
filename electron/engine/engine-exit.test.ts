import { describe, expect, test } from 'vitest'
import { describeEnd, endError, fromWaitStatus, type EngineEndReason } from './engine-exit.ts'

const ends: readonly (readonly [string, number | null, string | null, EngineEndReason, string])[] = [
  ['134', 134, null, 'abort', 'exit code 134'],
  ['SIGABRT', null, 'SIGABRT', 'abort', 'SIGABRT'],
  ['0xC0000409', 0xc0000409, null, 'abort', '0xC0000409'],
  ['3', 3, null, 'abort', 'exit code 3'],
  ['137', 137, null, 'killed', 'exit code 137'],
  ['SIGKILL', null, 'SIGKILL', 'killed', 'SIGKILL'],
  ['139', 139, null, 'segfault', 'exit code 139'],
  ['SIGSEGV', null, 'SIGSEGV', 'segfault', 'SIGSEGV'],
  ['0xC0000005', 0xc0000005, null, 'segfault', '0xC0000005'],
  ['0xC0000005 as a signed number', -1073741819, null, 'segfault', '0xC0000005'],
  ['0xC0000000 in 64 bits', 18446744072635809792, null, 'unknown', '0xC0000000'],
  ['SIGILL', null, 'SIGILL', 'illegal-instruction', 'SIGILL'],
  ['132', 132, null, 'illegal-instruction', 'exit code 132'],
  ['0xC000001D', 0xc000001d, null, 'illegal-instruction', '0xC000001D'],
  ['SIGBUS', null, 'SIGBUS', 'bus', 'SIGBUS'],
  ['135', 135, null, 'bus', 'exit code 135'],
  ['138, as macOS has it', 138, null, 'bus', 'exit code 138'],
  ['0xC0000006', 0xc0000006, null, 'bus', '0xC0000006'],
  ['SIGFPE', null, 'SIGFPE', 'arithmetic', 'SIGFPE'],
  ['136', 136, null, 'arithmetic', 'exit code 136'],
  ['0xC0000094', 0xc0000094, null, 'arithmetic', '0xC0000094'],
  ['SIGTRAP', null, 'SIGTRAP', 'abort', 'SIGTRAP'],
  ['0x80000003', 0x80000003, null, 'abort', '0x80000003'],
  ['0xE06D7363', 0xe06d7363, null, 'abort', '0xE06D7363'],
  ['0xC0000374', 0xc0000374, null, 'segfault', '0xC0000374'],
  ['0xE0000008', 0xe0000008, null, 'memory', '0xE0000008'],
  ['0xC0000017', 0xc0000017, null, 'memory', '0xC0000017'],
  ['0xC0000135', 0xc0000135, null, 'library', '0xC0000135'],
  ['127', 127, null, 'library', 'exit code 127'],
  ['SIGTERM', null, 'SIGTERM', 'terminated', 'SIGTERM'],
  ['130', 130, null, 'terminated', 'exit code 130'],
  ['0xC000013A', 0xc000013a, null, 'terminated', '0xC000013A'],
  ['143', 143, null, 'terminated', 'exit code 143'],
  ['0', 0, null, 'left', 'exit code 0'],
  ['1', 1, null, 'error', 'exit code 1'],
  ['nothing at all', null, null, 'unknown', 'no exit code'],
  ['an unheard-of code', 0xdeadbeef, null, 'unknown', '0xDEADBEEF'],
]

describe('the end of an engine', () => {
  test.each(ends)('G19 %s has a reason in data', (_name, code, signal, reason, words) => {
    expect(describeEnd({ code, signal, stderrTail: '' }, null)).toEqual({ reason, code: words, stderrTail: '' })
  })

  test('G19 the last words say more than the code', () => {
    const end = (stderrTail: string) => describeEnd({ code: 134, signal: null, stderrTail }, null).reason
    expect(end('terminate called after throwing an instance of std::bad_alloc')).toBe('memory')
    expect(end('FATAL ERROR: Reached heap limit Allocation failed')).toBe('memory')
    expect(end('CUDA error: out of memory')).toBe('memory')
    expect(end('CUDA error: unspecified launch failure')).toBe('gpu')
    expect(end('vk::DeviceLostError')).toBe('gpu')
    expect(end('GGML_ASSERT(n_head > 0) failed')).toBe('abort')
  })

  test('what we did ourselves outranks the code', () => {
    expect(describeEnd({ code: null, signal: 'SIGKILL', stderrTail: '' }, 'unresponsive').reason).toBe('unresponsive')
    expect(describeEnd({ code: null, signal: 'SIGKILL', stderrTail: '' }, 'asked').reason).toBe('asked')
  })

  test('G20 memory that runs out while a chat template runs is the template’s doing; another crash is not', () => {
    const end = (code: number | null, signal: string | null, stderrTail = '') =>
      describeEnd({ code, signal, stderrTail }, null, true).reason
    expect(end(null, 'SIGKILL')).toBe('template')
    expect(end(null, 'SIGABRT', 'JavaScript heap out of memory')).toBe('template')
    expect(end(1, null, 'The chat template took more than 1073741824 bytes of memory')).toBe('template')
    expect(end(null, 'SIGSEGV')).toBe('segfault')
    expect(describeEnd({ code: null, signal: 'SIGKILL', stderrTail: '' }, 'asked', true).reason).toBe('asked')
  })

  test('an end from outside is told from a crash', () => {
    const error = (code: number | null, signal: string | null) =>
      endError(describeEnd({ code, signal, stderrTail: '' }, null))
    expect(error(null, 'SIGKILL')).toMatchObject({ code: 'ENGINE_KILLED', data: { reason: 'killed', code: 'SIGKILL' } })
    expect(error(139, null)).toMatchObject({ code: 'ENGINE_CRASHED', data: { reason: 'segfault' } })
    expect(error(0, null)).toMatchObject({ code: 'ENGINE_CRASHED', data: { reason: 'left' } })
    expect(error(0xc0000017, null)).toMatchObject({ code: 'ENGINE_OUT_OF_MEMORY', data: { reason: 'memory' } })
  })

  test('a raw wait status is read as the signal or the exit code it holds', () => {
    expect(fromWaitStatus(11)).toEqual({ code: null, signal: 'SIGSEGV' })
    expect(fromWaitStatus(0x80 | 6)).toEqual({ code: null, signal: 'SIGABRT' })
    expect(fromWaitStatus(134 << 8)).toEqual({ code: 134, signal: null })
    expect(fromWaitStatus(0)).toEqual({ code: 0, signal: null })
  })
})
