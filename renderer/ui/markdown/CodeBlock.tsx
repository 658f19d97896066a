import { memo, useMemo, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { cx } from '../class-names.ts'
import { IconButton } from '../IconButton.tsx'
import { WrapIcon } from '../icons.tsx'
import { CopyButton } from './CopyButton.tsx'
import { highlight, languageName } from './highlight.ts'
import { keyboardScroll } from './semantics.ts'

/** Above this, colours wait until the fence is closed: colouring it anew for every frame costs the frame. */
const longestLive = 4096

export type CodeBlockProps = {
  code: string
  /** As the fence names it; empty where it names none. */
  language: string
  /** The fence is not closed yet. */
  open: boolean
}

/** Code with its language, a way to wrap its lines and to copy it. */
export const CodeBlock = memo(function CodeBlock({ code, language, open }: CodeBlockProps) {
  const [wrapped, setWrapped] = useState(false)
  const name = language === '' ? t('code.plain') : languageName(language)
  return (
    <div className="md-code">
      <div className="md-code-head">
        <span className="min-w-0 flex-1 truncate">{name}</span>
        <IconButton
          size="sm"
          label={t('code.wrap')}
          aria-pressed={wrapped}
          className={cx(wrapped && 'bg-selected')}
          onClick={() => setWrapped(!wrapped)}
        >
          <WrapIcon />
        </IconButton>
        <CopyButton label={t('code.copy')} text={code} />
      </div>
      <pre className={cx('md-scroll', wrapped && 'md-wrap')} dir="ltr" {...keyboardScroll}>
        <code>
          <Coloured code={code} language={language} live={open} />
        </code>
      </pre>
    </div>
  )
})

function Coloured({ code, language, live }: { code: string; language: string; live: boolean }) {
  const plain = language === '' || (live && code.length > longestLive)
  const tokens = useMemo(() => (plain ? null : highlight(code, language)), [code, language, plain])
  if (!tokens) return code
  return tokens.map((token, index) =>
    token.kind === null ? (
      token.text
    ) : (
      // A token is its place in the code: the list is never reordered.
      <span key={index} className={`md-${token.kind}`}>
        {token.text}
      </span>
    ),
  )
}
