import type { OfficePlan, PlanPiece } from '../../../../src/office/plan.ts'

type PieceDraft = Partial<PlanPiece> & Pick<PlanPiece, 'kind' | 'column' | 'row'>

/** A piece whose id is its kind unless it says otherwise. */
export const piece = (draft: PieceDraft): PlanPiece => ({ id: draft.kind.replaceAll('.', '-'), ...draft })

/** One room of wood, forty by thirty tiles, whose wall at the top has a front in the rows 1 and 2, with an entrance. */
export function largeRoom(pieces: PieceDraft[] = [], more: Partial<OfficePlan> = {}): OfficePlan {
  const wall = '#'.repeat(40)
  return {
    version: 1,
    name: 'large room',
    ground: [wall, wall, wall, ...Array<string>(26).fill(`#${'w'.repeat(38)}#`), wall],
    pieces: [{ kind: 'entrance', column: 1, row: 4, id: 'door' }, ...pieces].map(piece),
    rooms: [{ id: 'room', kind: 'office', rect: [1, 3, 38, 26] }],
    desks: {},
    ...more,
  }
}

/** A plan with this ground and nothing else. */
export const drawnPlan = (drawing: string, more: Partial<OfficePlan> = {}): OfficePlan => ({
  version: 1,
  name: 'drawn',
  ground: drawing.trim().split('\n'),
  pieces: [],
  rooms: [],
  desks: {},
  ...more,
})
