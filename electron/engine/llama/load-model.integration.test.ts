import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Llama, LlamaModel } from 'node-llama-cpp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tinyLlama } from '../../../e2e/support/gguf/tiny-llama.ts'
import type { LoadRequest } from '../engine-protocol.ts'
import { loadModel } from './load-model.ts'
import { createNativeLog } from './native-log.ts'
import { createRuntime } from './runtime.ts'

const log = createNativeLog(() => undefined)
const real = createRuntime(log)
let folder: string
let request: LoadRequest

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ingle-load-'))
  const file = join(folder, 'tiny.gguf')
  await writeFile(file, tinyLlama())
  request = { type: 'load', id: 1, file, gpu: 'off', contextSize: 'auto', threads: 1 }
})

afterAll(async () => {
  await real.dispose()
  await rm(folder, { recursive: true, force: true })
})

type Step = 'opened' | 'file read' | 'context made' | 'template run' | 'model freed'

/** The real runtime, which tells its steps. */
function telling(onStep: (step: Step) => void) {
  return {
    async open(): Promise<Llama> {
      const llama = await real.open('off')
      onStep('opened')
      return new Proxy(llama, {
        get: (target, key) =>
          key === 'loadModel'
            ? async (...args: Parameters<Llama['loadModel']>) => tellingModel(await target.loadModel(...args), onStep)
            : (Reflect.get(target, key) as unknown),
        set: (target, key, value) => Reflect.set(target, key, value),
      })
    },
  }
}

function tellingModel(model: LlamaModel, onStep: (step: Step) => void): LlamaModel {
  const { createContext, dispose } = model
  model.createContext = async (...args) => {
    onStep('file read')
    const context = await createContext.apply(model, args)
    onStep('context made')
    return context
  }
  model.dispose = async () => {
    onStep('model freed')
    await dispose.call(model)
  }
  return model
}

test.each<[Step, Step[]]>([
  ['file read', ['opened', 'file read', 'model freed']],
  ['context made', ['opened', 'file read', 'context made', 'model freed']],
])('G14 a load that is cancelled when it is at "%s" goes no further and frees what it has', async (at, steps) => {
  const controller = new AbortController()
  const seen: Step[] = []
  const onStep = (step: Step): void => {
    seen.push(step)
    // As a message of the app: not before the thread is free to hear it.
    if (step === at) setImmediate(() => controller.abort(new Error('enough')))
  }
  const load = loadModel(request, {
    runtime: telling(onStep),
    log,
    onProgress: () => undefined,
    render: {
      prepare: () => undefined,
      relax: () => undefined,
      run(render) {
        onStep('template run')
        return render()
      },
    },
    signal: controller.signal,
  })
  await expect(load).rejects.toThrow('enough')
  expect(seen).toEqual(steps)
})
