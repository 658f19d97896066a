import nodePath from 'node:path'
import { AppError } from '../contract/errors.ts'

const maxSegmentBytes = 255
// Names that Windows gives to devices, with any extension; refused everywhere, so that a folder can move between systems.
const deviceName = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?$/i
// Characters that some system does not allow, `:` among them (drive letters, NTFS streams), and control characters.
const forbidden = /[<>:"|?*\\/\p{Cc}]/u

/**
 * The one way to make a path from text that did not come from us. `parts` are relative, with `/` between segments;
 * the result always lies below `root`. Throws `MODEL_PATH_INVALID` for anything that could mean another place on any
 * system (`..`, a drive, a device, a stream, a name that Windows trims). Says nothing about links on the disk.
 */
export function safeJoin(
  root: string,
  relative: string,
  path: Pick<typeof nodePath, 'join' | 'sep'> = nodePath,
): string {
  const segments = relative.split('/')
  for (const segment of segments) {
    if (!isSafeSegment(segment)) {
      throw new AppError('MODEL_PATH_INVALID', `not a name that may become a path: ${JSON.stringify(segment)}`)
    }
  }
  return path.join(root, ...segments)
}

function isSafeSegment(segment: string): boolean {
  return (
    segment !== '' &&
    segment.isWellFormed() &&
    Buffer.byteLength(segment) <= maxSegmentBytes &&
    !forbidden.test(segment) &&
    // `.` and `..`, and what Windows would silently cut off the end.
    !/[. ]$/.test(segment) &&
    !deviceName.test(segment.trim())
  )
}
