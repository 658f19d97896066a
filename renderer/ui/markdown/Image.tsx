import { t } from '../../i18n/t.ts'
import { Chip } from '../Chip.tsx'
import { GlobeIcon } from '../icons.tsx'
import { imageSource } from './safe-url.ts'

export type ImageProps = { source: unknown; alt: string }

/** Only what came inside the answer is shown. Anything else would tell a stranger that, when and what somebody reads. */
export function Image({ source, alt }: ImageProps) {
  const image = imageSource(source)
  if (image.kind === 'inline') return <img src={image.src} alt={alt} className="md-image" />
  const text = image.kind === 'remote' ? t('image.remote', { host: image.host }) : t('image.refused')
  return (
    <Chip className="md-chip" icon={<GlobeIcon />}>
      {alt === '' ? text : t('image.withWords', { text, words: alt })}
    </Chip>
  )
}
