import { answerReserve, firstTurnKept, type EngineTurn, type GenerateRequest } from '../engine-protocol.ts'
import { tokenize } from './script.ts'

export type Prompt = { tokens: string[]; droppedTurns: number } | { tooLong: number }

export type Asked = Pick<GenerateRequest, 'systemPrompt' | 'turns' | 'maxTokens'>

export function systemTokens(systemPrompt: string): string[] {
  return systemPrompt === '' ? [] : ['<system>', ...tokenize(systemPrompt)]
}

export function turnTokens(turn: EngineTurn): string[] {
  return [`<${turn.role}>`, ...tokenize(turn.text)]
}

/** `start`: the turn that the last prompt began with. */
export function buildPrompt({ systemPrompt, turns, maxTokens }: Asked, contextSize: number, start: number): Prompt {
  const budget = contextSize - answerReserve(contextSize, maxTokens)
  const promptFrom = (from: number) => [...systemTokens(systemPrompt), ...turns.slice(from).flatMap(turnTokens)]
  const size = (from: number) => promptFrom(from).length
  const from = firstTurnKept({ turns, budget, start, size, fits: (index) => size(index) <= budget })
  const tokens = promptFrom(from)
  return tokens.length < contextSize ? { tokens, droppedTurns: from } : { tooLong: tokens.length }
}
