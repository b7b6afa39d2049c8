import text from '../../../assets/strip.txt' with { type: 'text' }
import { rgbOf } from './palette.ts'
import type { Picture } from './pixels.ts'

/** A picture and the point it stands on. */
export type Sprite = Picture & { anchorX: number; anchorY: number }

type Source = { width: number; height: number; anchorX: number; anchorY: number; rows: string[] }

const inks = new Map<string, readonly number[]>()
const sources = new Map<string, Source>()
const [colours, ...drawings] = text.split('\n\n')
for (const line of colours!.split('\n')) {
  const [letter, hex] = line.split(' ')
  if (letter === '#' || !letter || !hex) continue
  inks.set(letter, [...rgbOf(hex), hex.length > 6 ? Number.parseInt(hex.slice(6), 16) : 255])
}
for (const drawing of drawings) {
  const [title, ...rows] = drawing.split('\n')
  const [name, ...numbers] = title!.split(' ')
  const [width, height, anchorX, anchorY] = numbers.map(Number) as [number, number, number, number]
  sources.set(name!, { width, height, anchorX, anchorY, rows })
}

const drawn = new Map<string, Sprite>()

/** The names of all sprites. */
export const spriteNames = () => [...sources.keys()]

/** The sprite of this name, drawn when it is first needed. */
export function sprite(name: string): Sprite {
  const known = drawn.get(name)
  if (known) return known
  const source = sources.get(name)
  if (!source) throw new Error(`No sprite is called ${name}`)
  const { width, height, anchorX, anchorY, rows } = source
  const data = new Uint8ClampedArray(width * height * 4)
  for (const [y, row] of rows.entries())
    for (let x = 0; x < row.length; x++) if (row[x] !== '.') data.set(inks.get(row[x]!)!, (y * width + x) * 4)
  const made = { width, height, anchorX, anchorY, data }
  drawn.set(name, made)
  return made
}
