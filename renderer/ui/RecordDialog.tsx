import { t } from '../i18n/t.ts'
import { Button } from './Button.tsx'
import { Dialog, DialogButtons } from './Dialog.tsx'
import { keyboardScroll } from './markdown/semantics.ts'
import { toast } from './toast-store.ts'

export type RecordDialogProps = {
  title: string
  hint: string | undefined
  /** What is read here; while there is none, `instead` stands in its place. */
  text: string
  instead: string
  /** What Copy takes: the lines as they were written. */
  original?: string
  onClose: () => void
}

/** Lines that a program wrote, to be read and copied: they wrap, so none is cut off by a narrow window. */
export function RecordDialog({ title, hint, text, instead, original = text, onClose }: RecordDialogProps) {
  async function copy() {
    await navigator.clipboard.writeText(original)
    toast(t('common.copied'))
  }
  return (
    <Dialog open onClose={onClose} title={title} className="w-[760px]">
      <p className="px-5 pt-1 break-words text-text-2">{hint}</p>
      <pre
        className="mx-5 mt-3 min-h-24 flex-1 overflow-y-auto rounded-8 border border-line bg-code-bg px-3.5 py-3 font-mono text-12 [overflow-wrap:anywhere] whitespace-pre-wrap focus-visible:outline-offset-[-2px]"
        {...keyboardScroll}
      >
        {text || instead}
      </pre>
      <DialogButtons>
        <Button variant="ghost" disabled={text === ''} onClick={() => void copy()}>
          {t('common.copy')}
        </Button>
        <Button onClick={onClose}>{t('common.close')}</Button>
      </DialogButtons>
    </Dialog>
  )
}
