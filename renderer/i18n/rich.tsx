import { Fragment, type ReactNode } from 'react'
import type { TextKey } from './en.ts'
import { t, type TextValues } from './t.ts'

export type Wraps = Readonly<Record<string, (text: string) => ReactNode>>

const tag = /<(\w+)>(.*?)<\/\1>/gu

/** A text with parts in tags (`<b>18.5</b> of 31.2 GB`), each wrapped by the function of that name. Tags do not nest. */
export function rich(key: TextKey, values: TextValues, wraps: Wraps): ReactNode {
  const text = t(key, values)
  const parts: ReactNode[] = []
  let end = 0
  for (const match of text.matchAll(tag)) {
    const [whole, name = '', inner = ''] = match
    const wrap = wraps[name]
    if (match.index > end) parts.push(text.slice(end, match.index))
    parts.push(<Fragment key={match.index}>{wrap ? wrap(inner) : inner}</Fragment>)
    end = match.index + whole.length
  }
  if (end < text.length) parts.push(text.slice(end))
  return parts
}
