import type { EngineTurn } from '../engine-protocol.ts'
import { tokenize } from './script.ts'

/** Tokens kept free for the answer when older turns have to go. */
const reserve = (contextSize: number): number => Math.min(1024, Math.floor(contextSize / 4))

export type Prompt = { tokens: string[]; droppedTurns: number } | { tooLong: number }

export function systemTokens(systemPrompt: string): string[] {
  return systemPrompt === '' ? [] : ['<system>', ...tokenize(systemPrompt)]
}

export function turnTokens(turn: EngineTurn): string[] {
  return [`<${turn.role}>`, ...tokenize(turn.text)]
}

/** The oldest questions with their answers go first; never the system prompt, never the last question. */
export function buildPrompt(systemPrompt: string, turns: readonly EngineTurn[], contextSize: number): Prompt {
  const system = systemTokens(systemPrompt)
  for (let from = 0; from < turns.length;) {
    const tokens = [...system, ...turns.slice(from).flatMap(turnTokens)]
    const last = turns.length - 1 === from
    if (tokens.length + reserve(contextSize) <= contextSize || (last && tokens.length < contextSize)) {
      return { tokens, droppedTurns: from }
    }
    if (last) return { tooLong: tokens.length }
    do from++
    while (from < turns.length - 1 && turns[from]?.role !== 'user')
  }
  return { tokens: system, droppedTurns: 0 }
}
