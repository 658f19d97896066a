/** Small texts by key that outlive a reload of this tab, and nothing more. A full or forbidden storage is no failure. */
export type SessionMap = {
  get(key: string): string | null
  set(key: string, value: string | null): void
  clear(): void
}

export function createSessionMap(prefix: string, storage: () => Storage = () => sessionStorage): SessionMap {
  const held = new Map<string, string>()
  return {
    get(key) {
      const known = held.get(key)
      if (known !== undefined) return known
      try {
        return storage().getItem(prefix + key)
      } catch {
        return null
      }
    },
    set(key, value) {
      if (value === null) held.delete(key)
      else held.set(key, value)
      try {
        if (value === null) storage().removeItem(prefix + key)
        else storage().setItem(prefix + key, value)
      } catch {
        // The text stays in memory.
      }
    },
    clear() {
      held.clear()
      try {
        for (const key of Object.keys(storage())) if (key.startsWith(prefix)) storage().removeItem(key)
      } catch {
        // Nothing was stored either.
      }
    },
  }
}
