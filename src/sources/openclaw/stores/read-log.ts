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
  // Foreign texts may be long, and there may be many: hashes of them are remembered. Two things that share 53 bits would
  // have to change for one of them to be passed on once too often.
  const fingerprints = new Map<number, number>()
  return {
    isNew(thing, fingerprint) {
      const [name, value] = [hashOf(thing), hashOf(fingerprint)]
      if (fingerprints.get(name) === value) return false
      fingerprints.set(name, value)
      return true
    },
    latest: new Map(),
  }
}

/** 53 bits of a hash, as a number that is exact. */
const hashOf = (text: string) => Number(BigInt.asUintN(53, BigInt(Bun.hash(text))))
