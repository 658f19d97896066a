import { AddFileDialog } from '../features/models/AddFileDialog.tsx'
import { t } from '../i18n/t.ts'
import { useTopic } from '../rpc/RpcProvider.tsx'
import { hostTopic } from '../rpc/topics.ts'
import { useSaveSettings } from '../rpc/use-settings.ts'
import { toast } from '../ui/toast-store.ts'
import { CommandPalette } from './CommandPalette.tsx'
import { closeOverlay, useOverlay } from './overlay-store.ts'
import { ShortcutsSheet } from './ShortcutsSheet.tsx'

export function Overlays() {
  const open = useOverlay((state) => state.open)
  const platform = useTopic(hostTopic).value?.platform ?? 'linux'
  const save = useSaveSettings()
  switch (open) {
    case null:
      return null
    case 'palette':
      return <CommandPalette />
    case 'shortcuts':
      return <ShortcutsSheet />
    case 'addFile':
      return (
        <AddFileDialog
          platform={platform}
          onClose={closeOverlay}
          onAdded={(lastModel) => {
            void save({ lastModel })
            toast(t('models.added'))
          }}
        />
      )
  }
}
