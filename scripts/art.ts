// art.ts: paints what the office is made of into dist/art, so that one can look at it: every frame of every sprite with
// its name, and the offices by day with nobody in them.
import { mkdirSync, writeFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import type { Picture } from '../ui/office/art/pixels.ts'
import { artNames, artOf, frameOf, sprite } from '../ui/office/art/sprites.ts'
import { composeOffice } from '../ui/office/plan/compose/compose-plan.ts'
import type { Layout } from '../ui/office/world/layout.ts'

const scale = 2
const folder = 'dist/art'
const ground = [58, 52, 78] as const

const blank = (width: number, height: number): Picture => {
  const picture = { width, height, data: new Uint8ClampedArray(width * height * 4) }
  for (let at = 0; at < picture.data.length; at += 4) picture.data.set([...ground, 255], at)
  return picture
}

function paint(onto: Picture, from: Picture, left: number, top: number, { flip = false, rows = from.height } = {}) {
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < from.width; x++) {
      const [toX, toY] = [Math.round(left) + x, Math.round(top) + y]
      if (toX < 0 || toY < 0 || toX >= onto.width || toY >= onto.height) continue
      const source = (y * from.width + (flip ? from.width - 1 - x : x)) * 4
      const target = (toY * onto.width + toX) * 4
      const alpha = from.data[source + 3]! / 255
      for (let k = 0; k < 3; k++)
        onto.data[target + k] = from.data[source + k]! * alpha + onto.data[target + k]! * (1 - alpha)
    }
}

/** Letters of three by five pixels: a digit for each row, a bit for each pixel. */
const letters: Record<string, string> = {
  a: '25755',
  b: '65656',
  c: '34443',
  d: '65556',
  e: '74647',
  f: '74644',
  g: '34553',
  h: '55755',
  i: '72227',
  j: '11152',
  k: '55655',
  l: '44447',
  m: '57755',
  n: '65555',
  o: '25552',
  p: '65644',
  q: '25563',
  r: '65655',
  s: '34216',
  t: '72222',
  u: '55557',
  v: '55552',
  w: '55775',
  x: '55255',
  y: '55222',
  z: '71247',
  '0': '75557',
  '1': '26227',
  '2': '61247',
  '3': '61216',
  '4': '55711',
  '5': '74616',
  '6': '34652',
  '7': '71222',
  '8': '25252',
  '9': '25312',
  '.': '00002',
  '-': '00700',
}

function write({ data, width }: Picture, text: string, left: number, top: number) {
  for (const [k, letter] of [...text].entries())
    for (const [y, row] of [...(letters[letter] ?? '')].entries())
      for (let x = 0; x < 3; x++)
        if ((Number(row) >> (2 - x)) & 1) data.set([190, 197, 214, 255], ((top + y) * width + left + k * 4 + x) * 4)
}

/** All frames of the sprites, with their names below. */
function contactSheet(names: readonly string[]): Picture {
  const width = 768
  const gap = 4
  const placed: { name: string; x: number; y: number }[] = []
  let [x, y, rowHeight] = [gap, gap, 0]
  for (const name of names) {
    const art = artOf(name)!
    const across = Math.max(art.frames * (art.width + 2), name.length * 4) + gap
    if (x + across > width) [x, y, rowHeight] = [gap, y + rowHeight, 0]
    placed.push({ name, x, y })
    x += across
    rowHeight = Math.max(rowHeight, art.height + 8 + gap)
  }
  const sheet = blank(width, y + rowHeight + gap)
  for (const { name, x, y } of placed) {
    const { frames, width, height } = artOf(name)!
    for (let frame = 0; frame < frames; frame++) paint(sheet, frameOf(name, frame), x + frame * (width + 2), y)
    write(sheet, name, x, y + height + 2)
  }
  return sheet
}

function officeByDay({ width, height, floor, walls, objects, windows }: Layout): Picture {
  const office = blank(width * 16, height * 16)
  const isFront = ([name]: Layout['walls'][number]) => name.startsWith('wall.face')
  const tiles = (list: Layout['walls']) => {
    for (const [name, x, y] of list) paint(office, frameOf(name), x * 16, y * 16)
  }
  tiles(floor)
  for (const { sprite, x, y } of objects.filter(({ floor }) => floor)) paint(office, frameOf(sprite), x, y)
  tiles(walls.filter(isFront))
  for (const { x, y, sky } of windows) {
    paint(office, frameOf(`sky.day.${sky}`), x + 2, y + 2, { rows: 21 })
    paint(office, frameOf('window'), x, y)
  }
  tiles(walls.filter((tile) => !isFront(tile)))
  for (const layer of [1, 2])
    for (const { sprite, x, y } of objects.filter(({ wall }) => wall === layer)) paint(office, frameOf(sprite), x, y)
  const things = objects.filter(({ floor, wall }) => !floor && !wall)
  for (const { sprite: name, x, y, flip = false } of things.toSorted((a, b) => (a.z ?? a.y) - (b.z ?? b.y))) {
    const { anchorX, anchorY, width } = sprite(name)
    paint(office, frameOf(name), x - (flip ? width - anchorX : anchorX), y - anchorY, { flip })
  }
  return office
}

function enlarge({ width, height, data }: Picture): Picture {
  const large = { width: width * scale, height: height * scale, data: new Uint8ClampedArray(data.length * scale ** 2) }
  for (let y = 0; y < large.height; y++)
    for (let x = 0; x < large.width; x++) {
      const from = (Math.floor(y / scale) * width + Math.floor(x / scale)) * 4
      large.data.set(data.subarray(from, from + 4), (y * large.width + x) * 4)
    }
  return large
}

function encodePng({ width, height, data }: Picture): Buffer {
  const chunk = (type: string, content: Uint8Array) => {
    const typed = Buffer.concat([Buffer.from(type, 'latin1'), content])
    const ends = Buffer.alloc(8)
    ends.writeUInt32BE(content.length, 0)
    ends.writeUInt32BE(Bun.hash.crc32(typed), 4)
    return Buffer.concat([ends.subarray(0, 4), typed, ends.subarray(4)])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits each of red, green, blue and alpha.
  header.set([8, 6], 8)
  const rows = Buffer.alloc(height * (width * 4 + 1))
  for (let y = 0; y < height; y++) rows.set(data.subarray(y * width * 4, (y + 1) * width * 4), y * (width * 4 + 1) + 1)
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ])
}

const named = (test: (name: string, layer: string) => boolean) =>
  artNames().filter((name) => test(name, artOf(name)!.layer))
const isSea = (name: string) => name.startsWith('sea.')

const pictures: Record<string, Picture> = {
  furniture: contactSheet(named((_, layer) => layer === 'object' || layer === 'desk')),
  tiles: contactSheet(named((name, layer) => (layer === 'floor' || layer === 'wall') && !isSea(name))),
  ui: contactSheet(named((_, layer) => layer === 'ui')),
  fx: contactSheet(named((_, layer) => layer === 'fx')),
  bridge: contactSheet(named(isSea)),
}
for (const count of [3, 12, 34, 60]) pictures[`office-${count}`] = officeByDay(composeOffice(count))

mkdirSync(folder, { recursive: true })
for (const [name, picture] of Object.entries(pictures))
  writeFileSync(`${folder}/${name}.png`, encodePng(enlarge(picture)))
console.log(`${Object.keys(pictures).length} pictures are in ${folder}.`)
