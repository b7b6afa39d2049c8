import { colour, darker, nextColours, outlineOf } from './palette.ts'

/** A picture in red, green, blue and alpha. */
export type Picture = { width: number; height: number; data: Uint8ClampedArray<ArrayBuffer> }

/** The side of the cell of a character. */
export const cell = 32

/** A colour by name, or 0 to erase. */
type Ink = string | 0

/** A canvas with the drawing commands of the art. It holds numbers of colours; 0 is transparent. */
export type Pixels = {
  width: number
  height: number
  d: Uint8Array
  get: (x: number, y: number) => number
  px: (x: number, y: number, ink: Ink) => Pixels
  /** Single pixels, as one list of x and y. */
  pts: (ink: Ink, ...points: number[]) => Pixels
  rect: (x: number, y: number, width: number, height: number, ink: Ink) => Pixels
  /** A line across. */
  hl: (x: number, y: number, width: number, ink: Ink) => Pixels
  /** A line down. */
  vl: (x: number, y: number, height: number, ink: Ink) => Pixels
  /** The four edges of a rectangle. */
  box: (x: number, y: number, width: number, height: number, ink: Ink) => Pixels
  /** A rectangle whose corners are cut off, by one pixel or by as many as are named. */
  rrect: (x: number, y: number, width: number, height: number, ink: Ink, cut?: number) => Pixels
  /** An ellipse around a point. */
  ell: (x: number, y: number, radiusX: number, radiusY: number, ink: Ink) => Pixels
  line: (x0: number, y0: number, x1: number, y1: number, ink: Ink) => Pixels
  /** Lays a colour over a share of the pixels, in an ordered pattern. The share may depend on where in the rectangle one is. */
  dith: (x: number, y: number, width: number, height: number, ink: Ink, share: Share) => Pixels
  /** Draws rows of characters. A dot leaves a pixel as it is, an underscore erases it. */
  grid: (x: number, y: number, rows: readonly string[], key: Readonly<Record<string, string>>) => Pixels
  blit: (other: Pixels, x?: number, y?: number) => Pixels
  /** Draws a shape of the same size on top and darkens the pixels along its edge; `full` draws the edge as a dark line. */
  stamp: (other: Pixels, full?: boolean) => Pixels
  /** Gives each pixel that is drawn another colour. */
  map: (change: (number: number, x: number) => number) => Pixels
  swap: (pairs: Record<string, string>) => Pixels
  flip: () => Pixels
  /** Draws the outline: each pixel around the shape takes the outline colour of the pixel that it touches, or `flat`. */
  outline: (flat?: string) => Pixels
}

type Share = number | ((across: number, down: number) => number)

const thresholds = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]
/** The threshold of ordered dither at a pixel: what is above it is drawn. */
export const bayer = (x: number, y: number) => (thresholds[(y & 3) * 4 + (x & 3)]! + 0.5) / 16

const darkerThan = nextColours(darker)
const outlineFor = nextColours(outlineOf)

