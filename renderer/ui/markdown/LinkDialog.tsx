import { useContext } from 'react'
import { createPortal } from 'react-dom'
import { t } from '../../i18n/t.ts'
import { Button } from '../Button.tsx'
import { Dialog, DialogButtons } from '../Dialog.tsx'
import { LinkOpener } from './link-opener.ts'
import type { SafeLink } from './safe-url.ts'

export type LinkDialogProps = { link: SafeLink; onClose: () => void }

/** Names where a link leads before it is opened: the host in punycode, then the whole address. */
export function LinkDialog({ link, onClose }: LinkDialogProps) {
  const openLink = useContext(LinkOpener)
  const open = (): void => {
    onClose()
    openLink(link.href)
  }
  // In the body: a dialog inside a paragraph would be inside the answer's text, and copied with it.
  return createPortal(
    <Dialog open title={t('link.title')} onClose={onClose}>
      <div className="px-5 pt-2">
        <p className="text-16 font-label break-all" dir="ltr">
          {link.host}
        </p>
        <p className="mt-1 max-h-40 overflow-y-auto font-mono text-12 break-all text-text-3" dir="ltr">
          {link.href}
        </p>
        <p className="mt-3 text-text-2">{t('link.hint')}</p>
      </div>
      <DialogButtons>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button onClick={open}>{t('link.open')}</Button>
      </DialogButtons>
    </Dialog>,
    document.body,
  )
}
