import { useEffect, useState } from 'react'

/** The day it is, also after midnight in a page that stays open. */
export function useToday(): Date {
  const [today, setToday] = useState(() => new Date())
  useEffect(() => {
    const now = new Date()
    const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1)
    const timer = setTimeout(() => setToday(new Date()), midnight.getTime() - now.getTime() + 1000)
    return () => clearTimeout(timer)
  }, [today])
  return today
}
