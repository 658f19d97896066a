import type { Element } from 'hast'
import type { ReactNode } from 'react'
import { useIsCodeFenceIncomplete, type StreamdownProps } from 'streamdown'
import { t } from '../../i18n/t.ts'
import { cx } from '../class-names.ts'
import { CodeBlock } from './CodeBlock.tsx'
import { Image } from './Image.tsx'
import { Link } from './Link.tsx'
import { textOf } from './rehype-math.ts'
import { keyboardScroll } from './semantics.ts'

/** The item ends in a paragraph, a list or code of its own, and not in words. */
function endsInBlock(node: Element | undefined): boolean {
  const last = node?.children.findLast(
    (child) => child.type === 'element' || (child.type === 'text' && child.value.trim() !== ''),
  )
  return last?.type === 'element' && ['p', 'ul', 'ol', 'pre', 'blockquote', 'table'].includes(last.tagName)
}

type Props = { node?: Element | undefined; children?: ReactNode }

/**
 * Every element that Markdown can make, as ours: none of Streamdown's own components, classes or controls is left.
 * Headings are a step lower: the first level is the chat's title.
 */
export const elements: NonNullable<StreamdownProps['components']> = {
  p: ({ children }) => <p dir="auto">{children}</p>,
  h1: ({ children }) => (
    <h2 className="md-h1" dir="auto">
      {children}
    </h2>
  ),
  h2: ({ children }) => (
    <h3 className="md-h2" dir="auto">
      {children}
    </h3>
  ),
  h3: ({ children }) => (
    <h4 className="md-h3" dir="auto">
      {children}
    </h4>
  ),
  h4: ({ children }) => (
    <h5 className="md-h3" dir="auto">
      {children}
    </h5>
  ),
  h5: ({ children }) => (
    <h6 className="md-h3" dir="auto">
      {children}
    </h6>
  ),
  h6: ({ children }) => (
    <h6 className="md-h3" dir="auto">
      {children}
    </h6>
  ),
  blockquote: ({ children }) => <blockquote dir="auto">{children}</blockquote>,
  ul: ({ children, className }) => <ul className={className}>{children}</ul>,
  ol: ({ children, start }) => <ol start={start}>{children}</ol>,
  li: ({ children, className, node }) => (
    <li className={cx(className, endsInBlock(node) && 'md-blocks') || undefined} dir="auto">
      {children}
    </li>
  ),
  strong: ({ children }) => <strong>{children}</strong>,
  hr: () => <hr />,
  sup: ({ children }) => <sup>{children}</sup>,
  section: ({ children }) => <section className="md-notes">{children}</section>,
  table: Table,
  thead: ({ children }) => <thead>{children}</thead>,
  tbody: ({ children }) => <tbody>{children}</tbody>,
  tr: ({ children }) => <tr>{children}</tr>,
  th: ({ children, style }) => (
    <th style={{ textAlign: style?.textAlign }} dir="auto">
      {children}
    </th>
  ),
  td: ({ children, style }) => (
    <td style={{ textAlign: style?.textAlign }} dir="auto">
      {children}
    </td>
  ),
  input: ({ checked }) => (
    <input
      type="checkbox"
      checked={checked ?? false}
      disabled
      readOnly
      aria-label={t(checked ? 'task.done' : 'task.open')}
    />
  ),
  pre: Fence,
  code: ({ children, className }) => (
    <code className={className?.includes('math-error') ? 'md-formula' : undefined}>{children}</code>
  ),
  a: ({ href, children, node }) => (
    <Link to={href} words={node ? textOf(node) : ''}>
      {children}
    </Link>
  ),
  img: ({ src, alt }) => <Image source={src} alt={alt ?? ''} />,
}

function Table({ children }: Props) {
  return (
    <div className="md-table md-scroll" {...keyboardScroll}>
      <table>{children}</table>
    </div>
  )
}

function Fence({ node }: Props) {
  const open = useIsCodeFenceIncomplete()
  const code = node?.children.find((child) => child.type === 'element')
  const names = code?.properties['className']
  const language = Array.isArray(names)
    ? names.find((name) => typeof name === 'string' && name.startsWith('language-'))
    : undefined
  const text = node ? textOf(node).replace(/\n$/, '') : ''
  return (
    <CodeBlock
      code={text}
      language={typeof language === 'string' ? language.slice('language-'.length) : ''}
      open={open}
    />
  )
}
