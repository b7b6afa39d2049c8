import type { FileDetail, FileSession, FileTouch } from '../../../src/files/file.ts'
import type { TimeAxis } from './time-axis.ts'

type MarkKind = 'read' | 'wrote' | 'over' | 'outside'

/** Touches of one kind that stand at nearly the same place, as one mark; `touch` is the last of them. */
export type LaneMark = { place: number; kind: MarkKind; touch: FileTouch; times: number }

/** A session that touched a file, or everybody outside, with what its changes came to in lines; null where no line is known. */
export type Lane = {
  /** Null for everybody outside. */
  session: FileSession | null
  marks: LaneMark[]
  writes: number
  added: number | null
  removed: number | null
  lastAt: number
}

/** Marks nearer to each other, in percent of the axis, are one. */
const nearPercent = 1.2

/** The sessions that touched a file, the last first. A write that went over that of another is marked as such. */
export function lanesOf(
  { touches, people, conflict }: Pick<FileDetail, 'touches' | 'people' | 'conflict'>,
  axis: TimeAxis,
): Lane[] {
  const bySession = Map.groupBy(touches, ({ sessionId }) => sessionId)
  const over = conflict?.kind === 'overwrote' ? conflict.later : undefined
  const lanes = [...people, null].flatMap((session): Lane[] => {
    const own = bySession.get(session?.id ?? '') ?? []
    const last = own.at(-1)
    if (!last) return []
    const lane: Lane = { session, marks: [], writes: 0, added: null, removed: null, lastAt: last.at }
    const latest = new Map<MarkKind, LaneMark>()
    for (const touch of own) {
      const place = axis.placeOf(touch.at)
      const kind = kindOf(touch, over)
      if (kind !== 'read') {
        lane.writes++
        if (touch.added !== null) lane.added = (lane.added ?? 0) + touch.added
        if (touch.removed !== null) lane.removed = (lane.removed ?? 0) + touch.removed
      }
      const near = latest.get(kind)
      if (near && place - near.place < nearPercent) {
        near.times++
        near.touch = touch
      } else {
        const mark = { place, kind, touch, times: 1 }
        lane.marks.push(mark)
        latest.set(kind, mark)
      }
    }
    return [lane]
  })
  return lanes.sort((a, b) => b.lastAt - a.lastAt)
}

function kindOf(touch: FileTouch, over: FileTouch | undefined): MarkKind {
  if (touch.how === 'read' || touch.how === 'outside') return touch.how
  return over && isSameTouch(touch, over) ? 'over' : 'wrote'
}

export const isSameTouch = (a: FileTouch, b: FileTouch) =>
  a.sessionId === b.sessionId && a.itemId === b.itemId && a.at === b.at && a.how === b.how
