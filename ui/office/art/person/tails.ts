import { type Grid, grid } from '../grid.ts'
import { createPixels, type Pixels } from '../pixels.ts'
import { isBehindDesk, type View } from '../poses.ts'
import type { Critter } from './parts/critters.ts'
import { letters } from './parts/letters.ts'

type Tail = { width: number; rows: Grid }

const tails: Partial<Record<Critter, Tail>> = {
  fox: {
    width: 6,
    rows: grid(`
....22
..222.
.2222.
12223.
12233.
.aa33.
.aa...`),
  },
  cat: {
    width: 4,
    rows: grid(`
.22.
22..
23..
23..
.23.
..23
...2`),
  },
  bunny: {
    width: 3,
    rows: grid(`
.aa
aab
.ab`),
  },
  bear: {
    width: 3,
    rows: grid(`
.22
.23`),
  },
  panda: {
    width: 3,
    rows: grid(`
.cc
.cc`),
  },
  duck: {
    width: 4,
    rows: grid(`
22..
.222
..22`),
  },
}

/** The tail of an animal; it swishes with every step and breath. From the front only a long one is seen. */
export function tailOf(critter: Critter, view: View, dy: number): Pixels | undefined {
  const tail = tails[critter]
  if (!tail || isBehindDesk(view)) return undefined
  const { frame, facing } = view
  const { width, rows } = tail
  const isLong = rows.length > 4
  const swish = frame.step === 1 || frame.step === 2 || frame.breath || frame.leaps ? 1 : 0
  const y = 19 + dy - swish
  const b = createPixels()
  if (facing === 'right') return b.grid(13 - width, y + (isLong ? 0 : 4), rows, letters)
  if (!isLong) return facing === 'up' ? b.grid(14, y + 4, rows, letters) : undefined
  // A long tail hangs to the right of the screen.
  return b.grid(
    facing === 'up' ? 15 : 20,
    y + 1,
    rows.map((row) => flipped(row, width)),
    letters,
  )
}

const flipped = (row: string, width: number) => [...row.padEnd(width, '.')].reverse().join('')
