import { execFileSync } from 'node:child_process'

/** llama.cpp's own measure, with no server around it: tokens a second of reading 512 and of writing 128. */
export function runLlamaBench(program: string, model: string, threads: number) {
  const flags = ['-m', model, '-t', String(threads), '-p', '512', '-n', '128', '-r', '2', '-b', '512', '-ub', '512']
  const rows: { n_prompt: number; avg_ts: number }[] = JSON.parse(
    execFileSync(program, [...flags, '-o', 'json'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  )
  const of = (reading: boolean): number => rows.find(({ n_prompt }) => n_prompt > 0 === reading)?.avg_ts ?? Number.NaN
  return { readTokensPerSecond: of(true), tokensPerSecond: of(false) }
}
