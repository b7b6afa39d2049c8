import type { Direction, Layout, LayoutLight, LayoutObject, ObjectRole, Pastime, Seat } from '../layout.ts'
import { layDeskPair } from './desk-pair.ts'
import { createBlocks, type Floor, floorSprite, scatter, tileSize, wallTops } from './lay-tiles.ts'

/** `#` a wall, `D` the door in it; fronts of walls `f` `g` `h` `d`; floors `o` wood, `s` server, `k` tiles, `c` carpet. */
const plan = [
  '################################',
  '#ffffffffffffffffffff#ggggggggg#',
  '#ffffffffffffffffffff#ggggggggg#',
  '#oooooooooooooooooooo#sssssssss#',
  '#oooooooooooooooooooo#sssssssss#',
  '#oooooooooooooooooooo#sssssssss#',
  '#oooooooooooooooooooo#sssssssss#',
  '#oooooooooooooooooooo###D#######',
  '#oooooooooooooooooooohhhdhhhhhh#',
  '#oooooooooooooooooooohhhdhhhhhh#',
  '#ooooooooooooooooooookkkkkkkkkk#',
  '#ooooooooooooooooooookkkkkkkkkk#',
  '#ccccccccooooooooooookkkkkkkkkk#',
  '#ccccccccooooooooooookkkkkkkkkk#',
  '#ccccccccooooooooooookkkkkkkkkk#',
  '#ccccccccooooooooooookkkkkkkkkk#',
  '#ccccccccooooooooooookkkkkkkkkk#',
  '################################',
]
const width = 32
const height = 18
const fronts: Record<string, string> = { f: 'office', g: 'server', h: 'kitchen' }
const floors: Record<string, Floor> = { o: 'wood', s: 'server', k: 'tile', c: 'carpet', d: 'tile', D: 'server' }

const at = (x: number, y: number) => plan[y]?.[x] ?? '#'
const isWall = (x: number, y: number) => at(x, y) === '#' || at(x, y) === 'D'

/** The office that everybody gets who has chosen no other: ten desks, the captain, a table for meetings. */
export function defaultOffice(): Layout {
  const blocks = createBlocks(width, height, false)
  const layout: Layout = {
    name: 'wheelhouse-default',
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
    rooms: [
      { id: 'office', kind: 'office', rect: [1, 3, 20, 14] },
      { id: 'meeting', kind: 'meeting', rect: [1, 12, 8, 5] },
      { id: 'server', kind: 'server', rect: [22, 3, 9, 4] },
      { id: 'kitchen', kind: 'kitchen', rect: [21, 10, 10, 2] },
      { id: 'lounge', kind: 'lounge', rect: [21, 12, 10, 5] },
    ],
    collision: [],
    edges: [{ column: 8, fromRow: 12, toRow: 16 }],
    door: { x: 316, y: 52 },
  }
  const site = createSite(layout, blocks)
  layGround(layout, blocks)
  furnishTopWall(site)
  furnishDesks(site)
  furnishHelm(site)
  furnishLibrary(site)
  furnishMeetingRoom(site)
  furnishServerRoom(site)
  furnishKitchen(site)
  placeSpots(site)
  layout.collision = blocks.collision()
  return layout
}

type Blocks = ReturnType<typeof createBlocks>
type Site = ReturnType<typeof createSite>

/** What the parts of the office place their things with. */
function createSite(layout: Layout, blocks: Blocks) {
  return {
    layout,
    block: (x: number, y: number, width = 1, height = 1) => blocks.set(x, y, width, height),
    free: (x: number, y: number) => blocks.set(x, y, 1, 1, false),
    put: (sprite: string, x: number, y: number, more: Partial<LayoutObject> = {}) =>
      layout.objects.push({ sprite, x, y, ...more }),
    hang: (sprite: string, x: number, y: number, id?: string) =>
      layout.objects.push({ sprite, x, y, wall: 1, ...(id && { id }) }),
    lay: (sprite: string, x: number, y: number) => layout.objects.push({ sprite, x, y, floor: true }),
    open: (
      id: string,
      role: ObjectRole,
      box: readonly [number, number, number, number],
      [x, y, direction = 'up']: readonly [x: number, y: number, direction?: Direction],
    ) => layout.interactive.push({ id, role, box, stand: { x, y, direction } }),
    seat: (seat: Seat) => layout.seats.push(seat),
    spot: (id: string, pastime: Pastime, x: number, y: number, direction: Direction) =>
      layout.spots.push({ id, pastime, x, y, direction, stance: 'stand' }),
    sofa: (id: string, x: number, y: number, z: number) =>
      layout.spots.push({ id, pastime: 'sofa', x, y, direction: 'down', stance: 'sit', z }),
    light: (kind: LayoutLight['kind'], x: number, y: number, colour: string, more: Partial<LayoutLight> = {}) =>
      layout.lights.push({ kind, x, y, colour, ...more }),
  }
}

