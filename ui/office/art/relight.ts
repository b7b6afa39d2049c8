import { colour, darker, everyColour, isOfSlot, lighter, nextColours, outlineOf } from './palette.ts'
import { cell, type Pixels } from './pixels.ts'

const lighterThan = nextColours(lighter)
const darkerThan = nextColours(darker)
const outlineFor = nextColours(outlineOf)
const last = cell - 1

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
