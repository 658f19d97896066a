import { AppError, type ErrorCode } from '../contract/errors.ts'

const codes: Readonly<Record<string, ErrorCode>> = {
  EROFS: 'DATA_READ_ONLY',
  EACCES: 'DATA_READ_ONLY',
  EPERM: 'DATA_READ_ONLY',
  ENOTDIR: 'DATA_READ_ONLY',
  EEXIST: 'DATA_READ_ONLY',
  // What Node says when it cannot make the folders above, whatever stopped it.
  ENOENT: 'DATA_READ_ONLY',
  ENAMETOOLONG: 'DATA_READ_ONLY',
  ENOSPC: 'DATA_DISK_FULL',
  EDQUOT: 'DATA_DISK_FULL',
}

/** Runs file work and says what a folder that can't be written to, or a full disk, means. */
export function folderErrors<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const code = codes[errorCode(error)]
    if (code === undefined) throw error
    throw new AppError(code, error instanceof Error ? error.message : 'file work failed', { cause: error })
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
