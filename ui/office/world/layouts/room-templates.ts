import { type Floor, tileSize } from './lay-tiles.ts'
import type { RoomSite } from './room-site.ts'

/** A room as it can stand in any office: six tiles deep, with a wall at its back. */
export type RoomTemplate = {
  kind: 'bay' | 'captain' | 'meeting' | 'lounge' | 'server'
  /** In tiles. */
  width: number
  /** The column of the doorway in its wall, where the corridor is behind it. The tile below stays free. */
  door: number
  floor: Floor
  /** What the front of its wall looks like. */
  front: 'office' | 'server' | 'kitchen'
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
    floor: 'wood',
    front: 'office',
    desks,
    furnish({ number, window, hang, desks, put }) {
      window(1, 0)
      window(width * tileSize - 46, 1)
      if (isLong) window((width >> 1) * tileSize - 22, 2)
      hang(number % 2 ? 'corkboard' : 'board.white', isLong ? 62 : 52, 5)
      if (isLong) {
        hang('picture.sea', width * tileSize - 82, 6)
        hang('wall.pillar', (width >> 1) * tileSize - 42, 0)
      }
      for (let k = 0, column = 1; k < pairs; k++, column += k % 2 ? 3 : 4) desks(column, 2, k)
      put(number % 2 ? 'plant.tall' : 'plant.bush', width * tileSize - 12, 14, [width - 1, 0])
    },
  }
}

const captain: RoomTemplate = {
  kind: 'captain',
  width: 9,
  door: 2,
  floor: 'wood',
  front: 'office',
  desks: 0,
  furnish({ window, hang, lay, put, open, seat, light }) {
    window(92, 2)
    hang('clock', 58, 7, 'clock')
    open('clock', 'crons', [58, -25, 17, 17], [66, 14])
    hang('beacon.ok', 77, 8, 'beacon')
    open('beacon', 'alerts', [77, -24, 14, 16], [84, 14])
    lay('rug.red', 32, 28)
    put('bookshelf', 21, 14, [0, 0, 2, 1], { id: 'library' })
    put('globe', 128, 16, [7, 0, 2, 1])
    open('library', 'memory', [4, -26, 34, 40], [21, 28])
    const x = 72
    const y = 44
    put('desk.captain', x, y, [2, 3, 5, 1], { z: y + 1 })
    put('chair.down.red', x, y + 7, null, { z: y - 6, seat: 'captain' })
    put('laptop.back.idle', x, y + 15, null, { z: y + 15, screen: 'captain' })
    put('lamp', x - 24, y + 12, null, { z: y + 12, lamp: 'captain' })
    put('papers', x + 22, y + 15, null, { z: y + 15 })
    put('tray', x - 13, y + 17, null, { z: y + 17, id: 'tray' })
    open('tray', 'approvals', [x - 21, y + 5, 16, 13], [x - 13, 76])
    seat({
      id: 'captain',
      x,
      y: y + 2,
      direction: 'down',
      stance: 'desk',
      z: y + 3,
      enter: { x, y: 30 },
      isMain: true,
    })
    light('lamp', x - 16, y + 6, 'gold2', { seat: 'captain' })
    light('face', x, y + 2, 'blue3', { seat: 'captain' })
    light('room', x, y - 4, 'skin1', { seat: 'captain' })
    put('plant.tall', 12, 94, [0, 5])
    put('filing', 134, 94, [8, 5], { id: 'archive' })
    open('archive', 'sessions', [125, 62, 18, 32], [120, 92, 'right'])
  },
}

const meeting: RoomTemplate = {
  kind: 'meeting',
  width: 9,
  door: 2,
  floor: 'carpet',
  front: 'office',
  desks: 0,
  furnish({ name, hang, open, window, put, seat, light }) {
    hang('board.kanban', 48, 3, 'kanban')
    open('kanban', 'missions', [48, -29, 48, 28], [72, 14])
    window(2, 0)
    window(98, 2)
    put('table.meeting', 72, 78, [2, 2, 5, 3], { z: 66, id: 'meeting' })
    put('papers', 58, 52, null, { z: 67 })
    put('mug', 94, 48, null, { z: 67 })
    put('laptop.idle', 74, 64, null, { z: 68, screen: 'meeting' })
    for (const [k, x] of [52, 92].entries()) {
      put('chair.down.grey', x, 39, null, { z: 28 })
      seat({
        id: `meet-${k + 1}`,
        x,
        y: 36,
        direction: 'down',
        stance: 'desk',
        z: 37,
        enter: { x, y: 26 },
        isMeeting: true,
      })
    }
    for (const [k, x] of [21, 123].entries()) {
      const isLeft = k === 0
      put('chair.right.grey', x, 60, null, { z: 58, flip: !isLeft })
      seat({
        id: `meet-${k + 3}`,
        x: isLeft ? x + 1 : x - 1,
        y: 57,
        direction: isLeft ? 'right' : 'left',
        stance: 'sit',
        z: 60,
        enter: { x: isLeft ? 8 : 136, y: 60 },
        isMeeting: true,
      })
    }
    put('plant.bush', 132, 16, [8, 0])
    light('room', 72, 52, 'skin2', { room: name })
  },
}

