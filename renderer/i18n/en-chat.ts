/** Conversations: list, transcript, composer; and what an answer's text is made of. */
export const enChat = {
  'chat.title': 'Chats',

  'code.plain': 'Code',
  'code.wrap': 'Wrap lines',
  'code.copy': 'Copy code',
  'copy.refused': 'The browser did not allow copying',
  'task.done': 'Done',
  'task.open': 'Not done',
  'image.remote': 'Image from {host}, not loaded',
  'image.refused': 'Image, not loaded',
  'image.withWords': '{text}: {words}',
  'link.title': 'Open this link?',
  'link.hint': 'It was written by a model. Ingle has not looked at it.',
  'link.open': 'Open link',
} as const
