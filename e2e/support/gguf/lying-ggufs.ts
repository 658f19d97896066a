import type { LyingModel } from './lying-model.ts'
import { lyingTemplates } from './lying-templates.ts'
import { lyingTensors } from './lying-tensors.ts'
import { lyingTokenizers } from './lying-tokenizers.ts'

export function lyingGgufs(): LyingModel[] {
  return [...lyingTokenizers(), ...lyingTemplates(), ...lyingTensors()]
}
