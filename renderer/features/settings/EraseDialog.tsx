import { useState, type FormEvent } from 'react'
import { useLocation } from 'wouter'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { useClient } from '../../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../../rpc/to-error-info.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { toast } from '../../ui/toast-store.ts'

/** The contract asks for this very word, whatever the language of the page. */
const word = 'delete'

export function EraseDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const [, navigate] = useLocation()
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [working, setWorking] = useState(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (typed.trim().toLowerCase() !== word) return
    setWorking(true)
    try {
      await client.system.eraseEverything({ word })
      onClose()
      toast(t('erase.done'))
      navigate('/')
    } catch (error) {
      const { title, body } = errorText(toErrorInfo(error))
      setProblem(`${title}. ${body}`)
      setWorking(false)
    }
  }

  return (
    <Dialog open onClose={onClose} title={t('erase.title')} className="w-[480px]">
      <form noValidate onSubmit={(event) => void submit(event)}>
        <div className="px-5 pt-1 text-text-2">
          <p>{t('erase.goes')}</p>
          <p className="mt-2">{t('erase.stays')}</p>
          <p className="mt-4 mb-1.5 text-text">{t('erase.type', { word })}</p>
          <Field
            label={t('erase.type', { word })}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            problem={problem}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
          />
        </div>
        <DialogButtons>
          <Button variant="ghost" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="danger" disabled={working || typed.trim().toLowerCase() !== word}>
            {t('erase.button')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
