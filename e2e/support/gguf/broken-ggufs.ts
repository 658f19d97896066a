import { brokenHeaders } from './broken-headers.ts'
import { brokenModels } from './broken-models.ts'
import { brokenTensors } from './broken-tensors.ts'
import type { BrokenGguf } from './broken-gguf.ts'

export function brokenGgufs(): BrokenGguf[] {
  return [...brokenHeaders(), ...brokenTensors(), ...brokenModels()]
}
