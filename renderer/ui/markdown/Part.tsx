import { memo, useMemo } from 'react'
import remarkMath from 'remark-math'
import { defaultRemarkPlugins, Streamdown, type StreamdownProps } from 'streamdown'
import { elements } from './elements.tsx'
import { limitNesting } from './limit-nesting.ts'
import { normaliseMath } from './math-delimiters.ts'
import { PlainOnError } from './PlainOnError.tsx'
import { rehypeMath } from './rehype-math.ts'
import { rehypeSafe } from './rehype-safe.ts'
import { splitBlocks } from './split-blocks.ts'

const { gfm } = defaultRemarkPlugins
const math: NonNullable<StreamdownProps['remarkPlugins']>[number] = [remarkMath, { singleDollarTextMath: false }]
const remarkPlugins = [gfm, math].filter((plugin) => plugin !== undefined)
// Without a plugin for raw HTML the parser turns every tag into text. What is safe is decided last, on the final tree.
const rehypePlugins = [rehypeMath, rehypeSafe]
const noLinkCheck: StreamdownProps['linkSafety'] = { enabled: false }

/** A part of an answer that is read by itself. Drawn anew only when it changes. */
export const Part = memo(function Part({ text, live }: { text: string; live: boolean }) {
  const source = useMemo(() => normaliseMath(limitNesting(text)), [text])
  return (
    <PlainOnError text={text} live={live}>
      <Streamdown
        className="md-part"
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
