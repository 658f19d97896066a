import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Deep enough for `owner/repository/file.gguf` and a folder more; a whole home folder is not searched by mistake. */
const deepest = 4
const mostFiles = 2000

const laterPart = /-(\d{5})-of-\d{5}\.gguf$/i

/** A part of a split model that is not the first: it belongs to the first one and is not a model of its own. */
const isLaterPart = (name: string): boolean => {
  const part = laterPart.exec(name)?.[1]
  return part !== undefined && Number(part) !== 1
}

/** GGUF files below a folder, sorted; links to files are followed, links to folders are not (they may go in circles). */
export async function findGgufFiles(folder: string): Promise<string[]> {
  const found: string[] = []
  async function walk(at: string, depth: number): Promise<void> {
    const entries = await readdir(at, { withFileTypes: true }).catch(() => [])
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (found.length >= mostFiles) return
      const path = join(at, entry.name)
      if (entry.isDirectory()) {
        if (depth < deepest && !entry.name.startsWith('.')) await walk(path, depth + 1)
      } else if (
        /\.gguf$/i.test(entry.name) &&
        !isLaterPart(entry.name) &&
        (entry.isFile() || entry.isSymbolicLink())
      ) {
        found.push(path)
      }
    }
  }
  await walk(folder, 1)
  return found
}
