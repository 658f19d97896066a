import { useEffect } from 'react'
import { errorText } from '../i18n/error-texts.ts'
import { t } from '../i18n/t.ts'
import { useTopic } from '../rpc/RpcProvider.tsx'
import type { DroppedFile } from '../rpc/port-transport.ts'
import { toErrorInfo } from '../rpc/to-error-info.ts'
import { hostTopic } from '../rpc/topics.ts'
import { toast } from '../ui/toast-store.ts'

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}

function sayDropped(files: readonly File[], results: readonly DroppedFile[]): void {
  const added = results.filter((result) => 'id' in result)
  const name = files[results.findIndex((result) => 'id' in result)]?.name ?? ''
  if (added.length > 0) toast(t('drop.added', { count: added.length, name }))
  for (const [index, result] of results.entries()) {
    if ('error' in result) toast(`${files[index]?.name ?? ''}: ${errorText(result.error).title}`)
  }
}

/** Files dropped anywhere on the page. Left alone, the browser would leave the page and open them. */
export function useFileDrop(): void {
  const canDrop = useTopic(hostTopic).value?.capabilities.includes('dropFiles') ?? false
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = canDrop ? 'link' : 'none'
    }
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      const files = [...(event.dataTransfer?.files ?? [])].filter(({ name }) => /\.gguf$/iu.test(name))
      if (!canDrop || !window.ingle) return toast(t('drop.notHere'))
      if (files.length === 0) return toast(t('drop.notModels'))
      window.ingle.dropFiles(files).then(
        (results) => sayDropped(files, results),
        (error: unknown) => toast(errorText(toErrorInfo(error)).title),
      )
    }
    window.addEventListener('dragover', onOver)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('drop', onDrop)
    }
  }, [canDrop])
}
