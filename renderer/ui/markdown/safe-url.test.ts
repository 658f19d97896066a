import { expect, test } from 'vitest'
import { imageSource, safeLink } from './safe-url.ts'

test.each([
  ['https://example.org/a?b#c', 'example.org'],
  ['http://example.org:8080/', 'example.org:8080'],
  ['HTTPS://EXAMPLE.org', 'example.org'],
  ['https://аpple.com/', 'xn--pple-43d.com'],
  ['mailto:a@example.org?subject=x', 'a@example.org'],
])('E4 %s leads to %s', (text, host) => {
  expect(safeLink(text)?.host).toBe(host)
})

const schemes =
  'javascript vbscript data blob file filesystem about chrome devtools view-source ftp ws wss app ms-msdt search-ms steam ssh smb tel sms intent jar res mk ldap'
test.each(schemes.split(' '))('E4 a link of the scheme %s is refused', (scheme) => {
  expect(safeLink(`${scheme}:x`)).toBeNull()
  expect(safeLink(`${scheme}://example.org/x`)).toBeNull()
  expect(safeLink(` ${scheme.toUpperCase()}:x`)).toBeNull()
})

test.each([
  '//example.org',
  '/settings',
  '#x',
  '',
  'example.org',
  'https://',
  'https://a@example.org',
  'https://:b@example.org',
])('E4 %j is no link', (text) => {
  expect(safeLink(text)).toBeNull()
})

test('E4 a link longer than 2 KB is refused', () => {
  expect(safeLink(`https://example.org/${'x'.repeat(2048)}`)).toBeNull()
})

test('an image comes inside the answer or not at all', () => {
  expect(imageSource('data:image/png;base64,iVBORw0KGgo=')).toEqual({
    kind: 'inline',
    src: 'data:image/png;base64,iVBORw0KGgo=',
  })
  expect(imageSource('https://example.org/a.png')).toEqual({ kind: 'remote', host: 'example.org' })
  expect(imageSource('//example.org/a.png')).toEqual({ kind: 'remote', host: 'example.org' })
  expect(imageSource('data:image/svg+xml;base64,PHN2Zz4=')).toEqual({ kind: 'refused' })
  expect(imageSource('data:image/png,<svg>')).toEqual({ kind: 'refused' })
  expect(imageSource(`data:image/png;base64,${'A'.repeat(400_000)}`)).toEqual({ kind: 'refused' })
  expect(imageSource('a.png')).toEqual({ kind: 'refused' })
})
