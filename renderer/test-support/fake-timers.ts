/** The page's two uses of time, moved by the test: `after` as the page's parts take it, and `advance`. */
export function createFakeTimers() {
  let now = 0
  let order = 0
  const entries = new Map<number, { at: number; run: () => void }>()
  return {
    after(ms: number, run: () => void): () => void {
      const id = order++
      entries.set(id, { at: now + ms, run })
      return () => void entries.delete(id)
    },
    /** Fires what falls due, in order of time, and lets promises settle before and after each. */
    async advance(ms: number): Promise<void> {
      const until = now + ms
      await settle()
      for (;;) {
        const due = [...entries]
          .filter(([, { at }]) => at <= until)
          .toSorted(([a, x], [b, y]) => x.at - y.at || a - b)[0]
        if (!due) break
        const [id, { at, run }] = due
        entries.delete(id)
        now = at
        run()
        await settle()
      }
      now = until
    },
    waits: () => [...entries.values()].map(({ at }) => at - now).toSorted((a, b) => a - b),
  }
}

export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
