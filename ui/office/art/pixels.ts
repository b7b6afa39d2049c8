import { colour, darker, outlineOf } from './palette.ts'

/** A picture in red, green, blue and alpha. */
export type Picture = { width: number; height: number; data: Uint8ClampedArray<ArrayBuffer> }

export const cell = 32

/** A colour by name, or 0 to erase. */
type Ink = string | 0

/** A cell of 32 by 32 pixels with the drawing commands that characters need. It holds numbers of colours; 0 is transparent. */
export type Pixels = {
  d: Uint8Array
  get: (x: number, y: number) => number
  px: (x: number, y: number, ink: Ink) => Pixels
  rect: (x: number, y: number, width: number, height: number, ink: Ink) => Pixels
  /** A line across. */
  hl: (x: number, y: number, width: number, ink: Ink) => Pixels
  /** A line down. */
  vl: (x: number, y: number, height: number, ink: Ink) => Pixels
  /** A rectangle without its four corners. */
  rrect: (x: number, y: number, width: number, height: number, ink: Ink) => Pixels
  line: (x0: number, y0: number, x1: number, y1: number, ink: Ink) => Pixels
  /** Draws rows of characters. A dot leaves a pixel as it is, an underscore erases it. */
  grid: (x: number, y: number, rows: readonly string[], key: Readonly<Record<string, string>>) => Pixels
  blit: (other: Pixels) => Pixels
  /** Draws a shape on top and darkens the pixels along its edge; `full` draws the edge as a dark line. */
  stamp: (other: Pixels, full?: boolean) => Pixels
  swap: (pairs: Record<string, string>) => Pixels
  flip: () => Pixels
  /** Draws the outline: each pixel around the shape takes the outline colour of the pixel that it touches. */
  outline: () => Pixels
}

export function createPixels(): Pixels {
  const d = new Uint8Array(cell * cell)
  const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < cell && y < cell
  const get = (x: number, y: number) => (inside(x, y) ? d[y * cell + x]! : 0)
  const set = (x: number, y: number, number: number) => {
    if (inside(x, y)) d[y * cell + x] = number
  }

  const self: Pixels = {
    d,
    get,
    px(x, y, ink) {
      set(x, y, ink === 0 ? 0 : colour(ink))
      return self
    },
    rect(x, y, width, height, ink) {
      const number = ink === 0 ? 0 : colour(ink)
      for (let j = 0; j < height; j++) for (let i = 0; i < width; i++) set(x + i, y + j, number)
      return self
    },
    hl: (x, y, width, ink) => self.rect(x, y, width, 1, ink),
    vl: (x, y, height, ink) => self.rect(x, y, 1, height, ink),
    rrect(x, y, width, height, ink) {
      for (let j = 0; j < height; j++) {
        const cut = Math.max(0, 1 - Math.min(j, height - 1 - j))
        self.hl(x + cut, y + j, width - 2 * cut, ink)
      }
      return self
    },
    line(x0, y0, x1, y1, ink) {
      const n = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)) || 1
      for (let i = 0; i <= n; i++)
        self.px(Math.round(x0 + ((x1 - x0) * i) / n), Math.round(y0 + ((y1 - y0) * i) / n), ink)
      return self
    },
    grid(x, y, rows, key) {
      for (const [j, row] of rows.entries())
        for (const [i, letter] of [...row].entries()) {
          if (letter === '.' || letter === ' ') continue
          self.px(x + i, y + j, letter === '_' ? 0 : key[letter]!)
        }
      return self
    },
    blit(other) {
      for (const [at, number] of other.d.entries()) if (number) d[at] = number
      return self
    },
    stamp(other, full = false) {
      for (let y = 0; y < cell; y++)
        for (let x = 0; x < cell; x++) {
          if (other.get(x, y)) continue
          if (!(other.get(x - 1, y) || other.get(x, y - 1) || other.get(x + 1, y) || other.get(x, y + 1))) continue
          const number = get(x, y)
          if (number) set(x, y, full ? outlineOf(number) : darker(number))
        }
      return self.blit(other)
    },
    swap(pairs) {
      const to = new Map(Object.entries(pairs).map(([from, other]) => [colour(from), colour(other)]))
      for (const [at, number] of d.entries()) d[at] = to.get(number) ?? number
      return self
    },
    flip() {
      const mirrored = createPixels()
      for (let y = 0; y < cell; y++) for (let x = 0; x < cell; x++) mirrored.d[y * cell + x] = get(cell - 1 - x, y)
      return mirrored
    },
    outline() {
      const before = Uint8Array.from(d)
      const was = (x: number, y: number) => (inside(x, y) ? before[y * cell + x]! : 0)
      for (let y = 0; y < cell; y++)
        for (let x = 0; x < cell; x++) {
          if (was(x, y)) continue
          const touched = was(x, y + 1) || was(x + 1, y) || was(x - 1, y) || was(x, y - 1)
          if (touched) set(x, y, outlineOf(touched))
        }
      return self
    },
  }
  return self
}

/** The picture of a cell, in the colours of a table. */
export function pictureOf(pixels: Pixels, table: Uint8Array): Picture {
  const data = new Uint8ClampedArray(cell * cell * 4)
  for (const [at, number] of pixels.d.entries())
    if (number) data.set([table[number * 3]!, table[number * 3 + 1]!, table[number * 3 + 2]!, 255], at * 4)
  return { width: cell, height: cell, data }
}
