import {
  LlamaChat,
  type ChatWrapper,
  type Llama,
  type LlamaContext,
  type LlamaContextSequence,
  type LlamaModel,
} from 'node-llama-cpp'
import type { LoadedInfo, LoadRequest } from '../engine-protocol.ts'
import { chooseFormat, templateOf } from './chat-format.ts'
import { mapLoadError } from './map-errors.ts'
import type { NativeLog } from './native-log.ts'
import { threadsFor, type GpuChoice, type Runtime } from './runtime.ts'

/** A model in memory with its one context. `dispose` frees all of it; nothing may use it meanwhile. */
export type LoadedModel = {
  model: LlamaModel
  wrapper: ChatWrapper
  context: LlamaContext
  sequence: LlamaContextSequence
  chat: LlamaChat
  info: LoadedInfo
  dispose(): Promise<void>
}

export type LoadDeps = {
  runtime: Pick<Runtime, 'open'>
  log: NativeLog
  onProgress(share: number): void
  signal: AbortSignal
}

/** What `auto` gives at most: more memory for a context goes to those who ask for it. */
const usualContext = 8192
const batchSize = 512
/** Reading the file is most of it; the context and the prompt format are the rest. */
const fileShare = 0.9

/** Far more than the log needs to arrive; a failure without such a line waits in vain. */
const reasonWithinMs = 500

/** Graphics that fail give way to the processor, and `gpuFallback` says why. Throws what the binding throws, or an AppError. */
export async function loadModel(request: LoadRequest, deps: LoadDeps): Promise<LoadedModel> {
  const llama = await deps.runtime.open(request.gpu)
  if (llama.gpu === false) return loadOn(llama, request, deps)
  try {
    return await loadOn(llama, request, deps)
  } catch (error) {
    const { code, message } = mapLoadError(error, deps.log.lines())
    const graphicsMayBeAtFault = code === 'MODEL_LOAD_FAILED' || code === 'ENGINE_OUT_OF_MEMORY'
    if (deps.signal.aborted || !graphicsMayBeAtFault) throw error
    deps.log.clear()
    const processor = await deps.runtime.open('off')
    const loaded = await loadOn(processor, { ...request, gpu: 'off' }, deps)
    return { ...loaded, info: { ...loaded.info, gpuFallback: message } }
  }
}

async function loadOn(llama: Llama, request: LoadRequest, deps: LoadDeps): Promise<LoadedModel> {
  llama.maxThreads = threadsFor(request.threads, llama)
  const gpu: GpuChoice = llama.gpu === false ? 'off' : 'auto'
  const loading = llama.loadModel({
    modelPath: request.file,
    gpuLayers: gpu === 'off' ? 0 : { fitContext: { contextSize: wantedContext(request) } },
    useMmap: 'auto',
    onLoadProgress: (share) => deps.onProgress(share * fileShare),
    loadSignal: deps.signal,
  })
  const model = await loading.catch(async (error: unknown) => {
    // The binding rejects before llama.cpp's last lines have crossed threads, and only they say why.
    if (!deps.signal.aborted) await deps.log.heard(/error loading model/, reasonWithinMs)
    throw error
  })
  const threads = threadsFor(request.threads, llama, model.size)
  let context: LlamaContext | null = null
  try {
    templateOf(model)
    context = await createContext(model, request, threads, deps.signal)
    const sequence = context.getSequence()
    const wrapper = chooseFormat(model)
    const chat = new LlamaChat({ contextSequence: sequence, chatWrapper: wrapper })
    deps.signal.throwIfAborted()
    return own(model, context, sequence, wrapper, chat, threads, llama)
  } catch (error) {
    await context?.dispose()
    await model.dispose()
    throw error
  }
}

function own(
  model: LlamaModel,
  context: LlamaContext,
  sequence: LlamaContextSequence,
  wrapper: ChatWrapper,
  chat: LlamaChat,
  threads: number,
  llama: Llama,
): LoadedModel {
  return {
    model,
    context,
    sequence,
    wrapper,
    chat,
    info: {
      contextSize: context.contextSize,
      trainContextSize: model.trainContextSize > 0 ? model.trainContextSize : null,
      threads,
      gpu: llama.gpu === false ? null : llama.gpu,
      gpuLayers: model.gpuLayers,
      gpuFallback: null,
      template: wrapper.wrapperName,
    },
    async dispose() {
      chat.dispose()
      await sequence.dispose()
      await context.dispose()
      await model.dispose()
    },
  }
}

function createContext(
  model: LlamaModel,
  request: LoadRequest,
  threads: number,
  createSignal: AbortSignal,
): Promise<LlamaContext> {
  const common = { sequences: 1, threads, createSignal }
  if (request.contextSize !== 'auto') {
    const contextSize = request.contextSize
    return model.createContext({
      ...common,
      contextSize,
      batchSize: Math.min(batchSize, contextSize),
      failedCreationRemedy: false,
    })
  }
  const max = Math.min(model.trainContextSize > 0 ? model.trainContextSize : usualContext, usualContext)
  return model.createContext({
    ...common,
    contextSize: { max },
    batchSize: Math.min(batchSize, max),
    failedCreationRemedy: { retries: 6, autoContextSizeShrink: 0.25 },
  })
}

function wantedContext(request: LoadRequest): number {
  return request.contextSize === 'auto' ? usualContext : request.contextSize
}
