import type { ErrorCode } from '../contract/errors.ts'

/** Said before there is a page, in a dialog or on the terminal; the page's own words live in renderer/i18n. */
const noStart: Partial<Record<ErrorCode, string>> = {
  DATA_LOCKED: 'Another program has your data open. Close it and start Ingle again.',
  DATA_NEWER_VERSION:
    'Your data was written by a newer version of Ingle. Install that version, or a newer one. Nothing was changed.',
  DATA_READ_ONLY: 'The data folder cannot be written to. Check its permissions and start Ingle again.',
  DATA_DISK_FULL: 'The disk is full. Free some space and start Ingle again. Nothing was changed.',
  DATA_DAMAGED: 'The data could not be read. It was left as it is; the log says more.',
}

/** Why the app does not start, in words; null where the code says nothing that a person could act on. */
export const startFailureWords = (code: ErrorCode | null): string | null =>
  (code === null ? undefined : noStart[code]) ?? null
