import { t } from '../i18n/t.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { CloseIcon } from '../ui/icons.tsx'
import { closeOverlay } from './overlay-store.ts'
import { ShortcutList } from '../actions/ShortcutList.tsx'

export function ShortcutsSheet() {
  return (
    <Dialog open onClose={closeOverlay} title={t('shortcuts.title')} titleHidden className="w-[520px]">
      <div className="flex h-12 flex-none items-center border-b border-line pr-3 pl-5">
        <span aria-hidden="true" className="flex-1 text-14 font-title">
          {t('shortcuts.title')}
        </span>
        <IconButton label={t('common.close')} shortcut="Esc" onClick={closeOverlay}>
          <CloseIcon />
        </IconButton>
      </div>
      <div className="min-h-0 overflow-y-auto px-5 py-2">
        <ShortcutList />
      </div>
    </Dialog>
  )
}
