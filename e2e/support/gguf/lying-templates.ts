import type { LyingModel } from './lying-model.ts'
import { tinyLlama } from './tiny-llama.ts'

const loop = '{% for m in messages %}{{ m.content }}{% endfor %}'

/** Templates that are no template, or more than one. Those that never end are not among them: they take a watchdog, and its time. */
export function lyingTemplates(): LyingModel[] {
  const like = (name: string, fate: LyingModel['fate'], template: string): LyingModel => ({
    name: `template-${name}`,
    fate,
    bytes: tinyLlama({ template }),
  })
  return [
    like('deeper-than-the-stack', 'ends-loading', '{% if true %}'.repeat(10_000) + '{% endif %}'.repeat(10_000)),

    // The binding falls back to a format that it knows.
    like('with-an-error', 'answers', '{% for message in %}{{ x'),
    like('unclosed', 'answers', '{% for m in messages %}{{ m.content }}'),
    like('of-unknown-filters', 'answers', '{% for m in messages %}{{ m.content | nonesuch }}{% endfor %}'),
    like('of-unknown-functions', 'answers', '{{ nonesuch(messages) }}'),
    like('that-refuses', 'answers', "{{ raise_exception('no') }}"),
    like('that-says-nothing', 'answers', '{# nothing #}'),
    like('that-forgets-the-question', 'answers', 'Hello.'),
    like('of-zeros', 'answers', '\u0000'.repeat(100)),
    like('that-reaches-out', 'answers', `{{ ''.constructor.constructor('return process')().exit(7) }}${loop}`),
    like('that-pollutes', 'answers', `{% set __proto__ = {'x': 1} %}${loop}`),
    {
      name: 'template-not-utf8',
      fate: 'answers',
      bytes: tinyLlama({
        override: { 'tokenizer.chat_template': { type: 'string', value: Uint8Array.of(0x7b, 0x7b, 0xff, 0xfe) } },
      }),
    },
  ]
}
