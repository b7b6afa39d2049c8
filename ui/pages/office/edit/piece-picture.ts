import type { OfficePlan, PlanPiece } from '../../../../src/office/plan.ts'
import type { Picture } from '../../../office/art/pixels.ts'
import { sprite } from '../../../office/art/sprites.ts'
import { layoutOfPlan } from '../../../office/plan/lay-plan.ts'
import type { Box, Layout } from '../../../office/world/layout.ts'

const tile = 16
/** The ground that a piece is laid on to see what it is made of: wide enough for the largest. */
const side = 24
const [column, row] = [8, 10]

type Part = { picture: Picture; x: number; y: number; z: number; flip: boolean }

/** What a piece looks like: its picture, and where that lies from the top left of its tile. */
type PiecePicture = { url: string; x: number; y: number; width: number; height: number }

type Look = Pick<PlanPiece, 'kind' | 'variant' | 'flip'>

const pictures = new Map<string, PiecePicture | undefined>()

/** The picture of a piece by day; undefined of what cannot be seen, as of a place to stand. */
export function pictureOf(look: Look): PiecePicture | undefined {
  const key = `${look.kind} ${look.variant} ${look.flip}`
  if (!pictures.has(key)) pictures.set(key, paint(look))
  return pictures.get(key)
}

const boxes = new WeakMap<PlanPiece, Box>()

/** What a piece covers on the plan, in art pixels: all that is seen of it, and at least its tile. */
export function boxOf(piece: PlanPiece): Box {
  const known = boxes.get(piece)
  if (known) return known
  const picture = pictureOf(piece)
  const x = piece.column * tile + (piece.nudge?.[0] ?? 0)
  const y = piece.row * tile + (piece.nudge?.[1] ?? 0)
  const box: Box = picture ? [x + picture.x, y + picture.y, picture.width, picture.height] : [x, y, tile, tile]
  boxes.set(piece, box)
  return box
}

function paint({ kind, variant, flip }: Look): PiecePicture | undefined {
  const piece: PlanPiece = { id: 'one', kind, column, row, ...(variant && { variant }), ...(flip && { flip }) }
  const ground = Array.from({ length: side }, () => 'w'.repeat(side))
  const plan: OfficePlan = { version: 1, name: 'one', ground, pieces: [piece], rooms: [], desks: {} }
  const parts = partsOf(layoutOfPlan(plan))
  if (parts.length === 0) return undefined
  const left = Math.min(...parts.map(({ x }) => x))
  const top = Math.min(...parts.map(({ y }) => y))
  const width = Math.max(...parts.map(({ x, picture }) => x + picture.width)) - left
  const height = Math.max(...parts.map(({ y, picture }) => y + picture.height)) - top
  const canvas = canvasOf(width, height)
  const context = canvas.getContext('2d')!
  for (const part of parts) {
    const one = canvasOf(part.picture.width, part.picture.height)
    one.getContext('2d')!.putImageData(new ImageData(part.picture.data, part.picture.width, part.picture.height), 0, 0)
    context.save()
    context.translate(part.x - left + (part.flip ? part.picture.width : 0), part.y - top)
    if (part.flip) context.scale(-1, 1)
    context.drawImage(one, 0, 0)
    context.restore()
  }
  return { url: canvas.toDataURL(), x: left - column * tile, y: top - row * tile, width, height }
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  return canvas
}

/** Everything of an office but its ground, from back to front. */
function partsOf({ objects, windows }: Layout): Part[] {
  const panes = windows.flatMap(({ x, y, sky }) => [
    { picture: cut(sprite(`sky.day.${sky}`), 21), x: x + 2, y: y + 2, z: -2_000, flip: false },
    { picture: sprite('window'), x, y, z: -1_999, flip: false },
  ])
  const things = objects.flatMap(({ sprite: name, x, y, z = y, wall, floor, flip = false, isHidden }): Part[] => {
    if (isHidden) return []
    const picture = sprite(name)
    if (wall || floor) return [{ picture, x, y, z: floor ? -3_000 : wall! - 1_000, flip: false }]
    const anchorX = flip ? picture.width - picture.anchorX : picture.anchorX
    return [{ picture, x: x - anchorX, y: y - picture.anchorY, z, flip }]
  })
  return [...panes, ...things].sort((a, b) => a.z - b.z)
}

/** The upper rows of a picture. */
const cut = ({ width, height, data }: Picture, rows: number): Picture => ({
  width,
  height: Math.min(rows, height),
  data: data.slice(0, width * Math.min(rows, height) * 4),
})
