import { useQuery } from '@tanstack/react-query'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { useClient } from '../../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../../rpc/to-error-info.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { CopyButton } from '../../ui/markdown/CopyButton.tsx'
import { keyboardScroll } from '../../ui/markdown/semantics.ts'

/** The last lines the engine wrote before it ended. */
export function EngineLogDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const log = useQuery({ queryKey: ['engine.log'], queryFn: () => client.engine.log(), gcTime: 0 })
  const text = log.data?.text.trim() ?? ''
  return (
    <Dialog open onClose={onClose} title={t('engineLog.title')} className="w-[720px]">
      <p className="px-5 pt-1 text-text-2">{t('engineLog.hint')}</p>
      <pre
        className="mx-5 mt-3 min-h-24 flex-1 overflow-auto rounded-8 border border-line bg-code-bg px-3.5 py-3 font-mono text-12 focus-visible:outline-offset-[-2px]"
        {...keyboardScroll}
      >
        {log.isError ? errorText(toErrorInfo(log.error)).title : text || (log.isPending ? '' : t('engineLog.empty'))}
      </pre>
      <DialogButtons>
        {text !== '' && <CopyButton label={t('common.copy')} text={text} />}
        <Button onClick={onClose}>{t('common.close')}</Button>
      </DialogButtons>
    </Dialog>
  )
}
