import type { Driver } from './driver.ts'
import type { Handle } from './handle.ts'

/** A service that can be told: what it is, and how. */
export type Entry = {
  id: string
  name: string
  driver: Driver
  /** Its name where it is managed. */
  unit: string
  /** The names of the services that it needs. */
  dependsOn: string[]
  /** What it says about its manager, where that is not its driver. */
  manager?: string
  handle: Handle
}

/** An id of letters that are safe in an address: `container.postgres-1`. Equal names get a number. */
export function idsFor() {
  const taken = new Set<string>()
  return (kind: string, name: string): string => {
    const slug =
      name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 60) || 'service'
    const wanted = kind === '' ? slug : `${kind}.${slug}`
    let id = wanted
    for (let number = 2; taken.has(id); number++) id = `${wanted}-${number}`
    taken.add(id)
    return id
  }
}
