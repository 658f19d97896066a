import { create } from 'zustand'

export type ToastAction = { label: string; run: () => void }
export type ToastMessage = { id: number; text: string; action: ToastAction | null }

type ToastState = { messages: readonly ToastMessage[] }

export const useToasts = create<ToastState>(() => ({ messages: [] }))

let nextId = 1

/** Says something in passing, with one way back ("Undo"). Nothing that must be read belongs here. */
export function toast(text: string, action: ToastAction | null = null): void {
  const message = { id: nextId++, text, action }
  useToasts.setState(({ messages }) => ({ messages: [...messages, message].slice(-3) }))
}

export function dismissToast(id: number): void {
  useToasts.setState(({ messages }) => ({ messages: messages.filter((message) => message.id !== id) }))
}
