/** What this browser remembers. Where it may not remember anything, a page forgets when it is left, and works. */
const forNow = new Map<string, string>()

export const storage = {
  read(key: string): string | null {
    try {
      return localStorage.getItem(key)
    } catch {
      // Storage is closed to us (private windows, policies).
      return forNow.get(key) ?? null
    }
  },
  keep(key: string, value: string) {
    try {
      localStorage.setItem(key, value)
    } catch {
      forNow.set(key, value)
    }
  },
  forget(key: string) {
    try {
      localStorage.removeItem(key)
    } catch {
      forNow.delete(key)
    }
  },
}
