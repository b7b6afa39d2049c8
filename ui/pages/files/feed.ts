import type { FileEdit, OutsideChange } from '../../../src/files/file.ts'
import { addDays, dayOf } from '../../../src/lib/timezone.ts'

/** Changes of one file by one session in a row, as one line: the last of them, with what all came to in lines. */
export type FeedRow = FileEdit & { times: number }
/** Files that somebody outside changed in one moment, as one line. */
type OutsideRow = OutsideChange & { how: 'outside' }
type FeedGroup = { name: string; rows: (FeedRow | OutsideRow)[] }

const nowMs = 10 * 60_000
const hourMs = 3_600_000

/** The feed of changes by sessions and from outside, newest first, in groups: now, the last hour, today, and each day before. */
export function feedOf(
  edits: readonly FileEdit[],
  outside: readonly OutsideChange[],
  now: number,
  timezone: string,
): FeedGroup[] {
  const groups: FeedGroup[] = []
  const rows = [...edits, ...outside.map((change) => ({ ...change, how: 'outside' as const }))]
  for (const edit of outside.length === 0 ? edits : rows.sort((a, b) => b.at - a.at)) {
    const name = groupOf(edit.at, now, timezone)
    let group = groups.at(-1)
    if (group?.name !== name) {
      group = { name, rows: [] }
      groups.push(group)
    }
    if (!('sessionId' in edit)) {
      group.rows.push(edit)
      continue
    }
    const last = group.rows.at(-1)
    if (
      last &&
      'sessionId' in last &&
      last.path === edit.path &&
      last.sessionId === edit.sessionId &&
      last.isGuessed === edit.isGuessed
    ) {
      last.times++
      last.added = sum(last.added, edit.added)
      last.removed = sum(last.removed, edit.removed)
    } else group.rows.push({ ...edit, times: 1 })
  }
  return groups
}

/** Of an unknown part nothing is added, and of unknown parts alone nothing is known. */
const sum = (a: number | null, b: number | null) => (a === null && b === null ? null : (a ?? 0) + (b ?? 0))

function groupOf(at: number, now: number, timezone: string): string {
  if (now - at < nowMs) return 'Now'
  if (now - at < hourMs) return 'Last hour'
  const day = dayOf(at, timezone)
  const today = dayOf(now, timezone)
  if (day >= today) return 'Today'
  if (day === addDays(today, -1)) return 'Yesterday'
  return dayNames(timezone).format(at)
}

const formats = new Map<string, Intl.DateTimeFormat>()
function dayNames(timezone: string) {
  let format = formats.get(timezone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone: timezone,
    })
    formats.set(timezone, format)
  }
  return format
}
