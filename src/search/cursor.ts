/** Where a look at texts goes on: in this session, before a position of it (null: from its end). */
export type ScanPlace = { lastAt: number | null; id: string; before: number | null }

/** Where a search goes on: below an id of the index, and then with texts that are not indexed. */
export type SearchCursor = { below: number; scan: ScanPlace | null }

export const firstCursor: SearchCursor = { below: Number.MAX_SAFE_INTEGER, scan: null }

export const writeCursor = ({ below, scan }: SearchCursor) =>
  Buffer.from(JSON.stringify([below, scan && [scan.lastAt, scan.id, scan.before]])).toString('base64url')

/** Undefined for what is no cursor. */
export function readCursor(text: string): SearchCursor | undefined {
  try {
    const [below, scan] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    if (!isCount(below)) return undefined
    if (scan === null) return { below, scan }
    const [lastAt, id, before] = scan as unknown[]
    if (typeof id !== 'string' || !isTime(lastAt) || !(before === null || isCount(before))) return undefined
    return { below, scan: { lastAt, id, before } }
  } catch {
    // The text is none of our cursors.
    return undefined
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isTime = (value: unknown): value is number | null => value === null || Number.isFinite(value)
