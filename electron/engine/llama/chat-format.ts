import { resolveChatWrapper, type ChatWrapper, type LlamaModel } from 'node-llama-cpp'
import { AppError } from '../../contract/errors.ts'

/**
 * The way this model was taught to tell a question from an answer: a format the binding knows, or the file's own
 * template. Takes up to a second, so it is found once per model.
 */
export function chooseFormat(model: LlamaModel): ChatWrapper {
  const template = templateOf(model)
  const usual = resolveChatWrapper(model, { warningLogs: false })
  // A known format may equal the template in all but its reasoning, which would then come out as plain text.
  if (!template.includes('</think>') || usual.settings.segments?.thought !== undefined) return usual
  try {
    return resolveChatWrapper(model, {
      type: 'jinjaTemplate',
      warningLogs: false,
      fallbackToOtherWrappersOnJinjaError: false,
    })
  } catch {
    return usual
  }
}

/** Refuses a model without a template: nobody knows how to talk to it. */
export function templateOf(model: LlamaModel): string {
  const template: unknown = model.fileInfo.metadata.tokenizer?.chat_template
  if (typeof template === 'string' && template.trim() !== '') return template
  throw new AppError('MODEL_NO_TEMPLATE', 'The model file has no chat template')
}
