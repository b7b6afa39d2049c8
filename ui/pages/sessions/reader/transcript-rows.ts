import type { TranscriptItem, TranscriptRecord } from '../../../../src/facts/transcript.ts'

type RecordItem = TranscriptItem & TranscriptRecord
/** Records that follow each other are one row. */
export type RecordGroup = { kind: 'records'; id: string; at: number | null; isKnown: boolean; records: RecordItem[] }
export type Row = Exclude<TranscriptItem, { kind: 'record' }> | RecordGroup

/**
 * The rows of a transcript's items. A record of a kind that is known is left out and counted unless it is asked for.
 * The same records give the same row again, so that what is shown of it stays.
 */
export function createRows() {
  const groups = new WeakMap<RecordItem, RecordGroup>()

  function groupOf(records: RecordItem[]): RecordGroup {
    const first = records[0]!
    const known = groups.get(first)
    if (known && known.records.length === records.length && known.records.every((one, at) => one === records[at]))
      return known
    const group = { kind: 'records', id: first.id, at: first.at, isKnown: first.isKnown, records } as const
    groups.set(first, group)
    return group
  }

  return (items: TranscriptItem[], showsKnown: boolean): { rows: Row[]; hidden: number } => {
    const rows: Row[] = []
    let hidden = 0
    let waiting: RecordItem[] = []
    const flush = () => {
      if (waiting.length > 0) rows.push(groupOf(waiting))
      waiting = []
    }
    for (const item of items) {
      if (item.kind !== 'record') {
        flush()
        rows.push(item)
      } else if (item.isKnown && !showsKnown) hidden++
      else {
        if (waiting[0] && waiting[0].isKnown !== item.isKnown) flush()
        waiting.push(item)
      }
    }
    flush()
    return { rows, hidden }
  }
}
