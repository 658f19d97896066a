import { createRandom } from './random.ts'
import type { TensorSpec } from './write-gguf.ts'

/** How the matrices are stored; vectors are always F32, as in real files. */
export type Storage = 'F32' | 'F16' | 'Q8_0'

export type WeightOptions = {
  /** Rows that are kept; the others become zeros. */
  keepRow?: (row: number) => boolean
  /** F32 whatever the model's storage: llama.cpp computes with these as they are. */
  exact?: boolean
}

/** Tensors of a model in the order in which they are asked for; the same values for the same seed. */
export type RandomTensors = {
  /** A matrix of random numbers of variance 1 / columns. The number of columns comes first. */
  weights(name: string, dims: readonly number[], options?: WeightOptions): void
  /** A vector of one number: scales, biases. */
  vector(name: string, length: number, value: number): void
  /** The same in more dimensions. */
  constant(name: string, dims: readonly number[], value: number): void
  done(): TensorSpec[]
}

export function createRandomTensors(seed: number, storage: Storage = 'F32'): RandomTensors {
  const random = createRandom(seed)
  const tensors: TensorSpec[] = []
  const constant = (name: string, dims: readonly number[], value: number): void => {
    const length = dims.reduce((product, dim) => product * dim, 1)
    tensors.push({ name, dims, ...stored(new Float32Array(length).fill(value), 'F32') })
  }
  return {
    weights(name, dims, { keepRow = () => true, exact = false } = {}) {
      const columns = dims[0] ?? 1
      const scale = Math.sqrt(3 / columns)
      const values = new Float32Array(dims.reduce((product, dim) => product * dim, 1))
      for (let index = 0; index < values.length; index++) {
        const value = (random() * 2 - 1) * scale
        values[index] = keepRow(Math.floor(index / columns)) ? value : 0
      }
      tensors.push({ name, dims, ...stored(values, exact ? 'F32' : storage) })
    },
    vector: (name, length, value) => constant(name, [length], value),
    constant,
    done: () => tensors,
  }
}

function stored(values: Float32Array, storage: Storage): Pick<TensorSpec, 'type' | 'data'> {
  switch (storage) {
    case 'F32':
      return { type: 0, data: new Uint8Array(values.buffer) }
    case 'F16':
      return { type: 1, data: new Uint8Array(Float16Array.from(values).buffer) }
    case 'Q8_0':
      return { type: 8, data: toQ8(values) }
  }
}

const blockElements = 32
const blockBytes = 2 + blockElements

/** Blocks of 32: a scale in half precision, then the values over it as signed bytes. */
function toQ8(values: Float32Array): Uint8Array {
  const data = new DataView(new ArrayBuffer((values.length / blockElements) * blockBytes))
  for (let block = 0; block * blockElements < values.length; block++) {
    const part = values.subarray(block * blockElements, (block + 1) * blockElements)
    const scale = part.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127
    data.setFloat16(block * blockBytes, scale, true)
    part.forEach((value, index) =>
      data.setInt8(block * blockBytes + 2 + index, scale === 0 ? 0 : Math.round(value / scale)),
    )
  }
  return new Uint8Array(data.buffer)
}
