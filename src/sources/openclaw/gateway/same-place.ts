import { realpathSync } from 'node:fs'

/** Homes without duplicates, by real path; a home that does not exist yet keeps its name. */
export function distinct(homes: string[]): string[] {
  const real = homes.map((home) => realOf(home) ?? home)
  return [...new Set(real)]
}

function realOf(path: string) {
  try {
    return realpathSync(path)
  } catch {
    // The path does not exist (yet).
    return undefined
  }
}

/** Whether two names are of one place; an address is one by its text. */
export const samePlace = (a: string, b: string) => (realOf(a) ?? a) === (realOf(b) ?? b)
