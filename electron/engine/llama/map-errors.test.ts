import { InsufficientMemoryError, NoBinaryFoundError } from 'node-llama-cpp'
import { expect, test } from 'vitest'
import { AppError } from '../../contract/errors.ts'
import { mapLoadError, mapRunError } from './map-errors.ts'

const failed = new Error('Failed to load model')

test('the reason of a failed load comes from what llama.cpp said', () => {
  const logged = [
    'llama_model_loader: loaded meta data with 22 key-value pairs from /home/ann/models/new.gguf',
    "llama_model_load: error loading model: unknown model architecture: 'nonesuch'",
    'llama_model_load_from_file_impl: failed to load model',
  ]
  expect(mapLoadError(failed, logged)).toEqual({
    code: 'MODEL_UNKNOWN_ARCHITECTURE',
    message: "unknown model architecture: 'nonesuch'",
    data: { architecture: 'nonesuch' },
  })
})

test('what has no code of its own keeps its line, without the path', () => {
  const logged = ["llama_model_load: error loading model: missing tensor 'blk.0.attn_q.weight' in /home/ann/x/new.gguf"]
  const info = mapLoadError(failed, logged)
  expect(info).toMatchObject({ code: 'MODEL_LOAD_FAILED', data: { reason: expect.stringContaining('missing tensor') } })
  expect(JSON.stringify(info)).not.toContain('ann')
})

test.each([
  [new InsufficientMemoryError('not enough VRAM'), 'ENGINE_OUT_OF_MEMORY'],
  [new NoBinaryFoundError('none'), 'ENGINE_NO_BINARY'],
  [new AppError('MODEL_NO_TEMPLATE', 'none'), 'MODEL_NO_TEMPLATE'],
  [Object.assign(new Error('ENOENT'), { code: 'ENOENT' }), 'MODEL_FILE_MISSING'],
  [Object.assign(new Error('EACCES'), { code: 'EACCES' }), 'MODEL_FILE_UNREADABLE'],
  [
    new Error("tensor 'output.weight' data is not within the file bounds, model is corrupted or incomplete"),
    'MODEL_TRUNCATED',
  ],
  [new Error('ggml_backend_cuda_buffer_type_alloc_buffer: cudaMalloc failed: out of memory'), 'ENGINE_OUT_OF_MEMORY'],
  ['something else', 'MODEL_LOAD_FAILED'],
])('%s becomes %s', (error, code) => {
  expect(mapLoadError(error, [])).toMatchObject({ code })
})

test('a failure in mid-answer says what it can', () => {
  expect(mapRunError(new Error('could not find a KV slot for the batch'))).toMatchObject({
    code: 'ENGINE_OUT_OF_MEMORY',
  })
  expect(mapRunError(new Error('strange'))).toEqual({ code: 'INTERNAL', message: 'strange' })
})
