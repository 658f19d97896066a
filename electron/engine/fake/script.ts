import type { ChunkPart, DoneReason } from '../engine-protocol.ts'
import { markdownOfLength, markdownSample } from './markdown-sample.ts'

/** What happens besides answering: the end of the process, or a silence. */
export type Fate =
  | { kind: 'answers' }
  /** After the answer's words were sent, the process ends so. */
  | { kind: 'ends'; code: number | 'SIGKILL'; lastWords: string }
  /** Neither words nor heartbeats, and deaf. */
  | { kind: 'hangs' }
  /** Heartbeats, but no words, and a stop goes unheard. */
  | { kind: 'ignores' }
  /** A chat template that never ends: not even heartbeats. */
  | { kind: 'renders' }
  /** Takes memory for as long as there is any. */
  | { kind: 'grows' }
  /** Words come twice, out of order, in halves, by the megabyte and after the end, among messages nobody knows. */
  | { kind: 'garbles' }

export type Script = {
  parts: readonly ChunkPart[]
  reason: DoneReason
  /** Tokens that seem to be read before the answer, on top of the prompt's own. */
  extraPrompt: number
  /** null: the engine's usual speed. */
  tokensPerSecond: number | null
  fate: Fate
  /** It happens after the first slice of the prompt, before any word. */
  early: boolean
}

const assertion = 'ggml.c:1234: GGML_ASSERT(n_tokens <= n_batch) failed\n'

type Command = (script: Script, argument: string, rest: string) => Script

const words = (text: string): readonly ChunkPart[] => [{ kind: 'text', text }]

/** `/name argument` anywhere in the last message; several go together, `/echo` takes all that follows it. */
const commands: Readonly<Record<string, Command>> = {
  slow: (script) => ({ ...script, tokensPerSecond: 4 }),
  tps: (script, n) => ({ ...script, tokensPerSecond: count(n, 40) }),
  think: (script) => ({ ...script, parts: [{ kind: 'thought', text: thought }, ...script.parts] }),
  markdown: (script, n) => ({ ...script, parts: words(n === '' ? markdownSample : markdownOfLength(count(n, 1))) }),
  long: (script, n) => ({ ...script, parts: words(longText(count(n, 200))) }),
  repeat: (script) => ({ ...script, parts: words('and again '.repeat(130)), reason: 'repeat' }),
  echo: (script, _n, rest) => ({ ...script, parts: words(rest) }),
  read: (script, n) => ({ ...script, extraPrompt: count(n, 5000) }),
  full: (script) => ({ ...script, reason: 'context' }),
  empty: (script) => ({ ...script, parts: [] }),
  crash: (script) => ({ ...script, fate: { kind: 'ends', code: 134, lastWords: assertion } }),
  exit: (script, n) => ({ ...script, fate: { kind: 'ends', code: count(n, 0), lastWords: '' } }),
  kill: (script) => ({ ...script, fate: { kind: 'ends', code: 'SIGKILL', lastWords: '' } }),
  hang: (script) => ({ ...script, fate: { kind: 'hangs' } }),
  ignore: (script) => ({ ...script, fate: { kind: 'ignores' } }),
  template: (script) => ({ ...script, fate: { kind: 'renders' } }),
  grow: (script) => ({ ...script, fate: { kind: 'grows' } }),
  garble: (script) => ({ ...script, fate: { kind: 'garbles' } }),
  early: (script) => ({ ...script, early: true }),
}

const thought = 'The person asks me something. I look at the words, weigh two answers, and take the shorter one.\n'

export function scriptFor(message: string): Script {
  const pattern = /(?:^|\s)\/([a-z]+)(?:[ \t]+(\d+))?/g
  const said = message.replace(pattern, (all, name: string) => (name in commands ? '' : all)).trim()
  let script: Script = {
    parts: words(`You said: "${said}". I am the scripted engine, so that is all I know about it.`),
    reason: 'end',
    extraPrompt: 0,
    tokensPerSecond: null,
    fate: { kind: 'answers' },
    early: false,
  }
  for (let match = pattern.exec(message); match; match = pattern.exec(message)) {
    const name = match[1] ?? ''
    const rest = message.slice(match.index + match[0].indexOf('/') + name.length + 1).replace(/^ /, '')
    script = commands[name]?.(script, match[2] ?? '', rest) ?? script
    if (name === 'echo') break
  }
  return script
}

/** A word with the space before it is one token, so that joining them gives the text again. */
export function tokenize(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? []
}

function count(digits: string, otherwise: number): number {
  return digits === '' ? otherwise : Math.min(Number(digits), 1_000_000)
}

function longText(tokens: number): string {
  return Array.from({ length: tokens }, (_, i) => (i % 12 === 11 ? `word${i + 1}.\n\n` : `word${i + 1} `))
    .join('')
    .trimEnd()
}
