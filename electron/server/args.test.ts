import { expect, test } from 'vitest'
import { parseServerArgs } from './args.ts'

const port = (args: string[], env: Record<string, string> = {}) => parseServerArgs(args, env).port

test('the port comes from the option, then from INGLE_PORT, then it is the usual one', () => {
  expect(port(['--port', '8080'], { INGLE_PORT: '9090' })).toBe(8080)
  expect(port([], { INGLE_PORT: '9090' })).toBe(9090)
  expect(port([])).toBe(11_780)
  expect(port(['--port', '0'])).toBe(0)
})

test('INGLE_PORT set to nothing is as good as not set', () => {
  expect(port([], { INGLE_PORT: '' })).toBe(11_780)
})

test.each(['', ' ', ' 80', '0x10', '1e3', '-1', '+80', '80.0', '65536', '٨٠', 'http'])(
  'the port %j is refused in a plain line',
  (text) => {
    const line = `A port is a number from 0 to 65535, not "${text}"`
    expect(() => port([`--port=${text}`])).toThrow(line)
    // Nothing at all is not a port but no port.
    expect(() => port([], { INGLE_PORT: text === '' ? ' ' : text })).toThrow('A port is a number from 0 to 65535')
  },
)
