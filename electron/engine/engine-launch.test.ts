import { describe, expect, test } from 'vitest'
import { engineEnvironment } from './engine-launch-env.ts'
import { createByteTail } from './engine-launch-tail.ts'

describe('what an engine is started with', () => {
  test('keys and tokens of the environment stay behind', () => {
    const from = { PATH: '/bin', HF_TOKEN: 'secret', NODE_OPTIONS: '--inspect', LD_PRELOAD: 'x.so', Path: 'C:\\' }
    expect(
      engineEnvironment({ ...from, CUDA_VISIBLE_DEVICES: '0', GGML_LOG: '1', VK_ICD_FILENAMES: 'a', HOME: undefined }),
    ).toEqual({
      PATH: '/bin',
      Path: 'C:\\',
      CUDA_VISIBLE_DEVICES: '0',
      GGML_LOG: '1',
      VK_ICD_FILENAMES: 'a',
      UV_THREADPOOL_SIZE: '1',
      NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true',
      GGML_NO_BACKTRACE: '1',
    })
  })
})

describe('the end of what an engine wrote', () => {
  test('holds the last bytes, whole characters only', () => {
    const tail = createByteTail(8)
    tail.push(Buffer.from('nothing to see\n'))
    tail.push(Buffer.from('ééééé'))
    expect(tail.text()).toBe('éééé')
    tail.push(Buffer.from('x'))
    expect(tail.text()).toBe('éééx')
  })

  test('a byte at a time is the same as all at once', () => {
    const bytes = Buffer.from('zero one two three é four')
    const tail = createByteTail(12)
    for (const byte of bytes) tail.push(Buffer.from([byte]))
    const once = createByteTail(12)
    once.push(bytes)
    expect(tail.text()).toBe(once.text())
    expect(tail.text()).toBe('hree é four')
  })

  test('does not change when the buffer it was given is used again', () => {
    const buffer = Buffer.from('before')
    const tail = createByteTail(100)
    tail.push(buffer)
    buffer.fill('x')
    expect(tail.text()).toBe('before')
  })
})
