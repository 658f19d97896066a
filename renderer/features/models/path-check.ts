import type { TextKey } from '../../i18n/en.ts'

/** What is plainly wrong with a typed path, before the host is asked; null when it may be right. */
export function pathProblem(path: string): TextKey | null {
  const typed = unquote(path)
  if (!/^(?:\/|[a-z]:[\\/]|\\\\)/iu.test(typed)) return 'models.notWhole'
  return /\.gguf$/iu.test(typed) ? null : 'models.notGguf'
}

/** File managers copy paths in quotes. */
export function unquote(path: string): string {
  const trimmed = path.trim()
  return /^(["']).*\1$/u.test(trimmed) ? trimmed.slice(1, -1) : trimmed
}
