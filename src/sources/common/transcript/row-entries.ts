import type { Entries, StoredEntry } from './entries.ts'

/** Rows taken in one statement: even with the largest entries a read of milliseconds. */
const rowsAtOnce = 64

/** The rows of a transcript in a database, numbered by `seq`. */
type Rows<Row extends { seq: number }> = {
  /** The highest `seq`; null where there are no rows. */
  last(): number | null
  /** At most `limit` rows below a `seq`, the highest first. */
  below(seq: number, limit: number): Row[]
  /** At most `limit` rows from a `seq` on, the lowest first. */
  from(seq: number, limit: number): Row[]
  /** The text of a row; undefined where it cannot be told. */
  textOf(row: Row): string | undefined
}

/** A transcript whose entries are rows. Positions are values of `seq`. Closing is left to whoever opened the database. */
export function entriesOfRows<Row extends { seq: number }>({ last, below, from, textOf }: Rows<Row>): Entries {
  function entryOf(row: Row): StoredEntry {
    const text = textOf(row)
    const place = { start: row.seq, end: row.seq + 1 }
    return text === undefined ? { ...place, reason: 'neither text nor what can be unpacked' } : { ...place, text }
  }
  const end = (last() ?? -1) + 1
  return {
    end,
    startOf: (position) => Math.min(position, end),
    *backwards(before) {
      for (let seq = before; ; ) {
        const page = below(seq, rowsAtOnce)
        for (const row of page) yield entryOf(row)
        if (page.length < rowsAtOnce) return
        seq = page.at(-1)!.seq
      }
    },
    *forwards(first) {
      for (let seq = first; ; ) {
        const page = from(seq, rowsAtOnce)
        for (const row of page) yield entryOf(row)
        if (page.length < rowsAtOnce) return
        seq = page.at(-1)!.seq + 1
      }
    },
    close() {},
  }
}
