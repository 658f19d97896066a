import { parseMarkdownIntoBlocks } from 'streamdown'

const definition = /^[ \t>]*\[\^[^\]\n]+\]:/m

/**
 * Cuts an answer into the blocks that are parsed one by one, so that finished ones are left alone while the last one
 * grows. Streamdown keeps a text whole as soon as it looks like it had footnotes; `[^a-z]` in code does, and then every
 * frame would parse everything. Only a definition of one keeps it whole here.
 */
export function splitBlocks(text: string): string[] {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  if (!lines.includes('[^')) return parseMarkdownIntoBlocks(lines)
  if (definition.test(lines)) return [lines]
  const blocks = parseMarkdownIntoBlocks(lines.replaceAll('[^', '[\u0000'))
  let at = 0
  return blocks.map((block) => lines.slice(at, (at += block.length)))
}
