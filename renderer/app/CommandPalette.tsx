import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { useDeferredValue, useState } from 'react'
import { useLocation } from 'wouter'
import { markMatches, matchScore } from '../actions/match.ts'
import { isEnabled, useRegistry, type Action, type ActionGroup } from '../actions/registry.ts'
import { shortcutKeys } from '../actions/shortcut.ts'
import type { TextKey } from '../i18n/en.ts'
import { t } from '../i18n/t.ts'
import { useClient } from '../rpc/RpcProvider.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ChatIcon, SearchIcon } from '../ui/icons.tsx'
import { Keys } from '../ui/Kbd.tsx'
import { closeOverlay } from './overlay-store.ts'

const groups: readonly { group: ActionGroup; title: TextKey }[] = [
  { group: 'actions', title: 'palette.actions' },
  { group: 'load', title: 'palette.load' },
  { group: 'settings', title: 'palette.settings' },
  { group: 'chats', title: 'palette.chats' },
]

/** Chats whose words match, from the host's own search; titles and messages alike. */
function useChatHits(query: string): readonly Action[] {
  const client = useClient()
  const [, navigate] = useLocation()
  const wanted = query.trim()
  const { data = [] } = useQuery({
    queryKey: ['chat.search', wanted],
    queryFn: () => client.chat.search({ query: wanted }),
    enabled: wanted.length > 1,
  })
  const seen = new Set<string>()
  return data
    .filter(({ chat }) => !seen.has(chat) && seen.add(chat))
    .slice(0, 6)
    .map((hit) => ({
      id: `chat.open.${hit.chat}`,
      title: hit.title,
      hint: hit.message === null ? '' : hit.excerpt,
      icon: ChatIcon,
      group: 'chats',
      run: () => navigate(`/chat/${hit.chat}`),
    }))
}

function findActions(actions: readonly Action[], query: string): readonly Action[] {
  const searched = query.trim() !== ''
  return actions
    .filter((action) => isEnabled(action) && action.inPalette !== false && (searched || !action.onlyWhenSearched))
    .map((action) => ({ action, score: matchScore(query, action) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ action }) => action)
}

/** Every action that is offered now, the settings, the models and the chats, by their words. */
export function CommandPalette() {
  const [query, setQuery] = useState('')
  const sets = useRegistry((state) => state.sets)
  const hits = useChatHits(useDeferredValue(query))
  const found = findActions([...sets.values()].flat(), query)
  return (
    <Dialog open onClose={closeOverlay} title={t('palette.title')} titleHidden place="top" className="w-[600px]">
      <Command label={t('palette.title')} shouldFilter={false} loop className="flex min-h-0 flex-1 flex-col">
        <div className="flex h-[52px] flex-none items-center gap-3 border-b border-line px-[18px] text-text-3">
          <SearchIcon />
          <Command.Input
            value={query}
            onValueChange={setQuery}
            placeholder={t('palette.placeholder')}
            className="min-w-0 flex-1 bg-transparent text-16 text-text outline-none"
          />
        </div>
        <Command.List className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
          <Command.Empty className="px-2.5 py-6 text-text-3">{t('palette.empty')}</Command.Empty>
          {groups.map(({ group, title }) => {
            const own = found.filter((action) => (action.group ?? 'actions') === group)
            const actions = group === 'chats' ? [...own, ...hits] : own
            if (actions.length === 0) return null
            return (
              <Command.Group
                key={group}
                heading={t(title)}
                className="[&>[cmdk-group-heading]]:px-2.5 [&>[cmdk-group-heading]]:pt-3 [&>[cmdk-group-heading]]:pb-1 [&>[cmdk-group-heading]]:text-12 [&>[cmdk-group-heading]]:font-label [&>[cmdk-group-heading]]:text-text-3"
              >
                {actions.map((action) => (
                  <PaletteItem key={action.id} action={action} query={query} />
                ))}
              </Command.Group>
            )
          })}
        </Command.List>
        <footer className="flex flex-none items-center gap-4 border-t border-line px-[18px] py-2 text-12 text-text-3">
          <span className="flex items-center gap-1">
            <Keys keys={['↑', '↓']} /> {t('palette.move')}
          </span>
          <span className="flex items-center gap-1">
            <Keys keys={['Enter']} /> {t('palette.run')}
          </span>
          <span className="ml-auto flex items-center gap-1">
            <Keys keys={['Esc']} /> {t('palette.close')}
          </span>
        </footer>
      </Command>
    </Dialog>
  )
}

function PaletteItem({ action, query }: { action: Action; query: string }) {
  const { icon: Icon, shortcuts } = action
  const shortcut = shortcuts?.[0]
  return (
    <Command.Item
      value={action.id}
      onSelect={() => {
        closeOverlay()
        action.run()
      }}
      className="group flex h-9 items-center gap-3 rounded-8 px-2.5 text-text-2 data-[selected=true]:bg-selected data-[selected=true]:text-text"
    >
      {Icon ? <Icon className="text-text-3" /> : <span className="w-4 flex-none" />}
      <span className="max-w-full flex-none truncate">
        {markMatches(query, action.title).map((piece, index) =>
          piece.marked ? (
            <mark key={index} className="bg-transparent font-title text-text">
              {piece.text}
            </mark>
          ) : (
            piece.text
          ),
        )}
      </span>
      <span className="num min-w-0 flex-1 truncate text-12 text-text-3">{action.hint}</span>
      {shortcut && <Keys keys={shortcutKeys(shortcut)} />}
    </Command.Item>
  )
}
