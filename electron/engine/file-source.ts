import { constants } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { AppError } from '../contract/errors.ts'
import type { ByteSource } from './gguf/byte-source.ts'

const readAheadBytes = 1024 * 1024

/** A regular file on this machine, read in pieces of at least 1 MiB. Whoever opens it disposes it. */
export class FileSource implements ByteSource {
  readonly size: number
  readonly #file: FileHandle
  #ahead = new Uint8Array(0)
  #aheadStart = 0

  private constructor(file: FileHandle, size: number) {
    this.#file = file
    this.size = size
  }

  /** Throws MODEL_FILE_MISSING, MODEL_FILE_UNREADABLE or MODEL_PATH_INVALID. */
  static async open(path: string): Promise<FileSource> {
    try {
      // Asked before opening: to open a device can have effects.
      if (!(await stat(path)).isFile()) throw notAFile()
      // Non-blocking, or a pipe put there in between would hold a thread until someone writes to it. Windows has neither.
      const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
      try {
        const opened = await file.stat()
        if (!opened.isFile()) throw notAFile()
        return new FileSource(file, opened.size)
      } catch (error) {
        await file.close()
        throw error
      }
    } catch (error) {
      throw toAppError(error)
    }
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    try {
      const inAhead = offset - this.#aheadStart
      if (inAhead >= 0 && inAhead + length <= this.#ahead.length) return this.#ahead.subarray(inAhead, inAhead + length)
      // A fresh buffer each time: what was handed out before stays as it was.
      const buffer = new Uint8Array(Math.max(length, readAheadBytes))
      const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, offset)
      this.#ahead = buffer.subarray(0, bytesRead)
      this.#aheadStart = offset
      return this.#ahead.subarray(0, length)
    } catch (error) {
      throw toAppError(error)
    }
  }

  async dispose(): Promise<void> {
    this.#ahead = new Uint8Array(0)
    await this.#file.close()
  }
}

function notAFile(): AppError {
  return new AppError('MODEL_FILE_UNREADABLE', 'Not a regular file', { data: { why: 'not-a-file' } })
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError('MODEL_FILE_MISSING', 'No such model file', { cause: error })
    case 'ERR_INVALID_ARG_VALUE':
    case 'ENAMETOOLONG':
      return new AppError('MODEL_PATH_INVALID', 'Not a usable path', { cause: error })
    default:
      return new AppError('MODEL_FILE_UNREADABLE', 'The model file cannot be read', {
        cause: error,
        data: { why: code },
      })
  }
}
