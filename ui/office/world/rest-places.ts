import type { SessionState } from '../../../src/sessions/severity.ts'
import type { Rest } from './office-strip-layout.ts'

/** In which places an agent that is not at work likes to be, the first free one of them first. */
const likes: Partial<Record<SessionState, readonly Rest['offers'][]>> = {
  idle: ['coffee', 'floor', 'sofa'],
  finished: ['coffee', 'floor', 'sofa'],
  asleep: ['sofa'],
}

type Crew = { id: string; state: SessionState }

/**
 * Who is where: first the desks, by seat, then the places to rest. The captain stays at the helm, and so does everybody
 * at a desk for whom no place is free. Whoever rests already stays there for as long as the state allows it, so that
 * nobody moves because of another; `before` says which agent held which place.
 */
export function restingPlaces<A extends Crew>(
  seated: readonly (A | undefined)[],
  rests: readonly Rest[],
  before: readonly (string | undefined)[],
): (A | undefined)[] {
  const desks = [...seated]
  const held: (A | undefined)[] = rests.map(() => undefined)
  const fits = (agent: A, rest: Rest) => likes[agent.state]?.includes(rest.offers) ?? false
  const move = (seat: number, place: number) => {
    held[place] = desks[seat]
    desks[seat] = undefined
  }
  for (const [place, rest] of rests.entries()) {
    const seat = desks.findIndex((agent, seat) => seat > 0 && agent?.id === before[place])
    const agent = desks[seat]
    if (agent && fits(agent, rest)) move(seat, place)
  }
  for (const [seat, agent] of seated.entries()) {
    if (seat === 0 || !agent || desks[seat] !== agent) continue
    const place = likes[agent.state]
      ?.map((offers) => rests.findIndex((rest, place) => rest.offers === offers && !held[place]))
      .find((place) => place >= 0)
    if (place !== undefined) move(seat, place)
  }
  return [...desks, ...held]
}
