import { hash } from '../art/avatar.ts'
import type { Actor } from './actor.ts'
import type { Parcel } from './parcels.ts'

/** A number for all that can be seen of a world, to the sixteenth of a pixel: equal worlds have equal numbers. */
export function stateHash(actors: readonly Actor[], parcels: readonly Parcel[]): number {
  const fine = (value: number) => Math.round(value * 16)
  return hash(
    JSON.stringify([
      actors.map((actor) => [
        actor.id,
        fine(actor.x),
        fine(actor.y),
        actor.direction,
        actor.stance,
        actor.act,
        actor.place,
        actor.carries,
        fine(actor.opacity),
      ]),
      parcels.map((parcel) => [parcel.fromId, parcel.toId, fine(parcel.x), fine(parcel.y)]),
    ]),
  )
}
