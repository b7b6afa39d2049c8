import type { Store } from '../../store/store.ts'
import { logLevels } from '../log-line.ts'
import type { Entry } from './group-lines.ts'
import { type KeptLine, pack, unpack } from './pack-lines.ts'
import { signatureOf } from './signature.ts'

/** All SQL that writes logs.sqlite. Each function throws what SQLite throws. */

/** A block is made of so many lines, or of so many characters. */
const blockLines = 2_000
const blockChars = 1 << 20
const minuteMs = 60_000
const hourMs = 3_600_000
/** A kind of error is remembered so long after it came last; its hours, for the line that is drawn of them, shorter. */
const errorMs = 90 * 24 * hourMs
const errorHoursMs = 48 * hourMs
const maxErrorKinds = 5_000

/** How much of a source is kept. */
export type Keeping = { bytes: number; ms: number }

/** What goes into the database in one transaction: lines, and how far their files were read. */
type Written = {
  source: string
  entries: readonly Entry[]
  changed: readonly { key: string }[]
  forgotten: readonly string[]
}

export type LogWriter = ReturnType<typeof createLogWriter>

export function createLogWriter(store: Store, now: () => number) {
  const db = store.$client
  const meta = (name: string) =>
    db.query<{ value: string }, [string]>('SELECT value FROM log_meta WHERE name = ?').get(name)?.value
  if (meta('id') === undefined)
    db.query("INSERT INTO log_meta (name, value) VALUES ('id', ?)").run(crypto.randomUUID().slice(0, 8))
  const id = meta('id')!
  let nextNo = Number(meta('next') ?? 1)
  /** The newest lines of each source, as they stand in the table. */
  const tails = new Map<string, { lines: KeptLine[]; chars: number }>()
  for (const row of db.query<KeptLine & { source: string }, []>('SELECT * FROM log_tail ORDER BY no').all()) {
    const tail = tailOf(row.source)
    tail.lines.push(row)
    tail.chars += charsOf(row)
  }

  function tailOf(source: string) {
    const tail = tails.get(source) ?? { lines: [], chars: 0 }
    tails.set(source, tail)
    return tail
  }

  const commit = db.transaction(({ source, entries, changed, forgotten }: Written, keeping: Keeping): KeptLine[] => {
    const lines = entries.map(
      ({ at, isDated, level, text, json }, number): KeptLine => ({
        no: nextNo + number,
        at,
        dated: isDated ? 1 : 0,
        level: logLevels.indexOf(level),
        text,
        json,
      }),
    )
    if (lines.length > 0) {
      keep(source, lines, keeping)
      count(source, lines)
      countErrors(source, lines)
      db.query("INSERT OR REPLACE INTO log_meta (name, value) VALUES ('next', ?)").run(String(nextNo + lines.length))
    }
    const mark = db.query('INSERT OR REPLACE INTO log_marks (source, file, state) VALUES (?, ?, ?)')
    for (const state of changed) mark.run(source, state.key, JSON.stringify(state))
    for (const file of forgotten) db.query('DELETE FROM log_marks WHERE source = ? AND file = ?').run(source, file)
    return lines
  })

  function keep(source: string, lines: readonly KeptLine[], keeping: Keeping) {
    const tail = tailOf(source)
    let rest = [...tail.lines, ...lines]
    let restChars = tail.chars + lines.reduce((sum, line) => sum + charsOf(line), 0)
    const insert = db.query(
      'INSERT INTO log_tail (no, source, at, dated, level, text, json) VALUES ($no, $source, $at, $dated, $level, $text, $json)',
    )
    if (rest.length < blockLines && restChars < blockChars) {
      for (const line of lines) insert.run({ ...line, source })
      return
    }
    while (rest.length >= blockLines || restChars >= blockChars) {
      const size = sizeOfBlock(rest)
      seal(source, rest.slice(0, size))
      rest = rest.slice(size)
      restChars = rest.reduce((sum, line) => sum + charsOf(line), 0)
    }
    db.query('DELETE FROM log_tail WHERE source = ?').run(source)
    for (const line of rest) insert.run({ ...line, source })
    forget(source, keeping)
  }

  function seal(source: string, lines: KeptLine[]) {
    const packed = pack(lines)
    const times = lines.map(({ at }) => at)
    db.query(
      `INSERT INTO log_blocks (source, first_no, last_no, first_at, last_at, lines, levels, bytes, packed)
      VALUES ($source, $firstNo, $lastNo, $firstAt, $lastAt, $lines, $levels, $bytes, $packed)`,
    ).run({
      source,
      firstNo: lines[0]!.no,
      lastNo: lines.at(-1)!.no,
      firstAt: times.reduce((a, b) => Math.min(a, b)),
      lastAt: times.reduce((a, b) => Math.max(a, b)),
      lines: lines.length,
      levels: lines.reduce((bits, { level }) => bits | (1 << level), 0),
      bytes: packed.length,
      packed,
    })
  }

  /** Adds lines to the counts of their minutes; or takes those of a block away that is forgotten. */
  function count(source: string, lines: readonly KeptLine[], sign: 1 | -1 = 1) {
    const sums = new Map<string, { minute: number; level: number; lines: number }>()
    for (const { at, level } of lines) {
      const minute = Math.floor(at / minuteMs)
      const key = `${minute} ${level}`
      const sum = sums.get(key) ?? { minute, level, lines: 0 }
      sum.lines += sign
      sums.set(key, sum)
    }
    const add = db.query(
      `INSERT INTO log_minutes (source, minute, level, lines) VALUES ($source, $minute, $level, $lines)
      ON CONFLICT DO UPDATE SET lines = lines + excluded.lines`,
    )
    for (const sum of sums.values()) add.run({ source, ...sum })
    if (sign === -1) db.query('DELETE FROM log_minutes WHERE source = ? AND lines <= 0').run(source)
  }

  function countErrors(source: string, lines: readonly KeptLine[]) {
    for (const { at, level, text } of lines) {
      if (level < logLevels.indexOf('error')) continue
      const signature = signatureOf(text)
      const id = errorId(source, signature)
      db.query(
        `INSERT INTO log_errors (id, source, level, signature, sample, lines, first_at, last_at)
        VALUES ($id, $source, $level, $signature, $sample, 1, $at, $at)
        ON CONFLICT DO UPDATE SET lines = lines + 1, level = MAX(level, excluded.level),
          sample = CASE WHEN excluded.last_at >= last_at THEN excluded.sample ELSE sample END,
          first_at = MIN(first_at, excluded.first_at), last_at = MAX(last_at, excluded.last_at)`,
      ).run({ id, source, level, signature, sample: text.slice(0, 4_000), at })
      db.query(
        `INSERT INTO log_error_hours (id, hour, lines) VALUES ($id, $hour, 1)
        ON CONFLICT DO UPDATE SET lines = lines + 1`,
      ).run({ id, hour: Math.floor(at / hourMs) })
    }
  }

  /** Forgets the oldest blocks of a source where it has more than is kept of it. */
  function forget(source: string, { bytes, ms }: Keeping) {
    const blocks = db
      .query<{ id: number; bytes: number; last_at: number }, [string]>(
        'SELECT id, bytes, last_at FROM log_blocks WHERE source = ? ORDER BY last_no',
      )
      .all(source)
    let total = blocks.reduce((sum, block) => sum + block.bytes, 0)
    for (const block of blocks) {
      if (total <= bytes && block.last_at >= now() - ms) break
      const { packed } = db
        .query<{ packed: Uint8Array }, [number]>('SELECT packed FROM log_blocks WHERE id = ?')
        .get(block.id)!
      count(source, unpack(packed), -1)
      db.query('DELETE FROM log_blocks WHERE id = ?').run(block.id)
      total -= block.bytes
    }
  }

  return {
    /** Names this database: a position in another one means nothing here. */
    id,
    nextNo: () => nextNo,

    marks: <State extends { key: string }>(source: string): State[] =>
      db
        .query<{ state: string }, [string]>('SELECT state FROM log_marks WHERE source = ?')
        .all(source)
        .map(({ state }) => JSON.parse(state) as State),

    /** Keeps lines with how far their files were read, all or nothing, and answers them with their numbers. */
    commit(written: Written, keeping: Keeping): KeptLine[] {
      const lines = commit.immediate(written, keeping)
      nextNo += lines.length
      const { source } = written
      const rows = db.query<KeptLine, [string]>('SELECT * FROM log_tail WHERE source = ? ORDER BY no')
      const tail = tailOf(source)
      const isSealed = tail.lines.length + lines.length >= blockLines || tail.chars + sumChars(lines) >= blockChars
      const now = isSealed ? rows.all(source) : [...tail.lines, ...lines]
      tails.set(source, { lines: now, chars: sumChars(now) })
      return lines
    },

    /** Forgets what is older than is kept, of all sources. */
    tidy(keepingOf: (source: string) => Keeping) {
      db.transaction(() => {
        const sources = db.query<{ source: string }, []>('SELECT DISTINCT source FROM log_blocks').all()
        for (const { source } of sources) forget(source, keepingOf(source))
        const known = db
          .query<{ last_at: number }, [number]>('SELECT last_at FROM log_errors ORDER BY last_at DESC LIMIT 1 OFFSET ?')
          .get(maxErrorKinds)
        const oldest = Math.max(now() - errorMs, known?.last_at ?? 0)
        db.query('DELETE FROM log_errors WHERE last_at < ?').run(oldest)
        db.query('DELETE FROM log_error_hours WHERE hour < ? OR id NOT IN (SELECT id FROM log_errors)').run(
          Math.floor((now() - errorHoursMs) / hourMs),
        )
      }).immediate()
    },
  }
}

const charsOf = ({ text, json }: KeptLine) => text.length + (json?.length ?? 0)
const sumChars = (lines: readonly KeptLine[]) => lines.reduce((sum, line) => sum + charsOf(line), 0)

/** How many of these lines fill a block. */
function sizeOfBlock(lines: readonly KeptLine[]): number {
  let chars = 0
  for (let number = 0; number < lines.length; number++) {
    chars += charsOf(lines[number]!)
    if (number + 1 >= blockLines || chars >= blockChars) return number + 1
  }
  return lines.length
}

/** The id of a kind of error: the same in another database. */
const errorId = (source: string, signature: string) => Bun.hash(`${source}\n${signature}`).toString(36)
