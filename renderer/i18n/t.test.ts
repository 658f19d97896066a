import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import { expect, test } from 'vitest'
import { errorCodes } from '../../electron/contract/errors.ts'
import { en } from './en.ts'
import { errorText, errorTexts } from './error-texts.ts'
import { t } from './t.ts'

const everyText = Object.entries(en)
const everyErrorText = errorCodes.flatMap((code) => [
  [`${code}.title`, errorTexts[code].title] as const,
  [`${code}.body`, errorTexts[code].body] as const,
])

/** The keys of the texts for which this holds: an empty list says that there is none, a full one names them. */
const keysWhere = (holds: (text: string) => boolean) =>
  [...everyText, ...everyErrorText].filter(([, text]) => holds(text)).map(([key]) => key)

function isMalformed(text: string): boolean {
  try {
    compileMessageOrThrow(text)
    return text.trim() === ''
  } catch {
    return true
  }
}

test('every text is well-formed', () => {
  expect(isMalformed('{broken')).toBe(true)
  expect(keysWhere(isMalformed)).toEqual([])
})

test('no text shouts, apologises or names a path of somebody’s machine', () => {
  const wrong = [/!|\boops\b|\bsorry\b|\bplease\b/iu, /\/work\b|\/root\b/u, /^[A-Z]{2,}(?: [A-Z]{2,})+$/u]
  expect(keysWhere((text) => wrong.some((pattern) => pattern.test(text)))).toEqual([])
})

test('no key stands in two catalogues', async () => {
  const catalogues = await Promise.all([
    import('./en-app.ts'),
    import('./en-chat.ts'),
    import('./en-models.ts'),
    import('./en-settings.ts'),
    import('./en-welcome.ts'),
  ])
  const keys = catalogues.flatMap((catalogue) => Object.values(catalogue)).flatMap((texts) => Object.keys(texts))
  expect(keys.toSorted()).toEqual(Object.keys(en).toSorted())
})

test('an error says what happened, and then what was kept or what to do', () => {
  const odd = errorCodes.filter((code) => {
    const { title, body } = errorText({ code })
    return /[.]$/u.test(title) || !/[.]$/u.test(body) || /[{}]|ENGINE_|MODEL_|DATA_/u.test(`${title} ${body}`)
  })
  expect(odd).toEqual([])
})

test('an unforeseen error names its log id where there is one', () => {
  expect(errorText({ code: 'INTERNAL', data: { logId: 'a1b2c3d4' } }).body).toContain('under a1b2c3d4')
  expect(errorText({ code: 'INTERNAL' }).body).not.toContain('under')
})

test('a folder in the place of a model is told from a file that may not be read', () => {
  const body = (why: string) => errorText({ code: 'MODEL_FILE_UNREADABLE', data: { why } }).body
  expect(body('not-a-file')).toContain('It is a folder or a device')
  for (const why of ['EACCES', 'EIO']) expect(body(why)).toContain('The system refuses access')
})

test('values are put into a text, plurals included', () => {
  expect(t('strip.loading', { share: '42 %' })).toBe('Loading, 42 %')
  expect(t('welcome.folderCount', { count: 0, broken: 0 })).toBe('No models yet')
  expect(t('welcome.folderCount', { count: 1, broken: 2 })).toBe('1 model, 2 unusable')
})
