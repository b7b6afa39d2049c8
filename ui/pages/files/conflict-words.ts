import { conflictWindowMs } from '../../../src/files/conflicts.ts'
import type { FileConflict } from '../../../src/files/file.ts'
import { duration } from '../../../src/lib/format.ts'

type Conflict = Pick<FileConflict, 'kind' | 'earlier' | 'later'>

/** A conflict as a headline; `earlier` and `later` are the agents that wrote first and then. */
export function conflictTitle({ kind, ...touches }: Conflict, earlier: string, later: string): string {
  if (kind === 'outside') return `Somebody outside changed what ${earlier} works on`
  if (touches.earlier.how === 'outside') return `${later} wrote over a change from outside`
  const isOwn = earlier === later
  if (kind === 'overwrote')
    return `${later} wrote over ${isOwn ? 'its own change in another session' : `${earlier}’s change`}`
  return `${earlier} has not seen ${isOwn ? 'its own later change in another session' : `${later}’s change`}`
}

/** How far apart the writes of a conflict are. */
export const pairWords = ({ earlier, later }: Conflict) => {
  const apart = Math.abs(later.at - earlier.at)
  return apart < 60_000 ? 'under 1 min apart' : `${duration(Math.floor(apart / 60_000) * 60_000)} apart`
}

/** What became of the earlier change; `lost` of its lines were taken out by the later one, null where nobody knows. */
export function fateOfEarlier({ kind, later }: Conflict, lost: number | null, who: string): string {
  if (lost !== null && lost > 0) return `${lost === 1 ? '1 line' : `${lost} lines`} lost in ${who}’s write`
  if (later.how === 'write' || later.how === 'create') return `replaced by ${who}’s write`
  if (kind === 'outside') return 'written before'
  if (later.how === 'delete') return `deleted by ${who}`
  if (lost === 0) return 'its lines were kept'
  return kind === 'overwrote' ? `not read by ${who}` : 'written first'
}

/** Whether a conflict calls for somebody: for a day, unless it is acknowledged. */
export type Standing = 'open' | 'acknowledged' | 'past'

export const standingOf = ({ later }: Conflict, isAcknowledged: boolean, now: number): Standing =>
  now - later.at >= conflictWindowMs ? 'past' : isAcknowledged ? 'acknowledged' : 'open'

export const standingMarks = { open: 'waiting', acknowledged: 'healthy', past: 'unknown' } as const
