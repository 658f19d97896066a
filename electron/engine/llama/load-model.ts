import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  LlamaChat,
  type ChatWrapper,
  type Llama,
  type LlamaContext,
  type LlamaContextSequence,
  type LlamaModel,
} from 'node-llama-cpp'
import { usualContext, type LoadedInfo, type LoadRequest } from '../engine-protocol.ts'
import { chooseFormat, templateOf } from './chat-format.ts'
import { mapLoadError } from './map-errors.ts'
import { createModelThreads, type ModelThreads } from './model-threads.ts'
import type { NativeLog } from './native-log.ts'
import type { RenderWatch } from './render-watch.ts'
import { largestSlice } from './read-prompt.ts'
import { threadsFor, writingThreads, type GpuChoice, type Runtime } from './runtime.ts'

/** A model in memory with its one context. `dispose` frees all of it; nothing may use it meanwhile. */
export type LoadedModel = {
  model: LlamaModel
  wrapper: ChatWrapper
  context: LlamaContext
  sequence: LlamaContextSequence
  chat: LlamaChat
  threads: ModelThreads
  info: LoadedInfo
  dispose(): Promise<void>
}

export type LoadDeps = {
  runtime: Pick<Runtime, 'open'>
  log: NativeLog
  onProgress(share: number): void
  render: RenderWatch
  signal: AbortSignal
}

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
  // While another thread reads the file, this one has nothing to do.
  deps.render.prepare()
  const model = await loading.catch(async (error: unknown) => {
    // The binding rejects before llama.cpp's last lines have crossed threads, and only they say why.
    if (!deps.signal.aborted) await deps.log.heard(/error loading model/, reasonWithinMs)
    throw error
  })
  const threads = threadsFor(request.threads, llama, model.size)
  let context: LlamaContext | null = null
  try {
    templateOf(model)
    const candidates = writingThreads(request, threads, llama, model.gpuLayers)
    // What the context is made with is the most that it can be given later.
    context = await createContext(model, request, Math.max(threads, ...candidates), deps.signal)
    const sequence = context.getSequence()
    // A cancel that has come by now is seen before the thread is taken for a while.
    await nextTurn()
    deps.signal.throwIfAborted()
    const wrapper = chooseFormat(model, deps.render)
    const chat = new LlamaChat({ contextSequence: sequence, chatWrapper: wrapper })
    deps.signal.throwIfAborted()
    const known = request.tuning?.threads !== undefined && request.tuning.threads !== null
    const modelThreads = createModelThreads((count) => (llama.maxThreads = count), threads, candidates, known)
    const info = describe(model, context, wrapper, candidates[0] ?? threads, llama)
    return own(model, context, sequence, wrapper, chat, modelThreads, info)
  } catch (error) {
    await context?.dispose()
    await model.dispose()
    throw error
  }
}

function describe(
  model: LlamaModel,
  context: LlamaContext,
  wrapper: ChatWrapper,
  threads: number,
  llama: Llama,
): LoadedInfo {
  return {
    contextSize: context.contextSize,
    trainContextSize: model.trainContextSize > 0 ? model.trainContextSize : null,
    threads,
    gpu: llama.gpu === false ? null : llama.gpu,
    gpuLayers: model.gpuLayers,
    gpuFallback: null,
    template: wrapper.wrapperName,
  }
}

function own(
  model: LlamaModel,
  context: LlamaContext,
  sequence: LlamaContextSequence,
  wrapper: ChatWrapper,
  chat: LlamaChat,
  threads: ModelThreads,
  info: LoadedInfo,
): LoadedModel {
  return {
    model,
    context,
    sequence,
    wrapper,
    chat,
    threads,
    info,
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
      batchSize: Math.min(largestSlice, contextSize),
      failedCreationRemedy: false,
    })
  }
  const max = Math.min(model.trainContextSize > 0 ? model.trainContextSize : usualContext, usualContext)
  return model.createContext({
    ...common,
    contextSize: { max },
    batchSize: Math.min(largestSlice, max),
    failedCreationRemedy: { retries: 6, autoContextSizeShrink: 0.25 },
  })
}

function wantedContext(request: LoadRequest): number {
  return request.contextSize === 'auto' ? usualContext : request.contextSize
}
