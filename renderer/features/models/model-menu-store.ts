import { create } from 'zustand'

/** Whether the model menu is open: a shortcut and the palette open it as well as its own button. */
export const useModelMenu = create<{ open: boolean }>(() => ({ open: false }))