function layGround({ floor, walls }: Layout, blocks: Blocks) {
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const tile = at(x, y)
      const ground = floors[tile]
      if (ground) floor.push([floorSprite(ground, scatter(x, y)), x, y])
      if (isWall(x, y)) {
        walls.push(...wallTops(x, y, width, height, isWall))
        blocks.set(x, y, 1, 1, tile === '#')
      }
      if (fronts[tile] && !fronts[at(x, y - 1)]) {
        const part = at(x - 1, y) === '#' ? 'l' : at(x + 1, y) === '#' ? 'r' : 'm'
        walls.push([`wall.face.${fronts[tile]}.${part}`, x, y])
        blocks.set(x, y, 1, 2)
      }
      if (tile === 'd' && at(x, y - 1) === 'D') walls.push(['wall.face.kitchen.m', x, y])
    }
  const inside = (lay: (x: number, y: number) => void) => {
    for (let y = 1; y < height - 1; y++) for (let x = 1; x < width - 1; x++) lay(x, y)
  }
  inside((x, y) => {
    if (at(x, y) === 'k' && at(x - 1, y) === 'o') floor.push(['floor.threshold', x, y])
  })
  inside((x, y) => {
    if (!'oskc'.includes(at(x, y))) return
    if ('fgh#Dd'.includes(at(x, y - 1))) floor.push(['shade.n', x, y])
    if (at(x - 1, y) === '#') floor.push(['shade.w', x, y])
  })
}

function furnishTopWall({ layout, light, hang, lay, open, put, block }: Site) {
  for (const [sky, x] of [20, 120, 216].entries()) {
    layout.windows.push({ x, y: 20, width: 44, height: 26, sky })
    light('shaft', x - 4, 48, 'gold3')
  }
  hang('board.kanban', 68, 19, 'kanban')
  open('kanban', 'missions', [68, 19, 48, 28], [92, 62])
  hang('picture.wheel', 168, 20)
  hang('clock', 195, 22, 'clock')
  open('clock', 'crons', [195, 22, 17, 17], [203, 62])
  hang('corkboard', 261, 21, 'corkboard')
  open('corkboard', 'skills', [261, 21, 28, 22], [280, 62])
  hang('door.entry', 300, 15, 'door')
  open('door', 'spawn', [300, 15, 32, 34], [316, 62])
  lay('floor.mat', 300, 50)
  hang('beacon.ok', 309, 0, 'beacon')
  open('beacon', 'alerts', [309, 0, 14, 16], [300, 66])
  hang('bell', 289, 18, 'bell')
  open('bell', 'visitors', [289, 18, 12, 14], [292, 62])
  put('plant.tall', 26, 66)
  block(1, 3)
  put('plant.bush', 256, 63)
  block(15, 3, 2)
  put('mailbox', 330, 100, { id: 'mailbox' })
  open('mailbox', 'messages', [319, 72, 22, 30], [312, 94, 'right'])
  block(20, 5)
}

/** Where each pair of desks begins, in tiles, with its chairs and what stands on it. */
const pairs = [
  { column: 2, chair: 'navy', decor: ['mug', 'papers'] },
  { column: 5, chair: 'teal', decor: ['books', 'plant.small'] },
  { column: 10, chair: 'red', decor: ['duck', 'mug'] },
  { column: 13, chair: 'grey', decor: ['photo', 'tray'] },
  { column: 17, chair: 'navy', decor: ['papers', 'books'] },
] as const

function furnishDesks({ layout, block, free }: Site) {
  for (const [k, { column, chair, decor }] of pairs.entries()) {
    block(column, 6, 3, 2)
    free(column, 8)
    layDeskPair(layout, {
      x: column * tileSize + 24,
      y: 96,
      seats: [`desk-${k * 2 + 1}`, `desk-${k * 2 + 2}`],
      chair,
      decor,
      room: 'office',
      approach: 68,
    })
  }
}

