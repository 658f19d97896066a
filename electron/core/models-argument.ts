import { statSync } from 'node:fs'
import { resolve } from 'node:path'

/** `--models DIR` of the start command as an absolute path. Throws one line when it is no folder: a typo makes none. */
export function modelsArgument(text: string): string {
  if (text === '') throw new Error('--models wants a folder')
  const folder = resolve(text)
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found === undefined) throw new Error(`--models: there is no folder ${folder}`)
  if (!found.isDirectory()) throw new Error(`--models: ${folder} is not a folder`)
  return folder
}
