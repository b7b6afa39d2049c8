import type { Caller } from '../auth/caller.ts'

export const unlockedMs = 10 * 60_000

/**
 * Who may throw a switch just now. All are locked at the start; a person unlocks them for ten minutes and for the one
 * page or terminal at which they sit. Nothing of it is kept.
 */
export function createLocks(now: () => number) {
  const until = new Map<Caller['id'], number>()
  return {
    /** Until when it is unlocked for a caller (ms); null where it is locked. */
    unlockedUntil({ id }: Pick<Caller, 'id'>): number | null {
      const at = until.get(id)
      if (at === undefined) return null
      if (at > now()) return at
      until.delete(id)
      return null
    },
    unlock({ id }: Pick<Caller, 'id'>): number {
      const at = now() + unlockedMs
      until.set(id, at)
      return at
    },
    lock({ id }: Pick<Caller, 'id'>) {
      until.delete(id)
    },
  }
}
