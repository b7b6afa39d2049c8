import type { Layout } from '../layout.ts'
import { furnishCorridor, furnishEntrance } from './furnish-corridor.ts'
import { furnishSpare } from './furnish-spare.ts'
import { createBlocks, type Floor, floorSprite, scatter, tileSize, wallTops } from './lay-tiles.ts'
import { bankHeight, corridorHeight, type LaidRoom, layRooms, planBanks, planRooms, roomHeight } from './plan-banks.ts'
import { createRoomSite } from './room-site.ts'

/** A project or a team, and how many of it work here. */
type Area = { name: string; count: number }

const most = 60
const fewest = 3

/** How many sit on each floor, as evenly as can be. */
export function planFloors(agentCount: number): number[] {
  const floors = Math.max(1, Math.ceil(agentCount / most))
  return Array.from({ length: floors }, (_, floor) => Math.ceil((agentCount - floor) / floors))
}

/**
 * An office for so many agents, the same for the same number; more than sixty need several floors. Banks of rooms lie above
 * and below a corridor: the upper rooms are open to it, the lower ones have a doorway. Each bay of desks is for the area of
 * which most have no desk yet.
 */
export function composeOffice(agentCount: number, areas: readonly Area[] = []): Layout {
  const count = Math.min(most, Math.max(fewest, Math.floor(agentCount)))
  const { banks, width } = planBanks(planRooms(count))
  const { rooms, tops } = layRooms(banks)
  const height = tops.at(-1)! + bankHeight + 1
  const corridors = tops.filter((_, bank) => bank % 2 === 0).map((top) => top + bankHeight)

  const layout: Layout = {
    name: `wheelhouse-${count}`,
    version: 1,
    width,
    height,
    floor: [],
    walls: [],
    objects: [],
    seats: [],
    spots: [],
    interactive: [],
    windows: [],
    lights: [],
    rooms: [],
    collision: [],
    edges: [],
    door: { x: 20, y: corridors[0]! * tileSize + 30 },
  }
  const blocks = createBlocks(width, height, true)
  layGround(layout, planCells({ rooms, corridors, width, height }), blocks)

  const uniqueId = createNames()
  const uniqueRoom = createNames()
  let desk = 0
  const nextDesk = () => uniqueId(`desk-${++desk}`)
  const areaOfBay = shareBays(areas)
  for (const room of rooms) {
    const { column, row, width, inset, template, number } = room
    const name = uniqueRoom(room.name)
    const area = template.kind === 'bay' ? areaOfBay(template.desks) : undefined
    layout.rooms.push({ id: name, kind: template.kind, rect: [column, row, width, roomHeight], ...(area && { area }) })
    const plot = { name, number, column, row, width, inset, gap: gapOf(room) }
    template.furnish(createRoomSite({ layout, plot, block: blocks.set, uniqueId, nextDesk }))
    furnishSpare(layout, room, blocks.set)
  }
  for (const { door, bank } of rooms)
    if (door !== null)
      layout.objects.push({ sprite: 'frame.door', x: door * tileSize, y: tops[bank]! * tileSize, wall: 1 })
  furnishEntrance(layout, corridors[0]!, blocks.set, uniqueId)
  for (const [k, row] of corridors.entries()) {
    const upper = rooms.filter(({ bank, isFirst }) => bank === k * 2 && !isFirst).map(({ column }) => column)
    furnishCorridor({ layout, row, isFirst: k === 0, upper, bank: k * 2, block: blocks.set, uniqueId, uniqueRoom })
  }
  layout.collision = blocks.collision()
  // The captain comes first, then the desks by their number, then the table for meetings.
  const rank = ({ isMain, isMeeting }: Layout['seats'][number]) => (isMain ? 0 : isMeeting ? 2 : 1)
  layout.seats.sort((a, b) => rank(a) - rank(b))
  return layout
}

/** Gives each bay to the area of which most have no desk yet; undefined where all have one. */
function shareBays(areas: readonly Area[]) {
  const left = areas.map((area) => ({ ...area }))
  return (desks: number): string | undefined => {
    const neediest = left.reduce<Area | undefined>((a, b) => (b.count > (a?.count ?? 0) ? b : a), undefined)
    if (neediest) neediest.count -= desks
    return neediest?.name
  }
}

/** Names that are taken once: a number is added to one that is taken already. */
function createNames() {
  const taken = new Set<string>()
  return (name: string) => {
    let free = name
    for (let k = 2; taken.has(free); k++) free = `${name}-${k}`
    taken.add(free)
    return free
  }
}

/** Pairs of banks are joined by a passage through the wall at the far left. */
const passage = [2, 4] as const
const hasPassage = ({ bank, isFirst }: LaidRoom) => isFirst && bank > 0 && bank % 2 === 0

/** The columns at which the wall of a room is open. */
function gapOf(room: LaidRoom): readonly [number, number] | null {
  if (room.door !== null) return [room.door, room.door + 1]
  return hasPassage(room) ? passage : null
}

/** What a tile is: a floor, the top of a wall, or the front of one with its look. */
type Cell = Floor | 'wall' | 'doorway' | { front: string }
type Cells = { at(x: number, y: number): Cell; width: number; height: number }
type Plan = { rooms: readonly LaidRoom[]; corridors: readonly number[]; width: number; height: number }

function planCells({ rooms, corridors, width, height }: Plan): Cells {
  const cells = Array.from({ length: height }, () => Array<Cell>(width).fill('wall'))
  const fill = (x: number, y: number, across: number, down: number, cell: Cell) => {
    for (const row of cells.slice(y, y + down)) row.fill(cell, x, x + across)
  }
  for (const { column, row, width, template } of rooms) {
    fill(column, row, width, roomHeight, template.floor)
    fill(column, row - 2, width, 2, { front: template.front })
  }
  for (const row of corridors) fill(1, row, width - 2, corridorHeight, 'deck')
  for (const room of rooms.filter(hasPassage)) {
    const above = rooms.find(({ bank, isFirst }) => isFirst && bank === room.bank - 1)!
    fill(passage[0], room.row - 3, passage[1] - passage[0], 3, above.template.floor)
  }
  for (const { door, row } of rooms) if (door !== null) fill(door, row - 3, 1, 3, 'doorway')
  return { at: (x, y) => cells[y]?.[x] ?? 'wall', width, height }
}

function layGround({ floor, walls }: Layout, { at, width, height }: Cells, blocks: ReturnType<typeof createBlocks>) {
  const isWall = (x: number, y: number) => at(x, y) === 'wall'
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const cell = at(x, y)
      if (cell === 'wall') {
        walls.push(...wallTops(x, y, width, height, isWall))
      } else if (typeof cell === 'object') {
        if (typeof at(x, y - 1) === 'object') continue
        const part = isWall(x - 1, y) ? 'l' : isWall(x + 1, y) ? 'r' : 'm'
        walls.push([`wall.face.${cell.front}.${part}`, x, y])
      } else {
        blocks.set(x, y, 1, 1, false)
        if (cell === 'doorway') {
          floor.push([floorSprite('deck', scatter(x, y)), x, y])
          continue
        }
        const above = at(x, y - 1)
        floor.push([floorSprite(cell, scatter(x, y)), x, y])
        if (above === 'wall' || above === 'doorway' || typeof above === 'object') floor.push(['shade.n', x, y])
        if (isWall(x - 1, y)) floor.push(['shade.w', x, y])
        if (cell !== 'deck' && at(x, y + 1) === 'deck') floor.push(['floor.sill', x, y])
      }
    }
}
