import type { OfficePlan, PlanPiece } from '../../../src/office/plan.ts'
import type { Direction } from '../world/layout.ts'
import { layPlan } from './lay-plan.ts'
import { createIds, idBase } from './piece-ids.ts'
import { partsOf, variantParts } from './piece-kind.ts'
import { kindOf } from './pieces.ts'

// Edits of a plan. Each returns a new plan, or the same one where nothing changes. Whether a piece fits where it is put is
// for `canPlace` to say.

const mostPieces = 2_000
const mostNudge = 64

type Look = Pick<PlanPiece, 'nudge' | 'variant' | 'flip'>

/** A new piece comes last, with an id that nothing else has. */
export function placePiece(plan: OfficePlan, kind: string, column: number, row: number, look: Look = {}): OfficePlan {
  if (plan.pieces.length >= mostPieces || !kindOf(kind)) return plan
  const id = createIds(plan.pieces.map(({ id }) => id)).numbered(idBase(kind))
  return { ...plan, pieces: [...plan.pieces, { ...look, id, kind, column, row }] }
}

/** A copy of a piece, which looks the same, on another tile. */
export function copyPiece(plan: OfficePlan, id: string, column: number, row: number): OfficePlan {
  const piece = plan.pieces.find((piece) => piece.id === id)
  if (!piece) return plan
  const { nudge, variant, flip } = piece
  return placePiece(plan, piece.kind, column, row, {
    ...(nudge && { nudge }),
    ...(variant && { variant }),
    ...(flip && { flip }),
  })
}

export const movePiece = (plan: OfficePlan, id: string, column: number, row: number): OfficePlan =>
  changePiece(plan, id, (piece) => (piece.column === column && piece.row === row ? piece : { ...piece, column, row }))

/** Moves a piece within its ground by art pixels, not farther than a plan can say. */
export const nudgePiece = (plan: OfficePlan, id: string, byX: number, byY: number): OfficePlan =>
  changePiece(plan, id, (piece) => {
    const { nudge: [x, y] = [0, 0], ...rest } = piece
    const within = (at: number) => Math.max(-mostNudge, Math.min(mostNudge, at))
    const [toX, toY] = [within(x + byX), within(y + byY)]
    if (toX === x && toY === y) return piece
    return toX === 0 && toY === 0 ? rest : { ...rest, nudge: [toX, toY] }
  })

/** Turns a piece to its next side: one that faces some way faces another, one that can be is turned over. */
export const turnPiece = (plan: OfficePlan, id: string): OfficePlan =>
  changePiece(plan, id, (piece) => {
    const kind = kindOf(piece.kind)
    if (kind && facesSomeWay(variantParts(kind))) return withNextPart(piece, 0)
    if (!kind?.canFlip) return piece
    const { flip, ...unturned } = piece
    return flip ? unturned : { ...unturned, flip: true }
  })

const directions: readonly string[] = ['down', 'up', 'left', 'right'] satisfies Direction[]
const facesSomeWay = ([first = []]: ReturnType<typeof variantParts>) =>
  first.length > 1 && first.every((part) => directions.includes(part))

/** The next of what a part of a piece can look like, of its chair say; parts are counted from 0 as in `variantParts`. */
export const changePart = (plan: OfficePlan, id: string, part: number): OfficePlan =>
  changePiece(plan, id, (piece) => withNextPart(piece, part))

/** Makes a piece look in a certain way. */
export const changeVariant = (plan: OfficePlan, id: string, variant: string): OfficePlan =>
  changePiece(plan, id, (piece) =>
    piece.variant === variant || !kindOf(piece.kind)?.variants?.includes(variant) ? piece : { ...piece, variant },
  )

function withNextPart(piece: PlanPiece, part: number): PlanPiece {
  const kind = kindOf(piece.kind)
  const options = kind && variantParts(kind)[part]
  if (!options || options.length < 2) return piece
  const parts = partsOf(kind, piece.variant)
  parts[part] = options[(options.indexOf(parts[part]!) + 1) % options.length]!
  return { ...piece, variant: parts.join('.') }
}

/** Takes a piece away; whoever was given a seat of it by hand has none then. */
export function removePiece(plan: OfficePlan, id: string): OfficePlan {
  const pieces = plan.pieces.filter((piece) => piece.id !== id)
  return pieces.length === plan.pieces.length ? plan : withoutLostSeats(plan, { ...plan, pieces })
}

/** Takes the seats from those who were given one that existed before and does not any more. */
export function withoutLostSeats(before: OfficePlan, after: OfficePlan): OfficePlan {
  if (Object.keys(after.desks).length === 0) return after
  const seatsOf = (plan: OfficePlan) => new Set(layPlan(plan).layout.seats.map(({ id }) => id))
  const lost = seatsOf(before).difference(seatsOf(after))
  if (lost.size === 0) return after
  return { ...after, desks: Object.fromEntries(Object.entries(after.desks).filter(([, seat]) => !lost.has(seat))) }
}

/** Gives a seat to an agent, and takes it from whoever had it. With null the agent sits where it likes. */
export function giveDesk(plan: OfficePlan, agentId: string, seatId: string | null): OfficePlan {
  const had = Object.hasOwn(plan.desks, agentId) ? plan.desks[agentId] : undefined
  if ((had ?? null) === seatId) return plan
  const others = Object.entries(plan.desks).filter(([agent, seat]) => agent !== agentId && seat !== seatId)
  return { ...plan, desks: Object.fromEntries(seatId === null ? others : [...others, [agentId, seatId]]) }
}

function changePiece(plan: OfficePlan, id: string, change: (piece: PlanPiece) => PlanPiece): OfficePlan {
  const at = plan.pieces.findIndex((piece) => piece.id === id)
  const piece = plan.pieces[at]
  const changed = piece && change(piece)
  return !changed || changed === piece ? plan : { ...plan, pieces: plan.pieces.with(at, changed) }
}
