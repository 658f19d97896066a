import 'katex/dist/katex.min.css'
import { memo, useEffect, useMemo, useRef } from 'react'
import './markdown.css'
import { Part } from './Part.tsx'
import { noParts, partsOf, splitParts } from './split-parts.ts'

export type MarkdownProps = {
  text: string
  /** More is coming: open marks are closed for the eye, and the cursor stands at the end. */
  live?: boolean
}

/**
 * The only place where text of a model becomes elements, for streamed and finished answers alike: GFM, formulas and code;
 * no HTML, no remote images, links only through a dialog that names the host.
 */
export const Markdown = memo(function Markdown({ text, live = false }: MarkdownProps) {
  const latest = useRef(noParts)
  // oxlint-disable-next-line react/refs -- only a short cut: the result is the same without what was found before
  const split = useMemo(() => splitParts(text, latest.current), [text])
  useEffect(() => {
    latest.current = split
  })
  const parts = partsOf(split)
  return (
    <div className="md" data-live={live || undefined}>
      {parts.map((part, index) => (
        <Part key={index} text={part} live={live && index === parts.length - 1} />
      ))}
    </div>
  )
})
