import type { ErrorCode, ErrorInfo } from '../../electron/contract/errors.ts'
import { formatCount, formatDateTime, formatMemory } from './format.ts'
import { formatText } from './t.ts'

/** `reason` is one of `engineEndReasons`, with underscores. */
export type ErrorText = {
  /** What happened. */
  title: string
  /** What was kept, and what to do. */
  body: string
}

/** One text per code: a code without words does not compile. Values in braces come from the error's data. */
export const errorTexts: Record<ErrorCode, ErrorText> = {
  ENGINE_CRASHED: {
    title:
      '{reason, select, memory {The engine ran out of memory} gpu {The graphics driver failed} bus {The model’s file changed while it was in use} illegal_instruction {This processor lacks something that the engine needs} library {A part of the system that the engine needs is missing} left {The engine ended by itself} error {The engine ran into a fault of its own} abort {The engine gave up} arithmetic {The engine could not calculate with this model} other {The engine stopped while working}}',
    body: '{reason, select, bus {It was replaced or cut short, or its drive was removed. } abort {It met something in this model or this chat that it cannot handle. } arithmetic {The file is probably damaged. } other {}}What was written so far and the whole chat are kept. {reason, select, memory {Set a shorter context, or choose a smaller model.} gpu {Try again, or let the processor do the work: slower, but it needs no driver.} bus {Bring the whole file back and try again.} illegal_instruction {No model can answer on this computer with this engine.} library {What happened names it. Install it and try again.} arithmetic {Get the file again, or choose another model.} other {Try again; if it happens again with this model, choose a shorter context or another model.}}',
  },
  ENGINE_KILLED: {
    title:
      '{reason, select, asked {The engine had to be ended} terminated {The engine was told to end} other {The engine was ended from outside}}',
    body: '{reason, select, asked {It did not answer any more. } terminated {The system or another program asked it to, as when the computer shuts down. } other {The system or another program ended it, often because memory ran out. }}What was written so far is kept. {reason, select, killed {Close something large and try again, or set a shorter context.} other {Try again.}}',
  },
  ENGINE_START_FAILED: {
    title: 'The engine did not start',
    body: 'Your chats are kept. {reason, select, library {A part of the system that it needs is missing; what happened names it. Install it and try again.} illegal_instruction {This processor lacks something that it needs, so no model can answer on this computer.} memory {There is not enough memory for it. Close something large and try again.} unresponsive {It took longer than half a minute; the computer is probably very busy. Try again in a moment.} other {Try again; if it fails again, the log in Settings says why.}}',
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
  QUEUE_FULL: {
    title: 'Too many answers are waiting',
    body: 'There are {waiting} before this one. What you wrote is kept. Wait until some are done, or stop them, and try again.',
  },
  MODEL_OVER_MEMORY: {
    title: 'This model needs more memory than is left',
    body: 'It needs about {need} with a context of {contextSize} tokens. {freeKnown, select, true {{free} is free now{unloading, select, yes {, and {after} would be once {unloads} is unloaded} other {}}} other {This computer has {limit}}}{graphics, select, yes {, with {gpu} more on the graphics card} other {}}; {reserve} stays with the system. Nothing was changed and your chats are kept. {fits, select, yes {Take a shorter context or a smaller model, or close other programs.} other {Choose a smaller model, or close other programs.}}',
  },
  MODEL_QUARANTINED: {
    title: 'This model brought the engine down {count} times',
    body: 'The last time was on {at}: {reason, select, unresponsive {the engine stopped responding} template {its chat template did not end} gpu {the graphics driver failed} bus {its file changed while it was in use} left {the engine ended by itself} other {the engine stopped while working}}. It is not loaded any more by itself, and your chats are kept. Try it again, or choose another model.',
  },
  MODEL_LOAD_FAILED: {
    title: 'The model could not be loaded',
    body: 'The file is unchanged and your chats are kept. Try again, or choose another model.',
  },
  MODEL_NOT_LOADED: {
    title: '{cancelled, select, true {Loading was stopped} other {No model is loaded}}',
    body: '{cancelled, select, true {What you wrote is kept. Try again when you want it answered.} other {What you wrote is kept. Try again, or choose another model.}}',
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
  MODEL_TEMPLATE_HANGS: {
    title: 'This model’s chat template never ends',
    body: 'The file says how a chat is written for this model, and what it says has no end, so it was stopped. Your chats are kept. Choose another model, or get this one from somewhere else.',
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
export function errorText({ code, data = {} }: Pick<ErrorInfo, 'code' | 'data'>): ErrorText {
  const { title, body } = errorTexts[code]
  const values: Record<string, string | number> = { logId: 'none', why: '', reason: 'unknown', cancelled: 'false' }
  for (const [key, value] of Object.entries(data)) {
    const [name, words] = valueWords(key, value)
    values[name] = words
  }
  // A value is there or not; in a text that is a case.
  values['unloading'] = data['unloads'] ? 'yes' : 'no'
  values['graphics'] = data['gpuBytes'] ? 'yes' : 'no'
  values['fits'] = data['fitContext'] ? 'yes' : 'no'
  // The cases of a text have no hyphens in their names.
  for (const key of ['why', 'reason']) values[key] = String(values[key]).replaceAll('-', '_')
  return { title: formatText(`error.title.${code}`, title, values), body: formatText(`error.${code}`, body, values) }
}

/** `needBytes` is put in as `need`, in the words for memory. */
function valueWords(key: string, value: string | number | boolean): readonly [string, string | number] {
  if (typeof value === 'boolean') return [key, String(value)]
  if (typeof value === 'string') return [key, value]
  if (key.endsWith('Bytes')) return [key.slice(0, -'Bytes'.length), formatMemory(value)]
  if (key.endsWith('Context') || key === 'contextSize') return [key, formatCount(value)]
  return [key, key === 'at' ? formatDateTime(value) : value]
}
