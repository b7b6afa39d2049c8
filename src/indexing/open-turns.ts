import type { OpenTurn } from '../facts/testimony.ts'

/** A state may change by time alone: sessions in the middle of a turn are read again after this long. */
const againMs = 1_000
/** Of what was committed or said, everything is known after this long. */
const settledMs = 3_000
/** While nothing is said, all sessions are read again this often. */
const anewMs = 20_000

type Found = { id: string; turn: OpenTurn }

type Deps = {
  /** Every session that could be in the middle of a turn. */
  everyId: () => string[]
  /** Those of the given sessions that are, read from the index. */
  find: (ids: string[]) => Found[]
  now: () => number
}

/** The sessions in the middle of a turn, of which witnesses ask ten times a second: read only where it may have changed. */
export function createOpenTurns({ everyId, find, now }: Deps) {
  const onChange = new Set<() => void>()
  let last: { at: number; wholeAt: number; found: Found[] } | undefined
  let changedAt = now()

  /** Whether what was read of sessions at a time (ms) still holds; not where time has gone back since. */
  const isCurrent = (readAt: number, at: number) =>
    at >= readAt && at - readAt < (readAt - changedAt >= settledMs ? anewMs : againMs)

  return {
    list(): OpenTurn[] {
      const at = now()
      if (!last || at < last.at || at - last.at >= againMs) {
        // Time alone ends a turn and begins none: while nothing is said, only those that were found are read again.
        const known = last && isCurrent(last.wholeAt, at) ? last : undefined
        const found = find(known ? known.found.map(({ id }) => id) : everyId())
        last = { at, wholeAt: known?.wholeAt ?? at, found }
      }
      return last.found.map(({ turn }) => turn)
    },

    somethingChanged() {
      last = undefined
      changedAt = now()
      for (const run of onChange) run()
    },

    /** Runs whenever something was committed or said: until then no session begins a turn. */
    onChange(run: () => void) {
      onChange.add(run)
      return () => void onChange.delete(run)
    },

    isCurrent,
  }
}
