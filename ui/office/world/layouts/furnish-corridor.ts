import type { Layout } from '../layout.ts'
import { tileSize } from './lay-tiles.ts'

type Block = (column: number, row: number, width?: number, height?: number) => void

/** The entrance at the left end of the first corridor, seen from its edge. */
export function furnishEntrance(
  { objects, interactive }: Layout,
  row: number,
  block: Block,
  uniqueId: (id: string) => string,
) {
  const y = row * tileSize
  objects.push(
    { sprite: 'floor.mat', x: 18, y: y + 17, floor: true },
    { sprite: 'door.side', x: 16, y: y + 47, id: uniqueId('door'), z: y },
    { sprite: 'mailbox', x: 40, y: y + 46, id: uniqueId('mailbox') },
    { sprite: 'bell', x: 2, y: y - 17, id: uniqueId('bell'), wall: 1 },
  )
  block(2, row + 2)
  interactive.push(
    { id: 'door', role: 'spawn', box: [8, y, 12, 48], stand: { x: 26, y: y + 30, direction: 'left' } },
    { id: 'mailbox', role: 'messages', box: [29, y + 17, 22, 30], stand: { x: 56, y: y + 44, direction: 'left' } },
  )
}

const props = ['plant.bush', 'filing', 'cooler', 'plant.tall', 'trash']

type Corridor = {
  layout: Layout
  row: number
  isFirst: boolean
  /** The columns at which the rooms above begin, but for the first. */
  upper: readonly number[]
  bank: number
  block: Block
  uniqueId(id: string): string
  uniqueRoom(id: string): string
}

/** Lamps, something where two rooms meet, and the printer at the end of the first corridor. */
export function furnishCorridor({ layout, row, isFirst, upper, bank, block, uniqueId, uniqueRoom }: Corridor) {
  const { objects, interactive, lights, rooms, spots, width } = layout
  const y = row * tileSize
  for (let x = 5; x < width - 3; x += 8) lights.push({ kind: 'pool', x: x * tileSize, y: y + 34, colour: 'gold1' })
  for (const [k, column] of upper.entries()) {
    objects.push({ sprite: props[(k + bank) % props.length]!, x: (column - 1) * tileSize + 8, y: y + 15 })
    block(column - 1, row)
  }
  const end = width - 2
  if (isFirst) {
    objects.push({ sprite: 'printer', x: end * tileSize, y: y + 46, id: uniqueId('printer') })
    block(end - 1, row + 2, 2)
    interactive.push({
      id: 'printer',
      role: 'exports',
      box: [(end - 1) * tileSize + 3, y + 20, 26, 26],
      stand: { x: (end - 2) * tileSize + 8, y: y + 44, direction: 'right' },
    })
  } else {
    objects.push({ sprite: 'plant.tall', x: end * tileSize + 8, y: y + 46 })
    block(end, row + 2)
  }
  rooms.push({ id: uniqueRoom('corridor'), kind: 'corridor', rect: [1, row, width - 2, 3] })
  const middle = (width >> 1) * tileSize
  spots.push(
    { id: uniqueId('aisle-1'), pastime: 'chat', x: middle, y: y + 28, direction: 'right', stance: 'stand' },
    { id: uniqueId('aisle-2'), pastime: 'chat', x: middle + 24, y: y + 28, direction: 'left', stance: 'stand' },
  )
}
