import { expect, test } from 'vitest'
import { countPhysicalCores, readMachine, shortenProcessor } from './machine.ts'

test('a processor is named without trade marks and filler', () => {
  expect(shortenProcessor('AMD Ryzen 7 5800X 8-Core Processor')).toBe('AMD Ryzen 7 5800X')
  expect(shortenProcessor('Intel(R) Core(TM) i7-8700K CPU @ 3.70GHz')).toBe('Intel Core i7-8700K')
  expect(shortenProcessor('AMD Ryzen 7 7840U w/ Radeon 780M Graphics')).toContain('7840U')
  expect(shortenProcessor('Apple M2 Pro')).toBe('Apple M2 Pro')
  expect(shortenProcessor('')).toBe('Unknown processor')
})

test('two threads of one core count as one core, equal core numbers on two sockets as two', () => {
  const thread = (socket: number, core: number) => `processor\t: 0\nphysical id\t: ${socket}\ncore id\t\t: ${core}\n\n`
  expect(countPhysicalCores(thread(0, 0) + thread(0, 0) + thread(0, 1) + thread(1, 0))).toBe(3)
  expect(countPhysicalCores('Processor: ARMv8')).toBeNull()
})

test('this machine has at least a core and some memory', () => {
  const machine = readMachine(null)
  expect(machine.physicalCores).toBeGreaterThan(0)
  expect(machine.logicalCores).toBeGreaterThanOrEqual(machine.physicalCores)
  expect(machine.memoryBytes).toBeGreaterThan(1e8)
})
