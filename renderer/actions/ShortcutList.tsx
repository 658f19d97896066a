import { useRegistry } from './registry.ts'
import { shortcutKeys, type Shortcut } from './shortcut.ts'
import type { TextKey } from '../i18n/en.ts'
import { t } from '../i18n/t.ts'
import { Keys } from '../ui/Kbd.tsx'

/** Keys that are not actions, because the field or the list that has the focus answers them itself. */
const fixed: readonly { title: TextKey; shortcut: Shortcut }[] = [
  { title: 'shortcuts.send', shortcut: 'Enter' },
  { title: 'shortcuts.newLine', shortcut: 'Shift+Enter' },
  { title: 'shortcuts.stop', shortcut: 'Escape' },
]

/** Every shortcut there is now, from the same actions that the palette offers. */
export function ShortcutList() {
  const sets = useRegistry((state) => state.sets)
  const actions = [...sets.values()]
    .flat()
    .flatMap(({ title, shortcuts }) => (shortcuts?.[0] ? [{ title, shortcut: shortcuts[0] }] : []))
  const all = [...actions, ...fixed.map(({ title, shortcut }) => ({ title: t(title), shortcut }))]
  const shown = all.filter((entry, index) => all.findIndex(({ shortcut }) => shortcut === entry.shortcut) === index)
  return (
    <dl>
      {shown.map(({ title, shortcut }) => (
        <div key={shortcut} className="flex min-h-9 items-center justify-between gap-4 border-line not-first:border-t">
          <dt className="text-text-2">{title}</dt>
          <dd>
            <Keys keys={shortcutKeys(shortcut)} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
