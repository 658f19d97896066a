import { useEffect, useMemo, useRef } from 'react'
import { create } from 'zustand'
import type { Icon } from '../ui/icons.tsx'
import type { Shortcut } from './shortcut.ts'

export type ActionGroup = 'actions' | 'load' | 'settings' | 'chats'

/** One thing that can be done. The same object feeds palette, shortcut, menu and button. */
export type Action = {
  /** Unique among all actions: `chat.new`. */
  id: string
  title: string
  run: () => void
  group?: ActionGroup
  icon?: Icon
  /** A fact beside the title: "frees 6.4 GB". */
  hint?: string
  /** Other words by which people look for it. */
  keywords?: string
  /** The first one is shown. */
  shortcuts?: readonly Shortcut[]
  /** False: not offered now, its shortcut does nothing. */
  enabled?: boolean
  /** Offered only once something was typed, so that long lists of things don't bury the actions. */
  onlyWhenSearched?: boolean
  /** False for what opens the palette itself. */
  inPalette?: boolean
}

type Registry = { sets: ReadonlyMap<string, readonly Action[]> }

export const useRegistry = create<Registry>(() => ({ sets: new Map() }))

/** Offers actions for as long as the calling component is shown. `owner` names the set; a set replaces itself. */
export function useActions(owner: string, actions: readonly Action[]): void {
  // What an action does may be a new closure at every render; only a change that can be seen is told to the registry.
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  const seen = JSON.stringify(actions.map(({ run: _run, icon: _icon, ...shown }) => shown))
  const stable = useMemo(
    () =>
      actions.map((action) => ({
        ...action,
        run: () => latest.current.find(({ id }) => id === action.id)?.run(),
      })),
    // oxlint-disable-next-line react/exhaustive-deps -- `seen` is what of `actions` can be seen
    [seen],
  )
  useEffect(() => {
    useRegistry.setState(({ sets }) => ({ sets: new Map(sets).set(owner, stable) }))
    return () => {
      useRegistry.setState(({ sets }) => {
        if (sets.get(owner) !== stable) return { sets }
        const rest = new Map(sets)
        rest.delete(owner)
        return { sets: rest }
      })
    }
  }, [owner, stable])
}

export function allActions(): readonly Action[] {
  return [...useRegistry.getState().sets.values()].flat()
}

export function isEnabled(action: Action): boolean {
  return action.enabled !== false
}

/** Runs an action by its id; false when it is not offered now. */
export function runAction(id: string): boolean {
  const action = allActions().find((candidate) => candidate.id === id)
  if (!action || !isEnabled(action)) return false
  action.run()
  return true
}
