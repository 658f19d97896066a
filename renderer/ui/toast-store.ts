import { create } from 'zustand'

export type ToastAction = { label: string; run: () => void }
export type ToastMessage = { id: number; kind: string; text: string; action: ToastAction | null }

type ToastState = { messages: readonly ToastMessage[] }

export const useToasts = create<ToastState>(() => ({ messages: [] }))

let nextId = 1

/**
 * Says something in passing, with one way back ("Undo"). Nothing that must be read belongs here. Of each kind only the
 * newest is shown; without a kind, a text replaces itself.
 */
export function toast(text: string, action: ToastAction | null = null, kind: string = text): void {
  const message = { id: nextId++, kind, text, action }
  useToasts.setState(({ messages }) => ({
    messages: [...messages.filter((older) => older.kind !== kind), message].slice(-3),
  }))
}

export function dismissToast(id: number): void {
  useToasts.setState(({ messages }) => ({ messages: messages.filter((message) => message.id !== id) }))
}
