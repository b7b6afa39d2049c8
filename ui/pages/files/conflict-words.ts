import type { FileConflict } from '../../../src/files/file.ts'
import { duration } from '../../../src/lib/format.ts'

type Conflict = Pick<FileConflict, 'kind' | 'earlier' | 'later'>

/** A conflict as a headline; `earlier` and `later` are the names of who wrote first and who wrote then. */
export const conflictTitle = ({ kind }: Conflict, earlier: string, later: string) =>
  kind === 'overwrote' ? `${later} wrote over ${earlier}’s change` : `${earlier} has not seen ${later}’s change`

/** How far apart the writes of a conflict are. */
export const pairWords = ({ earlier, later }: Conflict) => {
  const apart = Math.abs(later.at - earlier.at)
  return apart < 60_000 ? 'under 1 min apart' : `${duration(Math.floor(apart / 60_000) * 60_000)} apart`
}

/** What became of the earlier change; `lost` of its lines were taken out by the later one, null where nobody knows. */
export function fateOfEarlier({ kind, later }: Conflict, lost: number | null, who: string): string {
  if (lost !== null && lost > 0) return `${lost === 1 ? '1 line' : `${lost} lines`} lost in ${who}’s write`
  if (later.how === 'write' || later.how === 'create') return `replaced by ${who}’s write`
  if (later.how === 'delete') return `deleted by ${who}`
  if (lost === 0) return 'still in the file'
  return kind === 'overwrote' ? `not read by ${who}` : 'written first'
}
