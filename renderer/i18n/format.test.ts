import { expect, test } from 'vitest'
import * as format from './format.ts'

const gib = 1024 ** 3

test('memory has its unit and its whole', () => {
  expect(format.formatMemoryOf(6.4 * gib, 11.8 * gib)).toBe('6.4 of 11.8 GB')
  expect(format.formatMemoryOf(20 * 1024 ** 2, 11.8 * gib)).toBe('20 MB of 11.8 GB')
  expect(format.formatMemory(213 * 1024 ** 2)).toBe('213 MB')
  expect(format.formatMemory(5)).toBe('1 MB')
})

test('a machine has the memory that was sold with it, a container what it was given', () => {
  expect(format.formatInstalledMemory(33_285_996_544)).toBe('32 GB')
  expect(format.formatInstalledMemory(16_621_035_520)).toBe('16 GB')
  expect(format.formatInstalledMemory(8 * gib)).toBe('8 GB')
  expect(format.formatInstalledMemory(17.3 * gib)).toBe('17.3 GB')
})

test('files count in the units of file managers', () => {
  expect(format.formatFileSize(5_680_000_000)).toBe('5.7 GB')
  expect(format.formatFileSize(2_040_000)).toBe('2.0 MB')
  expect(format.formatFileSize(410_400)).toBe('410 KB')
  expect(format.formatFileSize(19)).toBe('19 bytes')
})

test('speed keeps one digit until it has three of its own', () => {
  expect(format.formatSpeed(39.44)).toBe('39.4 tok/s')
  expect(format.formatSpeed(412.3)).toBe('412 tok/s')
})

test('durations take the largest unit that says enough', () => {
  expect(format.formatDuration(420, true)).toBe('0.42 s')
  expect(format.formatDuration(6400)).toBe('6 s')
  expect(format.formatDuration(59_600)).toBe('1 min')
  expect(format.formatDuration(125_000)).toBe('2 min')
  expect(format.formatDuration(3_900_000)).toBe('1 h 5 min')
})

test('a share never reads 100 % before it is done', () => {
  expect(format.formatPercent(0.58)).toBe('58 %')
  expect(format.formatPercent(0.9999)).toBe('99 %')
  expect(format.formatPercent(1)).toBe('100 %')
  expect(format.formatPercent(-1)).toBe('0 %')
})

test('tokens are short in the ruler and whole in a sentence', () => {
  expect(format.formatTokensShort(6412)).toBe('6.4k')
  expect(format.formatTokensShort(16_384)).toBe('16k')
  expect(format.formatTokensShort(131_072)).toBe('128k')
  expect(format.formatTokensShort(12)).toBe('12')
  expect(format.formatTokensShort(0)).toBe('0')
  expect(format.formatTokensShort(1992)).toBe('2k')
  expect(format.formatCount(3214)).toBe('3,214')
})

test('parameters are told as people tell them', () => {
  expect(format.formatParameters(1_800_000)).toBe('1.8M')
  expect(format.formatParameters(9_000_000_000)).toBe('9B')
})
