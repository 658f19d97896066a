import { useEffect } from 'react'
import { t } from '../i18n/t.ts'
import { useTopic } from '../rpc/RpcProvider.tsx'
import { hostTopic } from '../rpc/topics.ts'
import { toast } from '../ui/toast-store.ts'

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
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
        (added) => toast(t('drop.added', { count: added.length, name: files[0]?.name ?? '' })),
        () => toast(t('drop.notModels')),
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
