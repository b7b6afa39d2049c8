import type { ToolAction } from '../../facts/tool-action.ts'
import type { NoteKind, TranscriptItem } from '../../facts/transcript.ts'

/** What the words of an export have in common, whatever their format. */

/** How notes are called. The words of the others say by themselves what they are. */
export const noteNames: Record<NoteKind, string> = {
  compaction: 'Compacted',
  'model-change': 'Model',
  reset: 'Conversation reset',
  resumed: 'Resumed',
  branch: 'Went back',
  error: 'Error',
  interrupted: 'Interrupted',
  context: 'Context',
  unreadable: '',
  other: '',
}

/** The records that were met and are not shown; nothing where there was none. */
export const recordsLeftOut = (records: number): string =>
  records === 0
    ? ''
    : records === 1
      ? '1 record that is no part of the conversation is left out.'
      : `${records} records that are no part of the conversation are left out.`

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

/** The changed lines of an edit as a diff; undefined for what is no edit, or whose lines are not known. */
export function diffIn(action: ToolAction | null): string | undefined {
  if (action?.kind !== 'edit') return undefined
  const lines = action.changes.flatMap(({ path, hunks }) =>
    hunks.length === 0
      ? []
      : [
          `--- ${path}`,
          ...hunks.flatMap(({ oldStart, newStart, lines }) => [`@@ -${oldStart ?? 0} +${newStart ?? 0} @@`, ...lines]),
        ],
  )
  return lines.length === 0 ? undefined : lines.join('\n')
}
