import { create } from 'zustand'

/** What lies over the page; one at a time. */
export type Overlay = 'palette' | 'shortcuts' | 'addFile' | null

export const useOverlay = create<{ open: Overlay }>(() => ({ open: null }))

export function openOverlay(open: Exclude<Overlay, null>): void {
  useOverlay.setState({ open })
}

export function closeOverlay(): void {
  useOverlay.setState({ open: null })
}
