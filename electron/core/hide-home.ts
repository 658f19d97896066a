import { parse } from 'node:path'

/**
 * The text with `~` for the home folder, wherever a path begins with it; `/home/ann` is not part of `/home/anna`. A home
 * that is empty or the root itself (service accounts, containers) names nobody, and stands at the start of every path.
 */
export function hideHome(text: string, home: string): string {
  const folder = home.replace(/[\\/]+$/, '')
  if (folder === '' || parse(home).root === home) return text
  return text.replaceAll(new RegExp(`${RegExp.escape(folder)}(?![\\w.-])`, 'g'), '~')
}
