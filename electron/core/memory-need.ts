/** What a model takes in memory, in bytes; a longer context takes more. An estimate. */
export type MemoryNeed = {
  /** Of that, the file: the system can drop its pages and read them again. */
  fileBytes: number
  /** Tokens of the context that it is loaded with. */
  contextSize: number
  bytesAt(contextTokens: number): number
}
