import 'katex/dist/katex.min.css'
import { memo, useMemo } from 'react'
import { defaultRemarkPlugins, Streamdown, type StreamdownProps } from 'streamdown'
import { createMathPlugin } from '@streamdown/math'
import { elements } from './elements.tsx'
import { limitNesting } from './limit-nesting.ts'
import './markdown.css'
import { normaliseMath } from './math-delimiters.ts'
import { PlainOnError } from './PlainOnError.tsx'
import { rehypeMath } from './rehype-math.ts'
import { rehypeSafe } from './rehype-safe.ts'
import { splitBlocks } from './split-blocks.ts'

const { gfm } = defaultRemarkPlugins
const { remarkPlugin: math } = createMathPlugin()
const remarkPlugins = [gfm, math].filter((plugin) => plugin !== undefined)
// Without a plugin for raw HTML the parser turns every tag into text. What is safe is decided last, on the final tree.
const rehypePlugins = [rehypeMath, rehypeSafe]
const noLinkCheck: StreamdownProps['linkSafety'] = { enabled: false }

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
  const source = useMemo(() => normaliseMath(limitNesting(text)), [text])
  return (
    <PlainOnError text={text} live={live}>
      <Streamdown
        className="md"
        data-live={live || undefined}
        isAnimating={live}
        parseIncompleteMarkdown={live}
        components={elements}
        remarkPlugins={remarkPlugins}
        rehypePlugins={rehypePlugins}
        parseMarkdownIntoBlocksFn={splitBlocks}
        linkSafety={noLinkCheck}
        controls={false}
      >
        {source}
      </Streamdown>
    </PlainOnError>
  )
})