export function createPixels(width = cell, height = cell): Pixels {
  const d = new Uint8Array(width * height)
  const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height
  const get = (x: number, y: number) => (inside(x, y) ? d[y * width + x]! : 0)
  const set = (x: number, y: number, number: number) => {
    if (inside(x, y)) d[y * width + x] = number
  }
  /** The colour that a pixel touches in a picture of this size, below before beside before above; 0 for none. */
  const touched = (of: Uint8Array, x: number, y: number): number => {
    const at = y * width + x
    return (
      (y < height - 1 && of[at + width]) ||
      (x < width - 1 && of[at + 1]) ||
      (x > 0 && of[at - 1]) ||
      (y > 0 && of[at - width]) ||
      0
    )
  }

  const self: Pixels = {
    width,
    height,
    d,
    get,
    px(x, y, ink) {
      set(x, y, ink === 0 ? 0 : colour(ink))
      return self
    },
    pts(ink, ...points) {
      for (let at = 0; at < points.length; at += 2) self.px(points[at]!, points[at + 1]!, ink)
      return self
    },
    rect(x, y, width, height, ink) {
      const number = ink === 0 ? 0 : colour(ink)
      for (let j = 0; j < height; j++) for (let i = 0; i < width; i++) set(x + i, y + j, number)
      return self
    },
    hl: (x, y, width, ink) => self.rect(x, y, width, 1, ink),
    vl: (x, y, height, ink) => self.rect(x, y, 1, height, ink),
    box: (x, y, width, height, ink) =>
      self
        .hl(x, y, width, ink)
        .hl(x, y + height - 1, width, ink)
        .vl(x, y, height, ink)
        .vl(x + width - 1, y, height, ink),
    rrect(x, y, width, height, ink, cut = 1) {
      for (let j = 0; j < height; j++) {
        const inset = Math.max(0, cut - Math.min(j, height - 1 - j))
        self.hl(x + inset, y + j, width - 2 * inset, ink)
      }
      return self
    },
    ell(x, y, radiusX, radiusY, ink) {
      for (let j = Math.floor(y - radiusY); j <= y + radiusY; j++)
        for (let i = Math.floor(x - radiusX); i <= x + radiusX; i++)
          if (((i + 0.5 - x) / radiusX) ** 2 + ((j + 0.5 - y) / radiusY) ** 2 <= 1) self.px(i, j, ink)
      return self
    },
    line(x0, y0, x1, y1, ink) {
      const n = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)) || 1
      for (let i = 0; i <= n; i++)
        self.px(Math.round(x0 + ((x1 - x0) * i) / n), Math.round(y0 + ((y1 - y0) * i) / n), ink)
      return self
    },
    dith(x, y, width, height, ink, share) {
      for (let j = 0; j < height; j++)
        for (let i = 0; i < width; i++) {
          const part =
            typeof share === 'number' ? share : share(i / Math.max(1, width - 1), j / Math.max(1, height - 1))
          if (part > bayer(x + i, y + j)) self.px(x + i, y + j, ink)
        }
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
    blit(other, x = 0, y = 0) {
      for (const [at, number] of other.d.entries())
        if (number) set(x + (at % other.width), y + Math.floor(at / other.width), number)
      return self
    },
    // A figure is put together from a dozen parts, so this is where the time of a drawing goes.
    stamp({ d: part }, full = false) {
      const edge = full ? outlineFor : darkerThan
      for (let y = 0, at = 0; y < height; y++)
        for (let x = 0; x < width; x++, at++)
          if (part[at]) d[at] = part[at]!
          else if (d[at] && touched(part, x, y)) d[at] = edge[d[at]!]!
      return self
    },
    map(change) {
      for (const [at, number] of d.entries()) if (number) d[at] = change(number, at % width)
      return self
    },
    swap(pairs) {
      const to = new Map(Object.entries(pairs).map(([from, other]) => [colour(from), colour(other)]))
      return self.map((number) => to.get(number) ?? number)
    },
    flip() {
      const mirrored = createPixels(width, height)
      for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) mirrored.d[y * width + x] = get(width - 1 - x, y)
      return mirrored
    },
    outline(flat) {
      const before = Uint8Array.from(d)
      for (let y = 0, at = 0; y < height; y++)
        for (let x = 0; x < width; x++, at++) {
          const fill = before[at] ? 0 : touched(before, x, y)
          if (fill) d[at] = flat ? colour(flat) : outlineFor[fill]!
        }
      return self
    },
  }
  return self
}

/** The picture of a canvas, in the colours of a table. */
export function pictureOf({ width, height, d }: Pixels, table: Uint8Array): Picture {
  const data = new Uint8ClampedArray(width * height * 4)
  for (const [at, number] of d.entries())
    if (number) data.set([table[number * 3]!, table[number * 3 + 1]!, table[number * 3 + 2]!, 255], at * 4)
  return { width, height, data }
}
