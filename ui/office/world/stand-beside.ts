import type { Point } from './layout.ts'
import { type Place, type Places, placeInTile } from './places.ts'
import { centreX, centreY, type WalkGrid, ways } from './walk-grid.ts'

/** Gives out tiles to stand in beside something: for sub-agents, which have no desk of their own. */
export function createStandBeside(grid: WalkGrid, { door, desks, meetingSeats, spots }: Places) {
  /** Where others get up, sit down, stand or come in. */
  const reserved = new Set([door, ...desks, ...meetingSeats, ...spots].map((place) => place?.tile))
  const taken = new Set<number>()

  /** The nearest tile to `from` that nobody has, and facing `towards`; null where one cannot walk at all. */
  function take(id: string, from: number, towards: Point): Place | null {
    if (!grid.regions[from]) return null
    const seen = new Set([from])
    const open = [from]
    let tile = from
    // The list grows while it is read: the tiles in the order of their distance.
    for (const next of open) {
      if (!reserved.has(next) && !taken.has(next)) {
        tile = next
        break
      }
      for (const [bit, { dx, dy }] of ways.entries()) {
        const beside = next + dy * grid.width + dx
        if ((grid.exits[next]! & (1 << bit)) === 0 || seen.has(beside)) continue
        seen.add(beside)
        open.push(beside)
      }
    }
    taken.add(tile)
    const dx = towards.x - centreX(grid, tile)
    const dy = towards.y - centreY(grid, tile)
    const direction = Math.abs(dx) >= Math.abs(dy) ? (dx > 0 ? 'right' : 'left') : dy > 0 ? 'down' : 'up'
    return placeInTile(`the place of ${id}`, 'beside', tile, direction, grid)
  }

  const giveBack = (place: Place) => void taken.delete(place.tile)

  return { take, giveBack }
}
