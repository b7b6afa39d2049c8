import type { Meeting } from '../../../src/office/meetings.ts'
import type { Place } from './places.ts'

/**
 * Who sits where in a meeting. Those who sit there already keep their seats, those of one meeting sit in one room where
 * they can, and a meeting for which fewer than two seats are left does not take place.
 */
export function assignMeetings(
  seats: readonly Place[],
  meetings: readonly Meeting[],
  before: ReadonlyMap<string, Place>,
): Map<string, Place> {
  const seatOf = new Map<string, Place>()
  const free = new Set(seats)
  const groups = meetings.map(({ ids }) => [...new Set(ids)]).filter((ids) => ids.length > 1)
  for (const ids of groups)
    for (const id of ids) {
      const seat = before.get(id)
      if (seat && !seatOf.has(id) && free.delete(seat)) seatOf.set(id, seat)
    }
  for (const ids of groups) {
    const sitting = ids.find((id) => seatOf.has(id))
    const newcomers = ids.filter((id) => !seatOf.has(id))
    const room = sitting ? seatOf.get(sitting)!.room : roomFor(newcomers.length)
    if (!sitting && free.size < 2) continue
    for (const id of newcomers) {
      const seat = [...free].sort((a, b) => Number(b.room === room) - Number(a.room === room))[0]
      if (seat && free.delete(seat)) seatOf.set(id, seat)
    }
  }
  return seatOf

  /** The fullest room in which there are enough seats, else the emptiest. */
  function roomFor(count: number): string | null {
    const counts = new Map<string | null, number>()
    for (const { room } of free) counts.set(room, (counts.get(room) ?? 0) + 1)
    const rooms = [...counts].sort(([, a], [, b]) => a - b)
    return (rooms.find(([, size]) => size >= count) ?? rooms.at(-1))?.[0] ?? null
  }
}
