import { createContext, use } from 'react'

/** Whether the host can be heard. Without it nobody here knows whether an answer goes on. */
export const Connected = createContext(true)

export const useConnected = (): boolean => use(Connected)
