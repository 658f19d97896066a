import { expect, test } from 'vitest'
import { checkLink } from './open-link.ts'

const script = ['java', 'script'].join('')

test.each([
  `${script}:alert(1)`,
  ` ${script}:alert(1)`,
  `${script.toUpperCase()}:alert(1)`,
  'java\nscript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'vbscript:x',
  'blob:http://a/b',
  'about:blank',
  'chrome://settings',
  'ms-msdt:/id',
  'search-ms:query',
  'smb://host/x',
  'ftp://host/x',
  'ssh://host',
  'tel:112',
  'sms:1',
  'intent://x',
  'view-source:http://a',
  'ws://a',
  'wss://a',
  'app://main/',
  'ingle://x',
  'steam://run/1',
  'https://user:secret@example.com/',
  '//example.com',
  'example.com',
  '',
  `https://example.com/${'a'.repeat(2048)}`,
])('the link %j is never opened', (link) => {
  expect(() => checkLink(link)).toThrow(expect.objectContaining({ code: 'LINK_REFUSED' }))
})

test('web and mail addresses are opened in their normal form', () => {
  expect(checkLink('https://Example.com/a b')).toBe('https://example.com/a%20b')
  expect(checkLink('mailto:someone@example.com')).toBe('mailto:someone@example.com')
  expect(checkLink('http://bücher.example/')).toBe('http://xn--bcher-kva.example/')
})
