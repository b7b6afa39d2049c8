import type { Actor } from './actor.ts'
import type { SeatState, SeatStates } from './seat-light.ts'

type Sitter = Pick<Actor, 'place' | 'depiction' | 'isLeaving'>

/**
 * What each place says about whoever is there. Two share a place while one of them fades away: whoever stays counts, and
 * of two who stay the one who came first.
 */
export function createSeatStates() {
  const states = new Map<string, SeatState>()
  /** Who is in each place, as of which noting. Kept from one to the next, because it is noted in every frame. */
  const seats = new Map<string, { sitter: Sitter; noting: number }>()
  let noting = 0

  return {
    states: states as SeatStates,
    /** Notes who is where. Answers whether a place is taken, left or in another state than before. */
    note(actors: readonly Sitter[]): boolean {
      noting++
      for (let k = 0; k < actors.length; k++) {
        const actor = actors[k]!
        if (actor.place === null) continue
        const seat = seats.get(actor.place)
        if (!seat) seats.set(actor.place, { sitter: actor, noting })
        else if (seat.noting !== noting || seat.sitter.isLeaving) {
          seat.sitter = actor
          seat.noting = noting
        }
      }
      let isNew = false
      seats.forEach((seat, place) => {
        const known = states.get(place)
        const { depiction } = seat.sitter
        if (seat.noting !== noting) {
          seats.delete(place)
          states.delete(place)
          isNew = true
        } else if (known?.tone !== depiction.tone || known.monitor !== depiction.monitor) {
          states.set(place, depiction)
          isNew = true
        }
      })
      return isNew
    },
  }
}
