import { storage } from '../../platform/storage.ts'

/** Under this key the browser keeps what was looked for; it never leaves this browser. */
const storageKey = 'wheelhouse.searches'
const maxSearches = 8

/** What was looked for lately and led somewhere, the latest first. */
export function recentSearches(): string[] {
  try {
    const stored: unknown = JSON.parse(storage.read(storageKey) ?? '[]')
    return Array.isArray(stored) ? stored.filter((one) => typeof one === 'string').slice(0, maxSearches) : []
  } catch {
    // Something else was written there.
    return []
  }
}

export function rememberSearch(q: string) {
  const words = q.trim().slice(0, 400)
  if (words === '') return
  const others = recentSearches().filter((other) => other !== words)
  storage.write(storageKey, JSON.stringify([words, ...others].slice(0, maxSearches)))
}

export const forgetSearches = () => storage.remove(storageKey)