/** The desk of the main agent. */
function furnishHelm({ lay, put, block, seat, light }: Site) {
  const x = 216
  const y = 206
  lay('rug.red', 176, 192)
  put('desk.captain', x, y, { z: y + 1 })
  block(12, 13, 3)
  block(11, 13, 5)
  put('chair.down.red', x, y + 7, { z: y - 6, seat: 'captain' })
  put('laptop.back.idle', x, y + 15, { z: y + 15, screen: 'captain' })
  put('lamp', x - 24, y + 12, { z: y + 12, lamp: 'captain' })
  put('papers', x + 22, y + 15, { z: y + 15 })
  put('mug', x + 13, y + 10, { z: y + 10 })
  put('tray', x - 13, y + 17, { z: y + 17, id: 'tray' })
  seat({
    id: 'captain',
    x,
    y: y + 2,
    direction: 'down',
    stance: 'desk',
    z: y + 3,
    enter: { x, y: 192 },
    room: 'office',
    isMain: true,
  })
  light('lamp', x - 16, y + 6, 'gold2', { seat: 'captain' })
  light('face', x, y + 2, 'blue3', { seat: 'captain' })
  light('room', x, y - 4, 'skin1', { seat: 'captain' })
}

/** The lower part of the office: a nook with the library, and the corner of the printer. */
function furnishLibrary({ put, block, open, lay, light }: Site) {
  put('bookshelf', 290, 208, { id: 'library' })
  put('bookshelf', 324, 208)
  block(17, 12, 4)
  open('library', 'memory', [273, 168, 68, 40], [300, 222])
  lay('rug.small', 284, 220)
  put('armchair', 326, 240, { flip: true })
  block(19, 14, 2)
  put('lamp.floor', 282, 238, { lamp: 'library' })
  block(17, 14)
  light('lampBig', 282, 210, 'skin2')
  put('printer', 166, 270, { id: 'printer' })
  block(9, 16, 2)
  open('printer', 'exports', [153, 244, 26, 26], [166, 256, 'down'])
  put('trash', 186, 268)
  block(11, 16)
  put('boxes', 208, 270, { id: 'boxes' })
  block(12, 16, 2)
  put('plant.tall', 238, 271)
  block(14, 16)
  put('filing', 260, 270)
  put('filing', 278, 270, { id: 'archive' })
  block(15, 16, 3)
  open('archive', 'sessions', [251, 238, 36, 32], [268, 256, 'down'])
  put('plant.bush', 326, 270)
  block(20, 16)
}

function furnishMeetingRoom({ put, block, seat, light }: Site) {
  for (const [column, part] of [
    [1, 'l'],
    [2, 'm'],
    [3, 'm'],
    [4, 'm'],
    [5, 'r'],
    [8, 'r'],
  ] as const) {
    put(`glass.${part}`, column * tileSize, 199, { z: 198 })
    block(column, 11)
  }
  for (let row = 12; row <= 16; row++) put('glass.v', 9 * tileSize - 4, row * tileSize + 16, { z: row * tileSize + 14 })
  put('table.meeting', 76, 258, { z: 246, id: 'meeting' })
  block(2, 13, 5, 3)
  for (const [k, x] of [56, 96].entries()) {
    put('chair.down.grey', x, 219, { z: 208 })
    seat({
      id: `meet-${k + 1}`,
      x,
      y: 216,
      direction: 'down',
      stance: 'desk',
      z: 217,
      room: 'meeting',
      isMeeting: true,
      enter: { x, y: 204 },
    })
  }
  for (const [k, x] of [25, 127].entries()) {
    const isLeft = k === 0
    put('chair.right.grey', x, 240, { z: 238, flip: !isLeft })
    seat({
      id: `meet-${k + 3}`,
      x: isLeft ? x + 1 : x - 1,
      y: 237,
      direction: isLeft ? 'right' : 'left',
      stance: 'sit',
      z: 240,
      room: 'meeting',
      isMeeting: true,
      enter: { x, y: 206 },
    })
  }
  put('papers', 62, 232, { z: 247 })
  put('mug', 98, 228, { z: 247 })
  put('laptop.idle', 78, 244, { z: 248, screen: 'meeting' })
  put('plant.bush', 130, 216)
  block(8, 12)
  light('room', 76, 232, 'skin2', { room: 'meeting' })
}

