import { defaultSettings } from '../../electron/contract/settings.ts'

/** What a person gets who never opened the settings; the seed is fixed for both sides. */
const { temperature, topP, topK, minP, repeatPenalty } = defaultSettings
export const sampling = { temperature, topP, topK, minP, repeatPenalty, seed: 1 }

/** One answer as its receiver sees it; times in milliseconds from the request. */
export type Answered = {
  promptTokens: number
  cachedTokens: number
  answerTokens: number
  firstTokenMs: number
  readTokensPerSecond: number
  tokensPerSecond: number
}
