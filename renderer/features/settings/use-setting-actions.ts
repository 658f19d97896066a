import { useLocation } from 'wouter'
import { useActions } from '../../actions/registry.ts'
import { t } from '../../i18n/t.ts'
import { SettingsIcon } from '../../ui/icons.tsx'
import { sectionTitle, settingIds, settingIndex } from './setting-index.ts'

/** Every setting as an action of the palette: it leads to its row. */
export function useSettingActions(): void {
  const [, navigate] = useLocation()
  useActions(
    'settings',
    settingIds.map((id) => ({
      id: `settings.${id}`,
      title: t(settingIndex[id].label),
      hint: sectionTitle(settingIndex[id].section),
      group: 'settings',
      icon: SettingsIcon,
      onlyWhenSearched: true,
      run: () => navigate(`/settings/${id}`),
    })),
  )
}
