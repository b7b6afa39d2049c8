import type { Actor } from './actor.ts'
import type { Point, Seat } from './layout.ts'

/** From so many US dollars a day on: a coin, some coins, a pile, a heap. */
const levels = [0.1, 1, 5, 20] as const

/** How many coins a cost of the day is: 0 for nothing worth a coin, and where it is not known. */
export function coinLevel(usd: number | null): number {
  let level = 0
  while (usd !== null && level < levels.length && usd >= levels[level]!) level++
  return level
}

export type Coins = Point & { sprite: string; z: number }

/** How far from somebody at a desk its coins lie, by the side that it faces. */
const besides = { down: { dx: -9, dy: 10, dz: 11 }, up: { dx: 9, dy: -20, dz: -23 } } as const

/** The coins on the desk of everybody who has one: what it cost this day, also while it is elsewhere. */
export function coinsOn(seats: ReadonlyMap<string, Seat>, actors: readonly Actor[]): Coins[] {
  return actors.flatMap(({ desk, member }): Coins[] => {
    const level = coinLevel(member.costTodayUsd)
    const seat = desk === null ? undefined : seats.get(desk)
    if (!seat || level === 0) return []
    const { dx, dy, dz } = besides[seat.direction === 'up' ? 'up' : 'down']
    return [{ sprite: `coins.${level}`, x: seat.x + dx, y: seat.y + dy, z: seat.y + dz }]
  })
}
