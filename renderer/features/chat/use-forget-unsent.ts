import { useEffect, useRef } from 'react'
import { forgetDrafts } from './drafts.ts'
import { forgetOutgoing } from './outbox.ts'

/**
 * Erasing everything takes what was written and never sent along, in every tab. The host tells it by the one setting that
 * nothing else takes back.
 */
export function useForgetUnsent(welcomed: boolean | undefined): void {
  const before = useRef(welcomed)
  useEffect(() => {
    if (before.current === true && welcomed === false) {
      forgetDrafts()
      forgetOutgoing()
    }
    before.current = welcomed
  }, [welcomed])
}
