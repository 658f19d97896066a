// npm run fuzz:gguf — mutated headers through the reader. --count N, --from N (first seed), --seed N (one seed, with what was done to it).
import { parseArgs } from 'node:util'
import { createCorpus } from './corpus.ts'
import { allFindings, lineOf, outcomeOf, tableOf } from './fuzz-report.ts'
import { makeCase } from './make-case.ts'
import { measure } from './measure.ts'
import { runFuzz } from './run-fuzz.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
  },
})

if (values.seed === undefined) await runAll(wholeNumber(values.from), wholeNumber(values.count))
else await runOne(wholeNumber(values.seed))

async function runAll(from: number, count: number): Promise<void> {
  const startedAt = performance.now()
  const report = await runFuzz({ from, count })
  console.log(tableOf(report))
  console.log(`${report.tried} headers in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  console.log(lineOf(report))
  process.exitCode = allFindings(report).length === 0 ? 0 : 1
}

async function runOne(seed: number): Promise<void> {
  const { file, mutations } = makeCase(seed, createCorpus())
  console.log(`seed ${seed}: ${file.head.length} bytes of header, ${file.size} of file`)
  for (const mutation of mutations) console.log(`- ${mutation}`)
  const measured = await measure(file, { exact: true })
  console.log(outcomeOf(measured))
  if (measured.verdict.kind === 'finding') console.log(measured.verdict.what)
  process.exitCode = measured.verdict.kind === 'finding' ? 1 : 0
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0 && value < 2 ** 31) return value
  throw new RangeError(`${text} is no seed: a whole number from 0 to below 2^31`)
}
