import type { DiffHunk, ToolAction } from '../../facts/tool-action.ts'
import type { NoteKind, TranscriptItem } from '../../facts/transcript.ts'
import { money } from '../../lib/format.ts'
import { costOfAll, type ExportHead } from './formats.ts'

/** What the words of an export have in common, whatever their format. */

/** How notes are called. The words of the others say by themselves what they are. */
export const noteNames: Record<NoteKind, string> = {
  compaction: 'Compacted',
  'model-change': 'Model',
  reset: 'Conversation reset',
  resumed: 'Resumed',
  branch: 'Branch',
  error: 'Error',
  interrupted: 'Interrupted',
  context: 'Context',
  unreadable: '',
  other: '',
}

/** Who speaks in an item; undefined where nobody does. */
export function speakerIn(item: TranscriptItem, agentName: string): string | undefined {
  if (item.kind === 'note' || item.kind === 'record') return undefined
  return item.kind === 'message' && item.role === 'user' ? (item.sender ?? 'User') : agentName
}

/** The date and time of a moment in a zone: `2026-11-20 23:38:10`; empty where it is not known. */
export function timeWords(at: number | null, timezone: string): string {
  if (at === null) return ''
  const parts = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'medium',
    timeZone: timezone,
  })
  return parts.format(at)
}

/** `$4.12 (4.12345 USD)`; the words alone where nothing is known. */
export const costWords = (label: string, usd: number | null): string =>
  usd === null ? label : `${label} (${Number(usd.toFixed(6))} USD)`

/** What stands in a head of the sub-agents below a session: `3 sub-agents, $4.39 in all`; empty where it has none. */
export function subagentsWords({ costUsd, subagents }: Pick<ExportHead, 'costUsd' | 'subagents'>): string {
  if (subagents.length === 0) return ''
  const all = costOfAll({ costUsd, subagents })
  const count = subagents.length === 1 ? '1 sub-agent' : `${subagents.length} sub-agents`
  return [
    `${count} below`,
    all === null ? '' : `with ${subagents.length === 1 ? 'it' : 'them'} ${costWords(money(all), all)}`,
  ]
    .filter(Boolean)
    .join(', ')
}

/** The changed lines of an edit as a unified diff; undefined for what is no edit, or whose lines are not known. */
export function diffIn(action: ToolAction | null): string | undefined {
  if (action?.kind !== 'edit') return undefined
  const lines = action.changes.flatMap(({ path, change, movedTo, hunks }) =>
    hunks.length === 0
      ? []
      : [
          `--- ${change === 'create' ? '/dev/null' : path}`,
          `+++ ${change === 'delete' ? '/dev/null' : (movedTo ?? path)}`,
          ...hunks.flatMap((hunk) => [headOfHunk(hunk), ...hunk.lines]),
        ],
  )
  return lines.length === 0 ? undefined : lines.join('\n')
}

/** `@@ -88,3 +88,5 @@`; where the numbers of the lines are not known, it has none. */
function headOfHunk({ oldStart, newStart, lines }: DiffHunk): string {
  const side = (start: number | null, mark: '-' | '+') => {
    const count = lines.filter((line) => line.startsWith(' ') || line.startsWith(mark)).length
    // A side without lines, of a file that is new or gone, needs no number.
    const from = start ?? (count === 0 ? 0 : null)
    return from === null ? undefined : `${mark}${count === 0 ? Math.max(0, from - 1) : from},${count}`
  }
  const [before, after] = [side(oldStart, '-'), side(newStart, '+')]
  return before && after ? `@@ ${before} ${after} @@` : '@@ … @@'
}
