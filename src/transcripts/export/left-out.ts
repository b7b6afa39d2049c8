import type { TranscriptItem } from '../../facts/transcript.ts'

/** What an export does not have, as it is met; `records` says whether it leaves out records of the program itself. */
export function createLeftOut({ records: leavesRecords }: { records: boolean }) {
  const counts = { records: 0, pictures: 0, cutChanges: 0, missing: 0 }
  return {
    count(item: TranscriptItem) {
      if (item.kind === 'record' && leavesRecords) counts.records++
      else if (item.kind === 'message') counts.pictures += item.pictures.length
      else if (item.kind === 'tool') {
        counts.pictures += item.result?.pictures.length ?? 0
        if (item.action?.kind === 'edit') counts.cutChanges += item.action.changes.filter((one) => one.truncated).length
      }
    },
    missing: () => void counts.missing++,
    counts: () => ({ ...counts }),
    /** `Left out: 12 internal records and 1 picture.`; empty where everything is there. */
    words(): string {
      const parts = [
        some(counts.records, 'internal record', 'internal records'),
        some(counts.pictures, 'picture', 'pictures'),
        some(counts.cutChanges, 'change beyond its first lines', 'changes beyond their first lines'),
        some(
          counts.missing,
          'transcript, or a part of it, that cannot be read',
          'transcripts, or parts of them, that cannot be read',
        ),
      ].filter((part) => part !== '')
      const last = parts.pop()
      if (last === undefined) return ''
      return `Left out: ${parts.length === 0 ? last : `${parts.join(', ')} and ${last}`}.`
    },
  }
}

const some = (count: number, one: string, many: string) => (count === 0 ? '' : `${count} ${count === 1 ? one : many}`)
