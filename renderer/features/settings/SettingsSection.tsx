import { useMemo, useRef, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { Field } from '../../ui/Field.tsx'
import { SearchIcon } from '../../ui/icons.tsx'
import { Row } from '../../ui/Row.tsx'
import { BarHeader, ListToggle, SectionFrame } from '../../ui/SectionFrame.tsx'
import { findSettings, sectionTitle, settingIndex, settingSections } from './setting-index.ts'
import { FoundSettings } from './SettingRow.tsx'
import { SettingsPage } from './SettingsPage.tsx'
import { useSectionScroll } from './use-section-scroll.ts'

export type SettingsSectionProps = {
  /** From the address: a section, or one setting. */
  target: string | null
  onAddFile: () => void
}

export function SettingsSection({ target, onAddFile }: SettingsSectionProps) {
  const [query, setQuery] = useState('')
  const found = useMemo(() => (query.trim() === '' ? null : findSettings(query)), [query])
  const scroller = useRef<HTMLDivElement>(null)
  const { current, goTo } = useSectionScroll(scroller, target)
  const sections = settingSections.filter(
    (section) => !found || [...found].some((id) => settingIndex[id].section === section),
  )

  const list = (
    <>
      <BarHeader>
        <h2 className="flex-1 text-14">{t('settings.title')}</h2>
      </BarHeader>
      <div className="flex-none px-3 pt-3 pb-1">
        <Field
          quiet
          type="search"
          label={t('settings.find')}
          placeholder={t('settings.find')}
          icon={<SearchIcon />}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      <nav aria-label={t('settings.sections')} className="min-h-0 flex-1 overflow-y-auto px-2 pt-1 pb-2">
        {sections.map((section) => (
          <Row key={section} to={`/settings/${section}`} selected={section === current} onPress={() => goTo(section)}>
            {sectionTitle(section)}
          </Row>
        ))}
      </nav>
    </>
  )

  return (
    <SectionFrame listLabel={t('settings.title')} list={list}>
      <BarHeader className="pl-6">
        <ListToggle />
        <h1 className="sr-only">{t('settings.title')}</h1>
        <span className="ml-auto pr-3 text-text-3">{t('settings.saved')}</span>
      </BarHeader>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto [scrollbar-gutter:stable_both-edges]">
        <FoundSettings value={found}>
          <SettingsPage onAddFile={onAddFile} />
        </FoundSettings>
        {found?.size === 0 && <p className="px-6 py-10 text-center text-text-3">{t('settings.noneFound')}</p>}
      </div>
    </SectionFrame>
  )
}
