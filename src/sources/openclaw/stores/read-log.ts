import type { CursorOf, ReadingLimits, Work } from '../../../facts/source.ts'

/** What the readers of a pass are given. */
export type Reading = { cursorOf: CursorOf; work: Work; log: ReadLog; limits: ReadingLimits }

/** Remembers, while the program runs, what was read of each thing, so that only news is passed on. */
export type ReadLog = {
  /** Whether a thing differs from when this was last asked. */
  isNew(thing: string, fingerprint: string): boolean
  /** The newest time (ms) read of each table that is read by time. */
  latest: Map<string, number>
}

export function createReadLog(): ReadLog {
  // Foreign texts may be long, and there may be many: hashes of them are remembered.
  const fingerprints = new Map<number | bigint, number | bigint>()
  return {
    isNew(thing, fingerprint) {
      const [name, look] = [Bun.hash(thing), Bun.hash(fingerprint)]
      if (fingerprints.get(name) === look) return false
      fingerprints.set(name, look)
      return true
    },
    latest: new Map(),
  }
}
