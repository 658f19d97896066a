import { useState, type FormEvent } from 'react'
import type { ErrorInfo } from '../../../electron/contract/errors.ts'
import type { ModelId } from '../../../electron/contract/ids.ts'
import type { HostInfo } from '../../../electron/contract/system.ts'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { useClient } from '../../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../../rpc/to-error-info.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { FileIcon } from '../../ui/icons.tsx'
import { pathProblem, unquote } from './path-check.ts'

/** A path that leads nowhere is a slip of the hand here, not a file that went away. */
function addProblem(error: ErrorInfo): string {
  if (error.code === 'MODEL_FILE_MISSING') return t('models.noFileThere')
  const { title, body } = errorText(error)
  return `${title}. ${body}`
}

export type AddFileDialogProps = {
  platform: HostInfo['platform']
  onClose: () => void
  onAdded: (id: ModelId) => void
}

/** Where the host has no file dialog: a path, typed and confirmed. The one way in which text becomes a path. */
export function AddFileDialog({ platform, onClose, onAdded }: AddFileDialogProps) {
  const client = useClient()
  const [path, setPath] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [working, setWorking] = useState(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const wrong = pathProblem(path)
    if (wrong) return setProblem(t(wrong))
    setWorking(true)
    try {
      const { id } = await client.models.addPath({ path: unquote(path), confirmed: true })
      onAdded(id)
      onClose()
    } catch (error) {
      setProblem(addProblem(toErrorInfo(error)))
      setWorking(false)
    }
  }

  return (
    <Dialog open onClose={onClose} title={t('models.addTitle')} className="w-[520px]">
      <form noValidate onSubmit={(event) => void submit(event)}>
        <div className="px-5 pt-1">
          <p className="text-text-2">{t('models.addHelp')}</p>
          <Field
            className="mt-4"
            label={t('models.addPath')}
            icon={<FileIcon />}
            value={path}
            onChange={(event) => {
              setPath(event.target.value)
              setProblem(null)
            }}
            problem={problem}
            placeholder={t(platform === 'win32' ? 'models.addPlaceholderWindows' : 'models.addPlaceholder')}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
          />
          <p className="mt-3 text-12 text-text-3">{t('models.addPlace')}</p>
        </div>
        <DialogButtons>
          <Button variant="ghost" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={working || path.trim() === ''}>
            {t(working ? 'models.addWorking' : 'models.addConfirm')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
