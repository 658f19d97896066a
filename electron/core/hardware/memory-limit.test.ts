import { expect, test } from 'vitest'
import { memoryLimit } from './memory-limit.ts'

const machine = { total: 32e9, free: 20e9 }
const files = (content: Record<string, string>) => ({ read: (path: string) => content[path] ?? null })

test('without a container the whole machine counts', () => {
  expect(memoryLimit(files({}), machine)).toEqual({ limit: 32e9, free: 20e9 })
  expect(memoryLimit(files({ '/sys/fs/cgroup/memory.max': 'max\n' }), machine)).toEqual({ limit: 32e9, free: 20e9 })
})

test('in a container its limit counts, and what it uses is taken off', () => {
  const v2 = files({ '/sys/fs/cgroup/memory.max': '8000000000\n', '/sys/fs/cgroup/memory.current': '3000000000\n' })
  expect(memoryLimit(v2, machine)).toEqual({ limit: 8e9, free: 5e9 })
  const v1 = files({
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '8000000000',
    '/sys/fs/cgroup/memory/memory.usage_in_bytes': '9000000000',
  })
  expect(memoryLimit(v1, machine)).toEqual({ limit: 8e9, free: 0 })
})

test('files that the system keeps in memory for a container and can drop again count as free', () => {
  const after = (stat: string) =>
    memoryLimit(
      files({
        '/sys/fs/cgroup/memory.max': '8000000000',
        '/sys/fs/cgroup/memory.current': '7900000000',
        '/sys/fs/cgroup/memory.stat': stat,
      }),
      machine,
    ).free
  expect(after('anon 900000000\nfile 7000000000\n')).toBe(1e8)
  expect(after('anon 900000000\nfile 7000000000\ninactive_file 4000000000\nactive_file 3000000000\n')).toBe(7.1e9)
})

test("version 1's number for no limit is not taken for one", () => {
  const none = files({ '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712' })
  expect(memoryLimit(none, machine).limit).toBe(32e9)
})
