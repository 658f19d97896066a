import type { ErrorCode, ErrorInfo } from '../../electron/contract/errors.ts'
import { formatText } from './t.ts'

export type ErrorText = {
  /** What happened. */
  title: string
  /** What was kept, and what to do. */
  body: string
}

/** One text per code: a code without words does not compile. Values in braces come from the error's data. */
export const errorTexts: Record<ErrorCode, ErrorText> = {
  ENGINE_CRASHED: {
    title: 'The engine stopped while working',
    body: 'What was written so far and the whole chat are kept. Try again; if it happens again with this model, choose a shorter context or another model.',
  },
  ENGINE_KILLED: {
    title: 'The engine was ended from outside',
    body: 'The system or another program ended it, often because memory ran out. What was written is kept. Close something large and try again.',
  },
  ENGINE_START_FAILED: {
    title: 'The engine did not start',
    body: 'Your chats are kept. Try again; if it fails again, the log in Settings says why.',
  },
  ENGINE_NO_BINARY: {
    title: 'There is no engine for this system',
    body: 'The part that runs models was not found for this processor and system. Your chats can be read, but no model can answer here.',
  },
  ENGINE_OUT_OF_MEMORY: {
    title: 'There is not enough memory for this model',
    body: 'Your chats are kept. Close other programs, set a shorter context in Settings, or choose a smaller model.',
  },
  ENGINE_UNRESPONSIVE: {
    title: 'The engine stopped responding',
    body: 'It was ended, so that it does not hold your memory. What was written is kept. Try again.',
  },
  ENGINE_BREAKER_OPEN: {
    title: 'The engine failed several times in a row',
    body: 'It is not started again by itself. Your chats are kept. Try again when you are ready, or choose another model.',
  },
  ENGINE_PROTOCOL: {
    title: 'The app and its engine are of different versions',
    body: 'An update was probably interrupted. Your chats are kept. Restart the app; if that does not help, install it again.',
  },
  ENGINE_BUSY: {
    title: 'The engine is busy with another answer',
    body: 'Nothing was lost. Wait until it is done, or stop it, and try again.',
  },
  MODEL_LOAD_FAILED: {
    title: 'The model could not be loaded',
    body: 'The file is unchanged and your chats are kept. Try again, or choose another model.',
  },
  MODEL_NOT_LOADED: {
    title: 'No model is loaded',
    body: 'Choose a model in the model menu and send your message again.',
  },
  MODEL_NOT_GGUF: {
    title: 'This is not a GGUF file',
    body: 'Its first bytes are those of something else. Models for Ingle are single files that end in .gguf.',
  },
  MODEL_TRUNCATED: {
    title: 'This model file is not complete',
    body: 'Its end is missing, as after an interrupted download or copy. Get the file again.',
  },
  MODEL_DAMAGED: {
    title: 'This model file is damaged',
    body: 'Its header contradicts itself, so it is not opened. Get the file again from where it came.',
  },
  MODEL_UNKNOWN_ARCHITECTURE: {
    title: 'This kind of model is not known here',
    body: 'The file is intact, but this version of the engine cannot run its architecture.',
  },
  MODEL_NOT_TEXT: {
    title: 'This model does not write text',
    body: 'It is made for something else, such as images, sound or embeddings. Choose a model for chat.',
  },
  MODEL_NO_TEMPLATE: {
    title: 'This model has no chat template',
    body: 'Without it nobody can say how a conversation is written for this model. Versions named “instruct” or “chat” have one.',
  },
  MODEL_FILE_MISSING: {
    title: 'The model’s file is gone',
    body: 'It was moved, renamed or deleted, or its drive is not connected. Your chats are kept. Bring the file back, or choose another model.',
  },
  MODEL_FILE_UNREADABLE: {
    title: 'The model’s file cannot be read',
    body: '{why, select, not_a_file {It is a folder or a device and not a file. Choose a .gguf file.} other {The system refuses access to it. Check its permissions and that its drive is connected.}}',
  },
  MODEL_PATH_INVALID: {
    title: 'This path does not lead to a model',
    body: 'Give the whole path of one .gguf file, from the root of the drive on.',
  },
  MODEL_NOT_FOUND: {
    title: 'This model is no longer in the list',
    body: 'Its file was moved or forgotten. Choose another model in the model menu.',
  },
  MODEL_IN_USE: {
    title: 'This model is in use',
    body: 'Unload it first, then try again. Nothing was changed.',
  },
  MODEL_BUILT_IN: {
    title: 'The starter model is part of the app',
    body: 'It stays in the list. Nothing was changed.',
  },
  MODEL_IN_FOLDER: {
    title: 'This file is in the models folder',
    body: 'Take it out of the folder, and it leaves the list.',
  },
  CHAT_NOT_FOUND: {
    title: 'This chat is no longer there',
    body: 'It was deleted, perhaps in another window. Your other chats are in the list.',
  },
  MESSAGE_NOT_FOUND: {
    title: 'This message is no longer there',
    body: 'Its chat was changed in another window. Open the chat again to see what is stored.',
  },
  CHAT_BUSY: {
    title: 'An answer is still being written here',
    body: 'Stop it, or wait until it is done, and try again. What you wrote is kept.',
  },
  PROMPT_TOO_LONG: {
    title: 'This message is too long for the model’s context',
    body: 'What you wrote is kept. Shorten it, or set a longer context in Settings. Other messages are answered without it.',
  },
  DATA_LOCKED: {
    title: 'Your data is in use by another Ingle',
    body: 'Only one may write at a time, so that nothing is damaged. Close the other one and try again.',
  },
  DATA_NEWER_VERSION: {
    title: 'Your data comes from a newer Ingle',
    body: 'This version would not understand it and leaves it untouched. Use the newer version again.',
  },
  DATA_READ_ONLY: {
    title: 'Nothing can be written to the data folder',
    body: 'What is stored can be read, but nothing new is kept. Check the permissions of the folder; Settings shows where it is.',
  },
  DATA_DISK_FULL: {
    title: 'The drive is full',
    body: 'What was stored before is safe. Free some space, then try again.',
  },
  DATA_DAMAGED: {
    title: 'The data file was damaged',
    body: 'It was moved aside, never deleted, and what could be read was brought over. Backups are in the data folder.',
  },
  DATA_ERASING: {
    title: 'Everything is being erased',
    body: 'It takes a moment. What you wrote was not sent; try again when it is done.',
  },
  INPUT_INVALID: {
    title: 'That value is not allowed',
    body: 'Nothing was changed. Check what you entered and try again.',
  },
  LINK_REFUSED: {
    title: 'This link is not opened',
    body: 'Only links to web pages and mail addresses are. Nothing was sent.',
  },
  NETWORK_REFUSED: {
    title: 'This connection was refused',
    body: 'The app does not go online for this. Nothing was sent.',
  },
  NOT_SUPPORTED: {
    title: 'This cannot be done here',
    body: 'This way of running Ingle does not offer it. Nothing was changed.',
  },
  UNAUTHORIZED: {
    title: 'This page is not signed in',
    body: 'Run npm start again on the computer where Ingle runs, and open the link that it prints.',
  },
  CONNECTION_LOST: {
    title: 'The connection to Ingle was lost',
    body: 'What is stored is safe. The page connects again by itself; then try once more.',
  },
  INTERNAL: {
    title: 'Something unforeseen happened',
    body: 'Your chats are kept. {logId, select, none {The log in Settings says more.} other {The log in Settings says more, under {logId}.}}',
  },
}

/** The words for a failure, with its facts put in. */
export function errorText({ code, data }: Pick<ErrorInfo, 'code' | 'data'>): ErrorText {
  const { title, body } = errorTexts[code]
  const values: Record<string, string | number> = { logId: 'none', why: '' }
  for (const [key, value] of Object.entries(data ?? {}))
    values[key] = typeof value === 'boolean' ? String(value) : value
  // The cases of a text have no hyphens in their names.
  values['why'] = String(values['why']).replaceAll('-', '_')
  return { title, body: formatText(`error.${code}`, body, values) }
}
