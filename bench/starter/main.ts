/**
 * Asks the starter model what it was taught, what it was never shown, and what it must refer elsewhere.
 *
 *   node bench/starter/main.ts [--check] [--sample N] [--only SET] [--threads N] [--model FILE]
 *
 * `--check` asks a fixed sample of the trained wordings, and all of the others. Ends with 1 when `--check` finds a bar missed, with 2 when a question that was set aside is one that was trained.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { openAsker, type Asker } from './asking.ts'
import { collisions } from './collisions.ts'
import {
  heldOutQuestions,
  modelFile,
  offTopicQuestions,
  readCorpus,
  trainedQuestions,
  type Question,
} from './questions.ts'

interface Result {
  question: Question
  got: string
  right: boolean
}

const bars: Record<string, number> = { trained: 0.99, heldOut: 0.8, offTopic: 0.9 }
const failuresFile = new URL('../../test-results/starter-failures.json', import.meta.url)

const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    sample: { type: 'string' },
    threads: { type: 'string', default: '1' },
    model: { type: 'string' },
    only: { type: 'string' },
  },
})

/** Every nth question, so that a sample is the same each time and touches every topic. */
function sampled(questions: Question[], size: number): Question[] {
  if (questions.length <= size) return questions
  const step = questions.length / size
  return Array.from({ length: size }, (_, index) => questions[Math.floor(index * step)]).filter((q) => q !== undefined)
}

async function askAll(asker: Asker, questions: Question[]): Promise<Result[]> {
  const results: Result[] = []
  for (const question of questions) {
    const got = await asker.ask(question)
    results.push({ question, got, right: question.expected.includes(got.trim()) })
  }
  return results
}

function ratio(results: Result[]): number {
  return results.length === 0 ? 0 : results.filter(({ right }) => right).length / results.length
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`
}

function printWorst(results: Result[]): void {
  const topics = Map.groupBy(results, ({ question }) => question.topic)
  const rows = [...topics].map(([topic, list]) => ({ topic, asked: list.length, right: ratio(list) }))
  for (const { topic, asked, right } of rows.sort((a, b) => a.right - b.right).slice(0, 8)) {
    console.log(`  ${topic.padEnd(22)} ${percent(right).padStart(8)}  of ${asked}`)
  }
}

async function main(): Promise<number> {
  const corpus = readCorpus()
  const everyHeldOut = heldOutQuestions(corpus)
  const everyOffTopic = offTopicQuestions(corpus)
  const followups = new Set(corpus.followups.map(({ id }) => id))
  const sets: Record<string, Question[]> = {
    trained: trainedQuestions(corpus, 'entries'),
    trainedFollowups: trainedQuestions(corpus, 'followups'),
    heldOut: everyHeldOut.filter(({ id }) => !followups.has(id)),
    heldOutFollowups: everyHeldOut.filter(({ id }) => followups.has(id)),
    offTopic: everyOffTopic,
  }
  const trained = [...trainedQuestions(corpus, 'entries'), ...trainedQuestions(corpus, 'followups')]
  const taught = [...trained.map(({ asked }) => asked), ...corpus.referrals.wordings.map(({ text }) => text)]
  const setAside = [...everyHeldOut, ...everyOffTopic].map(({ asked }) => asked)
  const clashes = collisions(setAside, taught)
  for (const { setAside: asked, trained: known, shared } of clashes) {
    console.log(`COLLISION ${shared.toFixed(2)}\t${asked}\t${known}`)
  }
  if (clashes.length > 0) {
    console.error(`${clashes.length} questions that were set aside are among those trained, or nearly so.`)
    return 2
  }

  const model = options.model === undefined ? modelFile : pathToFileURL(options.model)
  if (!existsSync(model)) throw new Error(`no model at ${model.pathname}`)
  const asker = await openAsker({ model, threads: Number(options.threads) })
  const ratios: Record<string, number> = {}
  const failures: Record<string, unknown[]> = {}
  const started = performance.now()
  for (const [name, questions] of Object.entries(sets)) {
    if (options.only !== undefined && options.only !== name) continue
    const limit = options.sample ?? (options.check && name.startsWith('trained') ? '1000' : undefined)
    const chosen = limit === undefined ? questions : sampled(questions, Number(limit))
    const results = await askAll(asker, chosen)
    ratios[name] = ratio(results)
    failures[name] = results
      .filter(({ right }) => !right)
      .map(({ question, got }) => ({ id: question.id, asked: question.asked, got }))
    const bar = bars[name]
    const verdict =
      bar === undefined ? '' : ratio(results) >= bar ? `bar ${percent(bar)}, met` : `bar ${percent(bar)}, MISSED`
    console.log(
      `${name.padEnd(18)} ${percent(ratio(results)).padStart(8)}  of ${String(chosen.length).padEnd(6)} ${verdict}`,
    )
    if (name === 'heldOut' || name === 'offTopic') printWorst(results)
  }
  await asker.dispose()
  mkdirSync(new URL('.', failuresFile), { recursive: true })
  writeFileSync(failuresFile, `${JSON.stringify(failures, null, 1)}\n`)
  console.log(
    `${((performance.now() - started) / 1000).toFixed(0)} s; failures are in test-results/starter-failures.json`,
  )
  console.log(`BENCH starter ${JSON.stringify({ ...ratios, bars })}`)
  const missed = Object.entries(bars).some(([name, bar]) => ratios[name] !== undefined && ratios[name] < bar)
  return options.check && missed ? 1 : 0
}

process.exitCode = await main()
