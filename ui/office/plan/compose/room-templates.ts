import { tileSize } from '../../world/layout.ts'
import type { FloorSign } from '../ground.ts'
import type { RoomSite } from './room-site.ts'

/** A room as it can stand in any office: six tiles deep, with a wall at its back. */
export type RoomTemplate = {
  kind: 'bay' | 'captain' | 'meeting' | 'lounge' | 'server'
  /** In tiles. */
  width: number
  /** The column of the doorway in its wall, where the corridor is behind it. The tile below stays free. */
  door: number
  /** The sign of its floor in the ground of a plan. */
  floor: FloorSign
  desks: number
  furnish(room: RoomSite): void
}

/** Rows of desks back to back. A pair takes three tiles, and there is an aisle after every second one. */
function bay(desks: number): RoomTemplate {
  const pairs = desks / 2
  const width = 1 + pairs * 3 + Math.ceil(pairs / 2)
  const isLong = width > 14
  return {
    kind: 'bay',
    width,
    door: width >> 1,
    floor: 'w',
    desks,
    furnish({ number, hang, desks, put }) {
      hang('window', 1, { variant: '0' })
      hang('window', width * tileSize - 46, { variant: '1' })
      if (isLong) hang('window', (width >> 1) * tileSize - 22, { variant: '2' })
      hang(number % 2 ? 'corkboard' : 'board.white', isLong ? 62 : 52)
      if (isLong) {
        hang('picture.sea', width * tileSize - 82)
        hang('wall.pillar', (width >> 1) * tileSize - 42)
      }
      for (let k = 0, column = 1; k < pairs; k++, column += k % 2 ? 3 : 4) desks(column, 2, k)
      put(number % 2 ? 'plant.tall' : 'plant.bush', width - 1, 0, { nudge: [-4, 0] })
    },
  }
}

const captain: RoomTemplate = {
  kind: 'captain',
  width: 9,
  door: 2,
  floor: 'w',
  desks: 0,
  furnish({ hang, put }) {
    hang('window', 92, { variant: '2' })
    hang('clock', 58, { id: 'clock' })
    hang('beacon', 77, { id: 'beacon' })
    put('rug.red', 2, 1, { nudge: [0, 12] })
    put('library', 0, 0, { id: 'library', nudge: [5, 0] })
    put('globe', 7, 0, { nudge: [8, 0] })
    put('desk.captain', 2, 3, { id: 'captain' })
    put('plant.tall', 0, 5, { nudge: [4, 0] })
    put('archive', 8, 5, { id: 'archive', nudge: [-2, 0] })
  },
}

const meeting: RoomTemplate = {
  kind: 'meeting',
  width: 9,
  door: 2,
  floor: 'c',
  desks: 0,
  furnish({ hang, put }) {
    hang('kanban', 48, { id: 'kanban' })
    hang('window', 2, { variant: '0' })
    hang('window', 98, { variant: '2' })
    put('table.meeting', 2, 2)
    put('plant.bush', 8, 0, { nudge: [-4, 2] })
  },
}

const lounge: RoomTemplate = {
  kind: 'lounge',
  width: 11,
  door: 4,
  floor: 't',
  desks: 0,
  furnish({ put, hang }) {
    put('vending', 0, 0)
    put('cooler', 2, 0)
    hang('poster', 60)
    put('counter', 6, 0, { nudge: [-7, 0] })
    put('counter.plain', 8, 0, { nudge: [-5, 0] })
    put('coffee', 8, 0, { nudge: [-5, 0] })
    put('mug', 6, 0, { nudge: [-8, 0] })
    put('fridge', 9, 0)
    put('trash', 5, 0, { nudge: [-5, 0] })
    put('rug.teal', 3, 3, { nudge: [0, 2] })
    put('sofa', 3, 3)
    put('table.coffee', 4, 5)
    put('armchair', 7, 4, { nudge: [6, 0] })
    put('lamp.floor', 2, 3, { nudge: [-2, 0] })
    put('light.ceiling', 6, 0, { nudge: [6, 0] })
    put('chat', 8, 3)
    put('plant.tall', 10, 5, { nudge: [-2, -1] })
    put('stool', 6, 1, { nudge: [4, 0] })
    put('cat', 0, 5, { nudge: [6, 0] })
  },
}

const server: RoomTemplate = {
  kind: 'server',
  width: 10,
  door: 5,
  floor: 's',
  desks: 0,
  furnish({ put, hang }) {
    put('racks', 0, 0, { id: 'rack' })
    hang('breakers', 98, { id: 'breakers' })
    hang('alarm', 134, { id: 'alarm' })
    put('radio', 7, 3, { id: 'radio', nudge: [8, -2] })
    put('ups', 9, 5, { nudge: [-2, -1] })
    put('ups', 8, 5, { nudge: [-4, -1] })
    put('boxes', 0, 5, { nudge: [2, -1] })
    put('desk.side', 4, 4, { nudge: [4, 0] })
    put('laptop', 4, 4, { nudge: [4, 0] })
    put('mug', 4, 4, { nudge: [8, 10] })
    for (const column of [0, 2, 4]) put('cables', column, 1, { nudge: [10, 2] })
    put('light.glow', 6, 0, { variant: 'teal', nudge: [-4, -4] })
    put('light.glow', 3, 3, { variant: 'blue', nudge: [4, 4] })
  },
}

export const roomTemplates = { 'bay-6': bay(6), 'bay-10': bay(10), captain, meeting, lounge, server }
export type RoomName = keyof typeof roomTemplates
