import { type Actor, between } from './actor.ts'
import type { Pastime } from './layout.ts'
import type { Movement } from './movement.ts'
import type { Place, Places } from './places.ts'
import { atDeskMs, halfLikedPx, pastimes, shareBackToDesk, shareOnSofa, stayWeight, timings } from './timings.ts'

/** What those do who have no work: a coffee, a sofa, a look out of the window, a chat, a file from the shelf. */
export function createFreeTime({ spots, pairs }: Places, movement: Movement, actors: readonly Actor[]) {
  const countOf = (kind: Place['kind']) => spots.filter((spot) => spot.kind === kind).length
  /** Many sofas are not liked more than one window. */
  const weights = spots.map((spot) => pastimes[spot.kind as Pastime].weight / countOf(spot.kind))

  /** It has been long enough where it is. */
  function next(actor: Actor, now: number) {
    const place = actor.at!
    if (place.kind === 'visit') actor.carries = null
    if (place.kind === 'books') actor.carries = 'paper'
    actor.errandTo = null
    const isErrand = place.kind === 'visit' || place.kind === 'books'
    endChat(actor, now)
    actor.freeUntil = Number.POSITIVE_INFINITY
    if (place !== actor.home && (isErrand || actor.random() < shareBackToDesk)) return movement.send(actor, actor.home!)
    const partner = partnerFor(actor)
    const spot = pick(actor, partner !== null)
    if (!spot) {
      if (place !== actor.home) movement.send(actor, actor.home!)
      else if (spots.length > 0) actor.freeUntil = now + between(actor, atDeskMs)
      return
    }
    movement.send(actor, spot)
    const pair = pairs.get(spot)
    if (!pair || !partner) return
    movement.send(partner, pair)
    partner.freeUntil = Number.POSITIVE_INFINITY
    actor.partner = partner
    partner.partner = actor
  }

  /** Null: it would rather stay. */
  function pick(actor: Actor, hasPartner: boolean): Place | null {
    let sum = stayWeight
    for (let i = 0; i < spots.length; i++) if (isOpen(spots[i]!, hasPartner)) sum += weights[i]! * nearness(actor, i)
    let left = actor.random() * sum
    for (let i = 0; i < spots.length; i++) {
      if (!isOpen(spots[i]!, hasPartner)) continue
      left -= weights[i]! * nearness(actor, i)
      if (left < 0) return spots[i]!
    }
    return null
  }

  function nearness({ home }: Actor, number: number) {
    const spot = spots[number]!
    const px = Math.abs(spot.x - home!.x) + Math.abs(spot.y - home!.y)
    return halfLikedPx / (halfLikedPx + px)
  }

  function isOpen(spot: Place, hasPartner: boolean) {
    if (spot.holder !== null) return false
    return spot.kind !== 'chat' || (hasPartner && pairs.get(spot)!.holder === null)
  }

  /** Somebody else who sits at a desk without work. */
  function partnerFor(actor: Actor): Actor | null {
    const start = Math.floor(actor.random() * actors.length)
    for (let i = 0; i < actors.length; i++) {
      const other = actors[(start + i) % actors.length]!
      if (other === actor || other.intent !== 'free' || other.isLeaving || other.partner || other.errandTo) continue
      if (other.at && other.at === other.home && other.at.kind === 'desk' && !other.goal) return other
    }
    return null
  }

  /** What begins when somebody without work has arrived. */
  function arrive(actor: Actor, place: Place, now: number) {
    if (place.kind === 'desk') {
      actor.carries = null
      actor.freeUntil = now + between(actor, atDeskMs)
    } else if (place.kind === 'visit') actor.freeUntil = now + timings.visitMs
    else if (place.kind in pastimes) actor.freeUntil = now + between(actor, pastimes[place.kind as Pastime].stayMs)
  }

  /** Where somebody rests who is asleep: where it is, if one can sleep there, else on a sofa or at its desk. */
  function rest(actor: Actor) {
    const place = actor.goal ?? actor.at
    if (place && (place === actor.home || place.kind === 'sofa')) return
    const sofa = actor.random() < shareOnSofa ? spots.find((spot) => spot.kind === 'sofa' && !spot.holder) : undefined
    movement.send(actor, sofa ?? actor.home!, timings.arriveMs)
  }

  function endChat(actor: Actor, now: number) {
    const { partner } = actor
    if (!partner) return
    actor.partner = null
    partner.partner = null
    if (partner.at && !partner.goal) partner.freeUntil = Math.min(partner.freeUntil, now + timings.visitMs)
  }

  const isChatting = ({ at, partner }: Actor) => at !== null && partner !== null && partner.at === pairs.get(at)

  return { next, arrive, rest, endChat, isChatting }
}
