import type { DiffHunk, FileChange } from '../../../src/facts/tool-action.ts'
import type { TranscriptItem } from '../../../src/facts/transcript.ts'

/** What one call changed in a file, as far as its transcript says: lines, or the command of which it is guessed. */
export type Change =
  | { kind: 'lines'; hunks: DiffHunk[]; truncated: boolean; change: FileChange['change'] }
  | { kind: 'command'; command: string }
  | { kind: 'unknown' }

/** The change of a file in the item of a transcript that touched it. */
export function changeIn(items: readonly TranscriptItem[], itemId: string, path: string): Change {
  const item = items.find(({ id }) => id === itemId)
  if (item?.kind !== 'tool' || !item.action) return { kind: 'unknown' }
  if (item.action.kind === 'command') return { kind: 'command', command: item.action.command }
  if (item.action.kind !== 'edit') return { kind: 'unknown' }
  const { changes } = item.action
  // A relative path lies in the folder of its session.
  const ofFile = changes.filter((change) =>
    [change.path, change.movedTo].some((one) => one !== null && isOf(path, one)),
  )
  const hunks = ofFile.flatMap((change) => change.hunks)
  return hunks.length === 0
    ? { kind: 'unknown' }
    : { kind: 'lines', hunks, truncated: ofFile.some(({ truncated }) => truncated), change: ofFile[0]!.change }
}

const isOf = (path: string, written: string) => path === written || path.endsWith(`/${written.replace(/^(\.\/)+/, '')}`)

/** From which line to which a change reaches, in the file as it was then: `lines 86 to 90`; '' where that is not known. */
export function reachOf(hunks: readonly DiffHunk[]): string {
  const first = hunks[0]?.newStart ?? null
  const last = hunks.at(-1)
  if (first === null || !last || last.newStart === null) return ''
  const end = last.newStart + Math.max(1, last.lines.filter((line) => !line.startsWith('-')).length) - 1
  return end > first ? `lines ${first} to ${end}` : `line ${first}`
}

/** How many of the lines that the earlier change wrote are gone after the later one; null where nobody knows. */
export function linesLost(earlier: Change, later: Change): number | null {
  if (earlier.kind !== 'lines' || later.kind !== 'lines') return null
  const wrote = textsOf(earlier.hunks, '+')
  // A file that was written anew has what was written, and nothing else.
  const isWhole = later.change === 'write' || later.change === 'create'
  if (isWhole && later.truncated) return null
  const gone = new Set(textsOf(later.hunks, '-'))
  const stays = new Set([...textsOf(later.hunks, '+'), ...(isWhole ? textsOf(later.hunks, ' ') : [])])
  return wrote.filter((text) => (isWhole ? !stays.has(text) : gone.has(text))).length
}

const textsOf = (hunks: readonly DiffHunk[], sign: string) =>
  hunks
    .flatMap(({ lines }) => lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(1).trim()))
    .filter((text) => text !== '')
