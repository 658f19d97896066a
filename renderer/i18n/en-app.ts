/** The frame around everything: rail, strip, palette, toasts, connection, sign-in. */
export const enApp = {
  'app.name': 'Ingle',
  'app.loading': 'Starting',
  'rail.label': 'Sections',
  'rail.chat': 'Chat',
  'rail.settings': 'Settings',
  'frame.showList': 'Show the list',
  'toast.one': 'Message',
  'toast.label': 'Messages ({hotkey})',
  'toast.close': 'Close',
  'toast.undo': 'Undo',
  'common.cancel': 'Cancel',
  'common.close': 'Close',
  'common.copy': 'Copy',
  'common.copied': 'Copied',
  'common.tryAgain': 'Try again',
} as const