function furnishServerRoom({ put, hang, lay, block, open, light, layout }: Site) {
  for (const [k, metric] of (['cpu', 'memory', 'disk'] as const).entries())
    put('rack.low', 367 + k * 26, 78, { id: ['rack', 'rack-mem', 'rack-disk'][k]!, metric })
  open('rack', 'health', [354, 31, 78, 48], [393, 92])
  block(22, 3, 5, 2)
  hang('breaker.panel', 436, 18, 'breakers')
  for (let k = 0; k < 8; k++)
    layout.objects.push({
      sprite: k === 7 ? 'breaker.off' : 'breaker.on',
      x: 442 + (k % 4) * 5,
      y: 25 + Math.floor(k / 4) * 9,
      wall: 2,
      id: `breaker-${k}`,
    })
  open('breakers', 'services', [436, 18, 30, 28], [446, 64])
  hang('lamp.ceiling', 378, 20, 'server-light')
  hang('alarm', 472, 18, 'alarm')
  open('alarm', 'gateway', [472, 18, 18, 22], [462, 66, 'right'])
  put('radio', 476, 73, { id: 'radio' })
  block(29, 3, 2)
  open('radio', 'updates', [459, 44, 34, 30], [476, 88])
  put('ups', 486, 109, { id: 'ups' })
  block(30, 6)
  put('boxes', 372, 110)
  block(22, 6, 2)
  for (const x of [366, 396, 428]) lay('cables', x, 80)
  light('glow', 393, 60, 'green3', { radius: 32, id: 'rack' })
  light('glow', 424, 26, 'teal2', { radius: 64 })
  light('glow', 452, 84, 'blue3', { radius: 48 })
  hang('door.inner', 382, 126, 'server-door')
}

function furnishKitchen({ put, hang, lay, block, light }: Site) {
  put('vending', 351, 176, { id: 'vending' })
  block(21, 10, 2)
  put('cooler', 373, 170, { id: 'cooler' })
  block(23, 10)
  hang('poster', 406, 130)
  hang('plant.hanging', 426, 128)
  put('stool', 440, 192)
  put('counter', 441, 172)
  put('counter.plain', 467, 172)
  put('coffee', 467, 156, { z: 173, id: 'coffee' })
  put('mug', 430, 150, { z: 173 })
  put('fridge', 486, 173)
  block(26, 10, 5)
  put('plant.small', 448, 150, { z: 173 })
  put('trash', 414, 172)
  block(25, 10)
  lay('rug.teal', 386, 216)
  put('sofa', 418, 222, { z: 220, id: 'sofa' })
  block(24, 13, 4)
  put('table.coffee', 418, 250)
  block(25, 15, 2)
  put('armchair', 468, 238)
  block(28, 14, 2)
  put('lamp.floor', 380, 222, { lamp: 'lounge' })
  block(23, 13)
  put('plant.tall', 484, 271)
  block(29, 16, 2)
  lay('cat.bed', 347, 252)
  put('cat.sleep', 360, 261, { id: 'cat' })
  light('lampBig', 380, 194, 'skin2')
  light('pool', 452, 168, 'skin3')
}

/** Where people are who have nothing to do. */
function placeSpots({ spot, sofa }: Site) {
  spot('coffee', 'coffee', 467, 186, 'up')
  spot('vending', 'snack', 351, 190, 'up')
  spot('cooler', 'water', 373, 184, 'up')
  spot('fridge', 'snack', 486, 187, 'up')
  sofa('sofa-l', 406, 224, 221)
  sofa('sofa-r', 430, 224, 221)
  sofa('armchair', 468, 236, 239)
  spot('window-1', 'window', 42, 64, 'up')
  spot('window-2', 'window', 142, 64, 'up')
  spot('window-3', 'window', 238, 64, 'up')
  spot('kanban', 'board', 92, 62, 'up')
  spot('lounge', 'chat', 444, 262, 'up')
  spot('aisle-1', 'chat', 144, 176, 'right')
  spot('aisle-2', 'chat', 166, 176, 'left')
  spot('cat', 'cat', 378, 254, 'left')
  spot('rack', 'rack', 393, 92, 'up')
  spot('library', 'books', 300, 222, 'up')
  sofa('nook', 326, 238, 241)
}
