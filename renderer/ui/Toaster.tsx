import { Toast } from 'radix-ui'
import { t } from '../i18n/t.ts'
import { IconButton } from './IconButton.tsx'
import { CloseIcon } from './icons.tsx'
import { TextButton } from './TextButton.tsx'
import { dismissToast, useToasts } from './toast-store.ts'

/** Long enough to read and to reach Undo; it waits while the pointer or the focus is on it, and F8 goes there. */
const shownMs = 8000

/**
 * They hang over the head of the content, beside its menu: that is where they cover neither what is written nor what is
 * being read.
 */
export function Toaster() {
  const messages = useToasts((state) => state.messages)
  return (
    <Toast.Provider duration={shownMs} swipeDirection="up" label={t('toast.one')}>
      {messages.map(({ id, text, action }) => (
        <Toast.Root
          key={id}
          onOpenChange={(open) => {
            if (!open) dismissToast(id)
          }}
          className="appear flex min-h-10 items-center gap-3 rounded-12 border border-line-strong bg-raised py-1 pr-2 pl-3.5"
        >
          <Toast.Description className="min-w-0 flex-1">{text}</Toast.Description>
          {action && (
            <Toast.Action altText={action.label} asChild>
              <TextButton onClick={action.run}>{action.label}</TextButton>
            </Toast.Action>
          )}
          <Toast.Close asChild>
            <IconButton size="sm" label={t('toast.close')}>
              <CloseIcon />
            </IconButton>
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport
        label={t('toast.label', { hotkey: '{hotkey}' })}
        className="fixed top-1 right-14 z-50 flex w-[400px] max-w-[calc(100vw-72px)] flex-col gap-2 outline-none"
      />
    </Toast.Provider>
  )
}
