/** A damaged or unsuitable file, and the code by which it must be refused before the engine sees it. */
export type BrokenGguf = {
  /** Fit for a file name. */
  readonly name: string
  readonly bytes: Uint8Array
  readonly code: BrokenCode
}

export type BrokenCode =
  | 'MODEL_NOT_GGUF'
  | 'MODEL_TRUNCATED'
  | 'MODEL_DAMAGED'
  | 'MODEL_UNKNOWN_ARCHITECTURE'
  | 'MODEL_NOT_TEXT'
