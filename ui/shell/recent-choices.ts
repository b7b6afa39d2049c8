import { storage } from '../platform/storage.ts'

/** Under this key the browser keeps what was chosen: addresses and names of actions, never the title of anything. */
const storageKey = 'wheelhouse.palette'
const maxChoices = 6

/** The latest choices of the palette, the last one first: an address, or the name of an action. */
export function recentChoices(): string[] {
  try {
    const stored: unknown = JSON.parse(storage.read(storageKey) ?? '[]')
    return Array.isArray(stored) ? stored.filter((one) => typeof one === 'string').slice(0, maxChoices) : []
  } catch {
    // Something else was written there.
    return []
  }
}

export function rememberChoice(choice: string) {
  const others = recentChoices().filter((other) => other !== choice)
  storage.write(storageKey, JSON.stringify([choice, ...others].slice(0, maxChoices)))
}
