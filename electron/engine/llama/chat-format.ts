import {
  JinjaTemplateChatWrapper,
  resolveChatWrapper,
  SpecialTokensText,
  type ChatHistoryItem,
  type ChatWrapper,
  type LlamaModel,
  type LlamaText,
} from 'node-llama-cpp'
import { AppError } from '../../contract/errors.ts'
import type { RenderWatch } from './render-watch.ts'

/** What a format may add to a chat, in characters: a few times its length, and this much besides. */
const mostAdded = 2 ** 20
const mostTimes = 4

const sample: readonly ChatHistoryItem[] = [
  { type: 'user', text: 'Hello' },
  { type: 'model', response: [] },
]

/**
 * The way this model was taught to tell a question from an answer: a format the binding knows, or the file's own
 * template. Takes up to a second, so it is found once per model. From then on each use of it goes through `watch`.
 */
export function chooseFormat(model: LlamaModel, watch: RenderWatch): ChatWrapper {
  const template = templateOf(model)
  const wrapper = watch.run(() => resolve(model, template))
  const render = wrapper.generateContextState.bind(wrapper)
  wrapper.generateContextState = (options) => watch.run(() => render(options))
  if (!(wrapper instanceof JinjaTemplateChatWrapper)) watch.relax()
  renderChat(wrapper, sample)
  return wrapper
}

function resolve(model: LlamaModel, template: string): ChatWrapper {
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

/** The chat in the model's own format. Refuses a template that makes far more of it than it was given. */
export function renderChat(
  wrapper: Pick<ChatWrapper, 'generateContextState'>,
  history: readonly ChatHistoryItem[],
): LlamaText {
  const { contextText } = wrapper.generateContextState({ chatHistory: [...history] })
  const given = history.reduce((sum, item) => sum + lengthOf(item), 0)
  const made = contextText.values.reduce<number>((sum, value) => {
    if (typeof value === 'string') return sum + value.length
    return sum + (value instanceof SpecialTokensText ? value.value.length : 1)
  }, 0)
  if (made <= mostTimes * given + mostAdded) return contextText
  const data = { given, made }
  throw new AppError('MODEL_TEMPLATE_HANGS', 'The chat template makes far more text than it was given', { data })
}

function lengthOf(item: ChatHistoryItem): number {
  const parts = item.type === 'model' ? item.response : [item.text]
  return parts.reduce<number>((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0)
}

/** Refuses a model without a template: nobody knows how to talk to it. */
export function templateOf(model: LlamaModel): string {
  const template: unknown = model.fileInfo.metadata.tokenizer?.chat_template
  if (typeof template === 'string' && template.trim() !== '') return template
  throw new AppError('MODEL_NO_TEMPLATE', 'The model file has no chat template')
}

/** A plain template in the manner of ChatML; made into a format, it tells how fast this machine is at such work. */
export function renderGoodTemplate(): void {
  new JinjaTemplateChatWrapper({
    template:
      "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}" +
      "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
  })
}
