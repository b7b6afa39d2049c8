import type { OfficePlan, PlanPiece, PlanRoom } from '../../../../src/office/plan.ts'
import type { Layout } from '../../world/layout.ts'
import { layoutOfPlan } from '../lay-plan.ts'
import { createIds } from '../piece-ids.ts'
import { furnishCorridor, furnishEntrance } from './furnish-corridor.ts'
import { furnishSpare } from './furnish-spare.ts'
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

/** The office that so many agents have as long as nobody has built them one. */
export const composeOffice = (agentCount: number, areas: readonly Area[] = []): Layout =>
  layoutOfPlan(composePlan(agentCount, areas))

/**
 * An office for so many agents, the same for the same number; more than sixty need several floors. Banks of rooms lie above
 * and below a corridor: the upper rooms are open to it, the lower ones have a doorway. Each bay of desks is for the area of
 * which most have no desk yet.
 */
export function composePlan(agentCount: number, areas: readonly Area[] = []): OfficePlan {
  const count = Math.min(most, Math.max(fewest, Math.floor(agentCount)))
  const { banks, width } = planBanks(planRooms(count))
  const { rooms: laid, tops } = layRooms(banks)
  const height = tops.at(-1)! + bankHeight + 1
  const corridors = tops.filter((_, bank) => bank % 2 === 0).map((top) => top + bankHeight)
  const pieces: PlanPiece[] = []
  const rooms: PlanRoom[] = []
  const ids = createIds()
  const roomIds = createIds()
  const areaOfBay = shareBays(areas)

  for (const room of laid) {
    const { column, row, width, inset, template, number } = room
    const area = template.kind === 'bay' ? areaOfBay(template.desks) : undefined
    rooms.push({
      id: roomIds.named(room.name),
      kind: template.kind,
      rect: [column, row, width, roomHeight],
      ...(area !== undefined && { area }),
    })
    const site = createRoomSite({ pieces, ids, plot: { number, column, row, inset, gap: gapOf(room) } })
    template.furnish(site)
    furnishSpare(site, room)
  }
  for (const [k, row] of corridors.entries()) {
    const plot = { number: 0, column: 1, row, inset: 0, gap: null }
    const site = createRoomSite({ pieces, ids, plot })
    if (k === 0) furnishEntrance(site)
    furnishCorridor(site, {
      isFirst: k === 0,
      width: width - 2,
      walls: laid.filter(({ bank, isFirst }) => bank === k * 2 && !isFirst).map(({ column }) => column - 2),
      bank: k * 2,
    })
    rooms.push({ id: roomIds.named('corridor'), kind: 'corridor', rect: [1, row, width - 2, corridorHeight] })
  }
  return {
    version: 1,
    name: `wheelhouse-${count}`,
    ground: planGround({ rooms: laid, corridors, width, height }),
    pieces,
    rooms,
    desks: {},
  }
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

/** Pairs of banks are joined by a passage through the wall at the far left. */
const passage = [2, 4] as const
const hasPassage = ({ bank, isFirst }: LaidRoom) => isFirst && bank > 0 && bank % 2 === 0

/** The columns at which the wall of a room is open. */
function gapOf(room: LaidRoom): readonly [number, number] | null {
  if (room.door !== null) return [room.door, room.door + 1]
  return hasPassage(room) ? passage : null
}

type Lie = { rooms: readonly LaidRoom[]; corridors: readonly number[]; width: number; height: number }

/** Floors in walls, with the ways through them. */
function planGround({ rooms, corridors, width, height }: Lie): string[] {
  const rows = Array.from({ length: height }, () => Array<string>(width).fill('#'))
  const fill = (x: number, y: number, across: number, down: number, sign: string) => {
    for (const row of rows.slice(y, y + down)) row.fill(sign, x, x + across)
  }
  for (const { column, row, width, template } of rooms) fill(column, row, width, roomHeight, template.floor)
  for (const row of corridors) fill(1, row, width - 2, corridorHeight, 'd')
  for (const room of rooms.filter(hasPassage)) {
    const above = rooms.find(({ bank, isFirst }) => isFirst && bank === room.bank - 1)!
    fill(passage[0], room.row - 3, passage[1] - passage[0], 3, above.template.floor)
  }
  for (const { door, row } of rooms) if (door !== null) fill(door, row - 3, 1, 3, '+')
  return rows.map((row) => row.join(''))
}
