import { readFileSync } from 'node:fs'

/** What the starter model was taught, and the two files of questions that it was never shown. */

export interface Entry {
  id: string
  topic: string
  canonical: string
  answer: string
  wordings: string[]
  after?: string[]
}

export interface Corpus {
  entries: Entry[]
  followups: Entry[]
  referrals: { answers: string[]; wordings: { text: string; answer: number }[] }
}

export interface Question {
  asked: string
  id: string
  topic: string
  /** Any of these is right, to the letter. */
  expected: string[]
  /** A turn that went before: its question and its answer. */
  before?: { asked: string; answer: string }
}

const here = new URL('../../resources/starter-model/', import.meta.url)

export const modelFile = new URL('ingle-starter.gguf', here)

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, here), 'utf8'))
}

export function readCorpus(): Corpus {
  return readJson('corpus.json') as Corpus
}

function parentOf(corpus: Corpus, entry: Entry): Entry | undefined {
  return corpus.entries.find(({ id }) => id === entry.after?.[0])
}

/** A follow-up is asked after the first of its parents, in that one's canonical wording. */
function asked(corpus: Corpus, entry: Entry, text: string): Question {
  const parent = parentOf(corpus, entry)
  const question = { asked: text, id: entry.id, topic: entry.topic, expected: [entry.answer] }
  return parent ? { ...question, before: { asked: parent.canonical, answer: parent.answer } } : question
}

export function trainedQuestions(corpus: Corpus, of: 'entries' | 'followups'): Question[] {
  return corpus[of].flatMap((entry) => [entry.canonical, ...entry.wordings].map((text) => asked(corpus, entry, text)))
}

interface SetAside {
  id?: string
  kind?: string
  text: string
}

function readSetAside(name: string): SetAside[] {
  return (readJson(name) as { questions: SetAside[] }).questions
}

export function heldOutQuestions(corpus: Corpus): Question[] {
  const known = new Map([...corpus.entries, ...corpus.followups].map((entry) => [entry.id, entry]))
  return readSetAside('heldout.json').map(({ id = '', text }) => {
    const entry = known.get(id)
    if (!entry) throw new Error(`heldout.json names no entry of the corpus: ${id}`)
    return asked(corpus, entry, text)
  })
}

export function offTopicQuestions(corpus: Corpus): Question[] {
  return readSetAside('offtopic.json').map(({ kind = 'off-topic', text }) => ({
    asked: text,
    id: 'referral',
    topic: kind,
    expected: corpus.referrals.answers,
  }))
}
