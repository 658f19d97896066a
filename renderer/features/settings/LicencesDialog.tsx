import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Licence } from '../../../electron/contract/system.ts'
import { matchScore } from '../../actions/match.ts'
import { errorText } from '../../i18n/error-texts.ts'
import { t } from '../../i18n/t.ts'
import { useClient } from '../../rpc/RpcProvider.tsx'
import { toErrorInfo } from '../../rpc/to-error-info.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { Field } from '../../ui/Field.tsx'
import { RightIcon, SearchIcon } from '../../ui/icons.tsx'

export function LicencesDialog({ onClose }: { onClose: () => void }) {
  const client = useClient()
  const [query, setQuery] = useState('')
  const list = useQuery({ queryKey: ['system.licences'], queryFn: () => client.system.licences(), staleTime: Infinity })
  const found = (list.data ?? []).filter(
    ({ name, licence, version }) => matchScore(query, { title: name, keywords: `${licence} ${version}` }) > 0,
  )
  return (
    <Dialog open onClose={onClose} title={t('licences.title')} className="h-[640px] w-[704px]">
      <div className="flex flex-none flex-col gap-2 border-b border-line px-5 pt-3 pb-3">
        <Field
          quiet
          label={t('licences.find')}
          placeholder={t('licences.find')}
          icon={<SearchIcon />}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      <ul className="min-h-0 flex-1 overflow-y-auto px-3 py-2">
        {found.map((licence) => (
          <LicenceLine key={`${licence.name}@${licence.version}`} licence={licence} />
        ))}
        {list.isError && <li className="p-2 text-text-2">{errorText(toErrorInfo(list.error)).title}</li>}
        {list.isSuccess && found.length === 0 && <li className="p-2 text-text-3">{t('licences.none')}</li>}
      </ul>
      <div className="flex flex-none items-center border-t border-line [&>:last-child]:pt-4">
        <span role="status" className="num flex-1 pl-5 text-12 text-text-3">
          {list.isSuccess && t('licences.count', { count: found.length })}
        </span>
        <DialogButtons>
          <Button onClick={onClose}>{t('common.close')}</Button>
        </DialogButtons>
      </div>
    </Dialog>
  )
}

function LicenceLine({ licence: { name, version, licence, text } }: { licence: Licence }) {
  return (
    <li>
      <details className="group">
        <summary className="flex min-h-8 list-none items-center gap-2 rounded-8 px-2 hover:bg-hover [&::-webkit-details-marker]:hidden">
          <RightIcon size={14} className="text-text-3 transition-transform group-open:rotate-90" />
          <span className="min-w-0 truncate">{name}</span>
          <span className="num text-12 text-text-3">{version}</span>
          <span className="ml-auto pl-3 text-12 text-text-2">{licence}</span>
        </summary>
        <pre className="mx-2 mt-1 mb-2 rounded-8 border border-line bg-code-bg px-3.5 py-3 font-mono text-12 whitespace-pre-wrap">
          {text || t('licences.noText')}
        </pre>
      </details>
    </li>
  )
}
