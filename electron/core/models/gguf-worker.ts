import { parentPort } from 'node:worker_threads'
import { AppError } from '../../contract/errors.ts'
import type { ErrorInfo } from '../../contract/errors.ts'
import { checkTextModel, requireTemplate } from '../../engine/gguf/check-text-model.ts'
import { describeModel } from '../../engine/gguf/describe-model.ts'
import type { ModelFacts } from '../../engine/gguf/model-facts.ts'
import { readGgufHeader } from '../../engine/gguf/read-gguf-header.ts'
import { FileSource } from '../../engine/file-source.ts'

/** What a look at a file's header gave: facts where it could be read, and why it can't be used, where it can't. */
export type HeaderLook = { facts: ModelFacts | null; problem: ErrorInfo | null }

/** `ready` once, before the first answer: from then on a file's time counts. */
export type FromWorker = { type: 'ready' } | { type: 'looked'; look: HeaderLook }

const post = (message: FromWorker): void => parentPort?.postMessage(message)

const toInfo = (error: AppError): ErrorInfo => ({
  code: error.code,
  message: error.message,
  ...(error.data && { data: error.data }),
})

/** A capped read may still take a second, and a hostile file is better read where a crash hurts nobody. */
async function look(file: string): Promise<HeaderLook> {
  const source = await FileSource.open(file)
  try {
    const header = await readGgufHeader(source)
    const { chatTemplate: _, ...facts } = await describeModel(header, source)
    const problem =
      checkTextModel({ ...facts, chatTemplate: null }) ?? requireTemplate({ ...facts, chatTemplate: null })
    return { facts: { ...facts, chatTemplate: null }, problem: problem && toInfo(problem) }
  } finally {
    await source.dispose()
  }
}

parentPort?.on('message', (file: string) => {
  void look(file)
    .catch((error: unknown): HeaderLook => {
      const known = error instanceof AppError ? error : new AppError('MODEL_DAMAGED', 'The header could not be read')
      return { facts: null, problem: toInfo(known) }
    })
    .then((found) => post({ type: 'looked', look: found }))
})
post({ type: 'ready' })
