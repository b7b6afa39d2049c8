import type { Actor } from './actor.ts'
import type { SeatState, SeatStates } from './seat-light.ts'

type Sitter = Pick<Actor, 'place' | 'depiction' | 'isLeaving'>

/**
 * What each place says about whoever is there. Two share a place while one of them fades away: whoever stays counts, and
 * of two who stay the one who came first.
 */
export function createSeatStates() {
  const states = new Map<string, SeatState>()
  /** Kept from one time to the next, because it is filled in every frame. */
  const sitters = new Map<string, Sitter>()

  return {
    states: states as SeatStates,
    /** Notes who is where. Answers whether a place is taken, left or in another state than before. */
    note(actors: readonly Sitter[]): boolean {
      sitters.clear()
      for (const actor of actors) {
        if (actor.place === null) continue
        const other = sitters.get(actor.place)
        if (!other || other.isLeaving) sitters.set(actor.place, actor)
      }
      let isNew = false
      for (const [place, { depiction }] of sitters) {
        const known = states.get(place)
        if (known?.tone === depiction.tone && known.monitor === depiction.monitor) continue
        states.set(place, depiction)
        isNew = true
      }
      for (const place of states.keys())
        if (!sitters.has(place)) {
          states.delete(place)
          isNew = true
        }
      return isNew
    },
  }
}
