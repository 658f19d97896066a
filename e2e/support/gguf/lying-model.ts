/** A file that passes the header's checks and lies in what only the engine reads. */
export type LyingModel = {
  /** Fit for a file name. */
  readonly name: string
  readonly bytes: Uint8Array
  /**
   * What becomes of it in the engine's process: refused with a reason, an end of the process while it loads or at its first answer, or nothing: the lie is
   * passed over, as llama.cpp does with what old converters got wrong.
   */
  readonly fate: 'refused' | 'ends-loading' | 'ends-answering' | 'answers'
}
