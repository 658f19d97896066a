import { expect, test } from 'vitest'
import { normaliseMath } from './math-delimiters.ts'

test.each([
  ['$x^2$', '$$x^2$$'],
  ['a $x$, b', 'a $$x$$, b'],
  ['\\(y\\)', '$$y$$'],
  ['see \\[ z \\] here', 'see $$z$$ here'],
  ['\\[\na\n- b\n\\]', '$$\na\n- b\n$$'],
  ['> \\[ a \\]', '> $$\n> a\n> $$'],
  ['1. \\[ a \\]', '1. $$\n   a\n   $$'],
  ['$$ a = 1 $$', '$$\na = 1\n$$'],
  ['$$\na\n$$', '$$\na\n$$'],
])('%j becomes %j', (text, expected) => {
  expect(normaliseMath(text)).toBe(expected)
})

test.each([
  'It costs $5 and $6.',
  '$5 million, or 5$',
  'From $5-$10',
  'echo $HOME/$USER and $PATH',
  'US$5 or A$6$',
  '`$x$` and ``\\(y\\)``',
  '```sh\necho $a$b \\(x\\)\n```',
  '~~~\n$$ a $$\n~~~',
  'before\n\n    $x$ indented\n\nafter',
  '\\$5 and \\$6',
  'an open \\( bracket',
  'an open $x of a formula',
])('%j stays as it is', (text) => {
  expect(normaliseMath(text)).toBe(text)
})
