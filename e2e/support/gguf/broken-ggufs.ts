import { brokenContainers } from './broken-containers.ts'
import { brokenHeaders } from './broken-headers.ts'
import { brokenModels } from './broken-models.ts'
import { brokenTensors } from './broken-tensors.ts'
import { brokenTokenizers } from './broken-tokenizers.ts'
import type { BrokenGguf } from './broken-gguf.ts'

export function brokenGgufs(): BrokenGguf[] {
  return [...brokenHeaders(), ...brokenTensors(), ...brokenModels(), ...brokenTokenizers(), ...brokenContainers()]
}