const lounge: RoomTemplate = {
  kind: 'lounge',
  width: 11,
  door: 4,
  floor: 'tile',
  front: 'kitchen',
  desks: 0,
  furnish({ put, hang, lay, light, spot }) {
    put('vending', 16, 13, [0, 0, 2, 1], { id: 'vending' })
    put('cooler', 40, 12, [2, 0], { id: 'cooler' })
    hang('poster', 60, 4)
    put('counter', 105, 14, [6, 0, 2, 1])
    put('counter.plain', 131, 14, [8, 0])
    put('coffee', 131, -2, null, { z: 15, id: 'coffee' })
    put('mug', 96, -8, null, { z: 15 })
    put('fridge', 152, 15, [9, 0])
    put('trash', 83, 14, [5, 0])
    lay('rug.teal', 48, 50)
    put('sofa', 80, 62, [3, 3, 4, 1], { z: 60, id: 'sofa' })
    put('table.coffee', 80, 88, [4, 5, 2, 1])
    put('armchair', 134, 78, [7, 4, 2, 1])
    put('lamp.floor', 38, 62, [2, 3], { lamp: 'lounge' })
    light('lampBig', 38, 34, 'skin2')
    light('pool', 110, 8, 'skin3')
    spot('coffee', 'coffee', 131, 28, 'up')
    spot('vending', 'snack', 16, 28, 'up')
    spot('cooler', 'water', 40, 28, 'up')
    spot('fridge', 'snack', 152, 28, 'up')
    spot('sofa-l', 'sofa', 68, 64, 'down', 61)
    spot('sofa-r', 'sofa', 92, 64, 'down', 61)
    spot('armchair', 'sofa', 134, 76, 'down', 79)
    spot('lounge', 'chat', 152, 56, 'left')
    put('plant.tall', 166, 93, [10, 5])
    put('stool', 108, 30)
    lay('cat.bed', 9, 82)
    put('cat.sleep', 22, 91, null, { id: 'cat' })
    spot('cat', 'cat', 42, 92, 'left')
  },
}

const server: RoomTemplate = {
  kind: 'server',
  width: 10,
  door: 5,
  floor: 'server',
  front: 'server',
  desks: 0,
  furnish({ put, hang, lay, open, light, spot }) {
    put('rack.low', 16, 14, [0, 0, 5, 1], { id: 'rack', metric: 'cpu' })
    put('rack.low', 42, 14, null, { id: 'rack-mem', metric: 'memory' })
    put('rack.low', 68, 14, null, { id: 'rack-disk', metric: 'disk' })
    open('rack', 'health', [3, -33, 78, 48], [42, 28])
    hang('breaker.panel', 98, 3, 'breakers')
    for (let k = 0; k < 8; k++) hang('breaker.on', 104 + (k % 4) * 5, 10 + Math.floor(k / 4) * 9, `breaker-${k}`, 2)
    open('breakers', 'services', [98, -29, 30, 28], [112, 14])
    hang('alarm', 134, 5, 'alarm')
    open('alarm', 'gateway', [134, -27, 18, 22], [142, 14])
    put('radio', 136, 60, [7, 3, 3, 1], { id: 'radio' })
    open('radio', 'updates', [119, 31, 34, 30], [104, 60, 'right'])
    put('ups', 150, 93, [9, 5])
    put('ups', 132, 93, [8, 5])
    put('boxes', 18, 93, [0, 5, 2, 1])
    put('desk.side', 76, 92, [4, 4, 1, 2])
    put('laptop.code', 76, 66, null, { z: 94 })
    put('mug', 80, 76, null, { z: 94 })
    for (const x of [10, 42, 74]) lay('cables', x, 18)
    spot('rack', 'rack', 42, 28, 'up')
    light('glow', 42, -4, 'green3', { radius: 32, id: 'rack' })
    light('glow', 100, 4, 'teal2', { radius: 64 })
    light('glow', 60, 60, 'blue3', { radius: 48 })
  },
}

export const roomTemplates = { 'bay-6': bay(6), 'bay-10': bay(10), captain, meeting, lounge, server }
export type RoomName = keyof typeof roomTemplates
