import type { OfficePlan, PlanPiece } from '../../../src/office/plan.ts'
import { artOf } from '../art/sprites.ts'
import { tileSize } from '../world/layout.ts'
import { type Ground, groundOf } from './ground.ts'
import type { PieceKind } from './piece-kind.ts'
import { kindOf } from './pieces.ts'
import { isWithin, tilesOf } from './tiles-of.ts'

/** Why a piece does not fit where it is. */
export type Misfit =
  | { reason: 'unknown' | 'outside' | 'wall' | 'doorway' | 'no-front' | 'nothing-below' | 'no-wall-beside' }
  | { reason: 'taken'; by: PlanPiece }

/** A piece that may have no id yet. */
type Placing = Pick<PlanPiece, 'column' | 'row' | 'nudge' | 'flip'> & { id?: string }

const words: Record<Misfit['reason'], string> = {
  unknown: 'Nobody knows what this is.',
  outside: 'That is outside the office.',
  wall: 'A wall is there.',
  doorway: 'A doorway stays free.',
  'no-front': 'It hangs on the front of a wall.',
  'nothing-below': 'It stands on a desk, a counter or a table.',
  'no-wall-beside': 'It needs a wall beside it.',
  taken: 'Something stands there.',
}

/**
 * Whether a piece may stand there; one that is moved, named by its id, is in nobody's way itself. It looks at these tiles
 * alone, so that it can be asked with every move of the mouse: whether everybody still gets everywhere is in `faultsOfPlan`.
 */
export function canPlace(
  plan: OfficePlan,
  kind: string,
  column: number,
  row: number,
  movingId?: string,
): { fits: true } | { fits: false; why: string } {
  const moving = movingId === undefined ? undefined : plan.pieces.find(({ id }) => id === movingId)
  const misfit = misfitOf(plan, kind, { ...moving, column, row })
  return misfit ? { fits: false, why: words[misfit.reason] } : { fits: true }
}

/** What is wrong with the place of a piece; null where it fits. */
export function misfitOf(plan: OfficePlan, name: string, piece: Placing): Misfit | null {
  const kind = kindOf(name)
  if (!kind) return { reason: 'unknown' }
  const site = siteOf(plan)
  const { ground } = site
  const tiles = tilesOf(piece, kind)
  if (!isWithin(tiles, ground)) return { reason: 'outside' }
  const { column, row, across, down } = tiles
  if (kind.on === 'light') return null
  if (kind.on === 'wall') {
    for (let x = column; x < column + across; x++) {
      if (ground.isDoorway(x, row) || ground.isDoorway(x, row + 1)) return { reason: 'doorway' }
      if (ground.frontAt(x, row) === undefined) return { reason: 'no-front' }
    }
    return takenBy(site.hangingBy(row, ...spanOf(piece, kind), piece.id))
  }
  for (let y = row; y < row + down; y++)
    for (let x = column; x < column + across; x++) {
      if (ground.isWall(x, y)) return { reason: 'wall' }
      if (kind.on === 'floor' && ground.isDoorway(x, y)) return { reason: 'doorway' }
    }
  if (kind.on === 'top' && !site.carriesAt(column, row)) return { reason: 'nothing-below' }
  if (kind.isInWallBeside && !isWallBeside(ground, piece, kind)) return { reason: 'no-wall-beside' }
  if (kind.on !== 'floor') return null
  for (let y = row; y < row + down; y++)
    for (let x = column; x < column + across; x++) {
      const taken = takenBy(site.standingBy(x, y, piece.id))
      if (taken) return taken
    }
  return null
}

const takenBy = (by: PlanPiece | undefined): Misfit | null => (by ? { reason: 'taken', by } : null)

function isWallBeside(ground: Ground, { column, row, flip }: Placing, { tiles: [across, down] }: PieceKind): boolean {
  const beside = flip ? column + across : column - 1
  for (let y = row; y < row + down; y++) if (!ground.isWall(beside, y)) return false
  return true
}

/** From where to where it reaches on its wall, in art pixels. */
function spanOf({ column, nudge }: Placing, { sprite }: PieceKind): [left: number, right: number] {
  const left = column * tileSize + (nudge?.[0] ?? 0)
  return [left, left + (artOf(sprite)?.width ?? tileSize)]
}

type Hanging = { piece: PlanPiece; left: number; right: number }
type Site = ReturnType<typeof createSite>

const sites = new WeakMap<OfficePlan, Site>()

/** What stands where in a plan; worked out once for each, since plans never change. */
function siteOf(plan: OfficePlan): Site {
  const site = sites.get(plan) ?? createSite(plan)
  sites.set(plan, site)
  return site
}

function createSite(plan: OfficePlan) {
  const ground = groundOf(plan)
  /** Two that stand on a tile: one of them is another than the one that is asked about. */
  const standing = new Map<number, PlanPiece[]>()
  const hanging = new Map<number, Hanging[]>()
  const carrying = new Set<number>()
  const tileOf = (x: number, y: number) => y * ground.width + x
  for (const piece of plan.pieces) {
    const kind = kindOf(piece.kind)
    if (kind?.on === 'wall') {
      const [left, right] = spanOf(piece, kind)
      const row = hanging.get(piece.row) ?? []
      if (row.push({ piece, left, right }) === 1) hanging.set(piece.row, row)
    }
    if (kind?.on !== 'floor') continue
    const tiles = tilesOf(piece, kind)
    if (!isWithin(tiles, ground)) continue
    const { column, row, across, down } = tiles
    for (let y = row; y < row + down; y++)
      for (let x = column; x < column + across; x++) {
        const here = standing.get(tileOf(x, y)) ?? []
        if (here.length < 2 && here.every(({ id }) => id !== piece.id)) here.push(piece)
        standing.set(tileOf(x, y), here)
        if (kind.carries) carrying.add(tileOf(x, y))
      }
  }
  return {
    ground,
    standingBy: (x: number, y: number, but?: string) => standing.get(tileOf(x, y))?.find(({ id }) => id !== but),
    hangingBy: (row: number, from: number, to: number, but?: string) =>
      hanging.get(row)?.find(({ piece, left, right }) => left < to && right > from && piece.id !== but)?.piece,
    carriesAt: (x: number, y: number) => carrying.has(tileOf(x, y)),
  }
}
