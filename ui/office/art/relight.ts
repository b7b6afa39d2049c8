import { colour, darker, everyColour, isOfSlot, lighter, outlineOf } from './palette.ts'
import { cell, type Pixels } from './pixels.ts'

// A figure is put together from a dozen parts, so this is where the time of a drawing goes: pixels are walked in plain
// loops, and the next step of a colour is looked up.

const steps = (step: (number: number) => number) => {
  const table = new Uint8Array(Math.max(...everyColour) + 1)
  for (const number of everyColour) table[number] = step(number)
  return table
}
const lighterThan = steps(lighter)
const darkerThan = steps(darker)
const outlineFor = steps(outlineOf)

const last = cell - 1
const lastRow = cell * last

/** Puts a part on a figure and darkens what lies along its edge; `full` draws the edge as a dark line. */
export function stamp({ d }: Pixels, { d: part }: Pixels, full = false) {
  const edge = full ? outlineFor : darkerThan
  for (let at = 0; at < d.length; at++) {
    if (part[at]) {
      d[at] = part[at]!
      continue
    }
    if (!d[at]) continue
    const x = at & last
    const isEdge =
      (x > 0 && part[at - 1]) ||
      (x < last && part[at + 1]) ||
      (at >= cell && part[at - cell]) ||
      (at < lastRow && part[at + cell])
    if (isEdge) d[at] = edge[d[at]!]!
  }
}

/** Closes a figure with its outline: each pixel around it takes the outline colour of the pixel that it touches. */
export function outline(figure: Pixels): Pixels {
  const { d } = figure
  const before = Uint8Array.from(d)
  for (let at = 0; at < d.length; at++) {
    if (before[at]) continue
    const x = at & last
    const touched =
      (at < lastRow && before[at + cell]) ||
      (x < last && before[at + 1]) ||
      (x > 0 && before[at - 1]) ||
      (at >= cell && before[at - cell])
    if (touched) d[at] = outlineFor[touched]!
  }
  return figure
}

/** The colours that have a light and a dark side: those of an avatar, red and the greys. */
const shaded = new Set([
  ...everyColour.filter(isOfSlot),
  ...['red0', 'red1', 'red2', 'red3', 'red4', 'slate2', 'slate3', 'slate4', 'slate5'].map(colour),
])

/** Puts the light of a mirrored figure back to the left: the edge that faces it is lifted, the other one lowered. */
export function relight(figure: Pixels): Pixels {
  const { d } = figure
  const before = Uint8Array.from(d)
  const isEdge = (x: number, at: number) => x < 0 || x > last || !before[at] || before[at] === outlineFor[before[at]!]
  for (let at = 0; at < d.length; at++) {
    const number = before[at]!
    const x = at & last
    if (isEdge(x, at) || !shaded.has(number)) continue
    const isLeft = isEdge(x - 1, at - 1)
    const isRight = isEdge(x + 1, at + 1)
    if (isLeft && !isRight) d[at] = lighterThan[number]!
    const lower = darkerThan[number]!
    if (isRight && !isLeft && lower !== outlineFor[number]) d[at] = lower
  }
  return figure
}
