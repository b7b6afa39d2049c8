/** Values for as long as the page lives, where the browser stores none. */
const memory = new Map<string, string>()

/** The storage of this browser. Where that is closed to the page, as in some private windows, values live in memory. */
export const storage = {
  read(key: string): string | null {
    try {
      return localStorage.getItem(key)
    } catch {
      // The browser refuses access to its storage.
      return memory.get(key) ?? null
    }
  },
  write(key: string, value: string) {
    try {
      localStorage.setItem(key, value)
    } catch {
      // The browser refuses access to its storage.
      memory.set(key, value)
    }
  },
  remove(key: string) {
    try {
      localStorage.removeItem(key)
    } catch {
      // The browser refuses access to its storage.
      memory.delete(key)
    }
  },
}
