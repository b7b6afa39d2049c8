import { type RoomName, type RoomTemplate, roomTemplates } from './room-templates.ts'

/** A room in its bank: how wide it became, and by how many tiles its furniture is moved to the middle. */
type BankRoom = { name: RoomName; template: RoomTemplate; width: number; inset: number }

/** A room where it lies: its bank, its place in it, and the column of its doorway where it has one. */
export type LaidRoom = BankRoom & {
  number: number
  bank: number
  isFirst: boolean
  column: number
  row: number
  door: number | null
}

/** A bank is a wall, its front of two tiles and the floor. */
export const roomHeight = 6
export const bankHeight = 9
export const corridorHeight = 3

/** Which rooms so many agents need: a desk for each but the main agent, and rooms for all. */
export function planRooms(agentCount: number): RoomName[] {
  const bays: RoomName[] = []
  let left = agentCount - 1
  while (left > 0) {
    const bay = left > 6 ? 'bay-10' : 'bay-6'
    bays.push(bay)
    left -= roomTemplates[bay].desks
  }
  const shared: RoomName[] =
    agentCount > 6 ? ['captain', 'server', 'meeting', 'lounge'] : ['captain', 'lounge', 'server']
  if (agentCount > 34) shared.push('meeting', 'lounge')
  return [...bays, ...shared]
}

const widthOf = (bank: readonly { template: RoomTemplate }[]) =>
  bank.reduce((sum, { template }) => sum + template.width + 1, 1)

/**
 * Puts rooms side by side into banks of even width, the large ones first. There are as many banks as make the office wide
 * rather than high. The rooms of a bank are stretched to the width of the widest.
 */
export function planBanks(names: readonly RoomName[]): { banks: BankRoom[][]; width: number } {
  const rooms = names.map((name) => ({ name, template: roomTemplates[name] }))
  const wide = widthOf(rooms) - 1
  const flatness = (count: number) => Math.abs(Math.log(wide / count / (count * 10.5) / 1.7))
  const count = [2, 4, 6].toSorted((a, b) => flatness(a) - flatness(b))[0]!
  const byWidth = (some: typeof rooms) => some.toSorted((a, b) => b.template.width - a.template.width)
  const banks = Array.from({ length: count }, (): typeof rooms => [])
  for (const room of [
    ...byWidth(rooms.filter(({ template }) => template.kind === 'bay')),
    ...rooms.filter(({ name }) => name === 'captain'),
    ...byWidth(rooms.filter(({ template }) => template.kind !== 'bay' && template.kind !== 'captain')),
  ])
    banks.reduce((a, b) => (widthOf(b) < widthOf(a) ? b : a)).push(room)
  const width = Math.max(...banks.map(widthOf))
  return {
    width,
    banks: banks.map((bank) => {
      let spare = width - widthOf(bank)
      return bank.map((room, k) => {
        const added = Math.floor(spare / (bank.length - k))
        spare -= added
        const { kind } = room.template
        return {
          ...room,
          width: room.template.width + added,
          inset: kind === 'captain' || kind === 'meeting' ? added >> 1 : 0,
        }
      })
    }),
  }
}

/** Lays out banks one below the other, with a corridor below each upper one. `tops` are the rows at which they begin. */
export function layRooms(banks: readonly BankRoom[][]): { rooms: LaidRoom[]; tops: number[] } {
  const tops = banks.map((_, bank) => bank * bankHeight + Math.ceil(bank / 2) * corridorHeight)
  const rooms: LaidRoom[] = []
  for (const [bank, row] of banks.entries()) {
    let column = 1
    for (const [k, room] of row.entries()) {
      rooms.push({
        ...room,
        number: rooms.length,
        bank,
        isFirst: k === 0,
        column,
        row: tops[bank]! + bankHeight - roomHeight,
        door: bank % 2 ? column + room.template.door + room.inset : null,
      })
      column += room.width + 1
    }
  }
  return { rooms, tops }
}
