import type { ErrorInfo } from '../../../electron/contract/errors.ts'

/** What somebody can do about a failure, by a button. */
export type NextStep = 'edit' | 'again' | 'context' | 'shorter' | 'processor' | 'model' | 'anyway' | 'log'

/** Of these a graphics driver, a library or a processor is the cause, and the model is not. */
const crashSteps: Readonly<Record<string, readonly NextStep[]>> = {
  gpu: ['again', 'processor', 'log'],
  memory: ['again', 'shorter', 'model', 'log'],
  library: ['again', 'log'],
  'illegal-instruction': ['log'],
}

/** The best one first. Each failure of the engine shows what the engine wrote last. */
export function nextSteps({ code, data = {} }: ErrorInfo): readonly NextStep[] {
  switch (code) {
    // What was too long once is too long again, unless the context was made longer meanwhile.
    case 'PROMPT_TOO_LONG':
      return ['edit', 'again']
    case 'MODEL_OVER_MEMORY':
      return data['fitContext'] ? ['context', 'model', 'again', 'anyway'] : ['model', 'again', 'anyway']
    case 'MODEL_QUARANTINED':
      return ['again', 'model']
    case 'ENGINE_CRASHED':
      return crashSteps[String(data['reason'])] ?? ['again', 'model', 'log']
    case 'ENGINE_OUT_OF_MEMORY':
      return ['again', 'shorter', 'model', 'log']
    case 'ENGINE_KILLED':
      return data['reason'] === 'killed' ? ['again', 'shorter', 'log'] : ['again', 'log']
    case 'ENGINE_BREAKER_OPEN':
    case 'MODEL_LOAD_FAILED':
      return ['again', 'model', 'log']
    case 'MODEL_TEMPLATE_HANGS':
      return ['model', 'again', 'log']
    case 'ENGINE_NO_BINARY':
      return ['log']
    case 'INTERNAL':
      return ['again', 'log']
    case 'MODEL_NOT_LOADED':
      return ['again']
    default:
      if (code.startsWith('MODEL_')) return ['model', 'again']
      return code.startsWith('ENGINE_') ? ['again', 'log'] : ['again']
  }
}
