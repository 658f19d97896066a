import { useQuery } from '@tanstack/react-query'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { useClient } from '../../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../../rpc/to-error-info.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { TextArea } from '../../ui/TextArea.tsx'
import { toast } from '../../ui/toast-store.ts'

export function LogDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const log = useQuery({ queryKey: ['system.logs'], queryFn: () => client.system.logs(), gcTime: 0 })
  const text = log.data?.text ?? ''

  async function copy() {
    await navigator.clipboard.writeText(text)
    toast(t('common.copied'))
  }

  return (
    <Dialog open onClose={onClose} title={t('log.title')} className="w-[760px]">
      <p className="px-5 text-12 break-all text-text-3">{log.data && t('log.where', { folder: log.data.folder })}</p>
      <TextArea
        label={t('log.title')}
        readOnly
        wrap="off"
        rows={20}
        spellCheck={false}
        className="mx-5 mt-3 min-h-0 w-auto flex-1 resize-none font-mono text-12"
        value={
          log.isError ? errorText(toErrorInfo(log.error)).title : text || t(log.isPending ? 'log.reading' : 'log.empty')
        }
      />
      <DialogButtons>
        <Button variant="ghost" disabled={text === ''} onClick={() => void copy()}>
          {t('common.copy')}
        </Button>
        <Button onClick={onClose}>{t('common.close')}</Button>
      </DialogButtons>
    </Dialog>
  )
}
