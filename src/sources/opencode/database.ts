import type { Database } from 'bun:sqlite'
import { columnsOf, openForeign } from '../../lib/foreign-database.ts'
import type { Portion } from '../common/unit.ts'
import { createSessions, maxRowBytes } from './database-sessions.ts'
import { isWhole } from './message-cache.ts'
import { usageFact } from './names.ts'
import type { Reading } from './reading.ts'

/**
 * How far the rows of a database were read. New rows come above `top`, history goes down from `low` to 0. The marks
 * say which message stood at which row, oldest first: a row whose message is another shows that rows were deleted or
 * numbered anew, and reading goes on at the newest mark that is still right. `open` are answers that were not whole, with
 * the rank of the fact that was made of them. `prices` is the edition of configured prices that rows were read with: with
 * others all are read again, so that what had no price has one.
 */
type RowsCursor = { top: number; low: number; marks: Marks; open: [id: string, rank: number][]; prices?: string }
type Marks = [row: number, id: string][]

/** Rows taken in one statement: small enough to stay far below 50 ms of a read transaction. */
const rowsAtOnce = 400
const maxMarks = 48
/** Answers that never became whole stay open; beyond this number the oldest are given up. */
const maxOpen = 256

type Row = { row: number; id: unknown; session: unknown; bytes: number; data: unknown }

/**
 * Reads what lies behind the cursors in one database of opencode: answers that have become whole, new rows, then
 * history, the newest first. Only the tables of sessions, messages and their parts are opened. Throws only what
 * opening the file throws.
 */
export function* readDatabase(path: string, reading: Reading): Generator<Portion> {
  const { database, close } = openForeign(path)
  try {
    yield* read(database, path, reading)
  } finally {
    close()
  }
}

function* read(database: Database, path: string, reading: Reading): Generator<Portion> {
  const { cursorOf, messages, prices, work } = reading
  const columns = columnsOf(database, 'message')
  if (columns.size === 0) return
  if (!columns.has('id') || !columns.has('data'))
    throw new Error('its messages are stored in a way that this Wheelhouse does not know')
  const unit = `${path}#messages`
  const sessions = createSessions(database, path, columns, reading)
  const fields = `rowid AS row, id, ${columns.has('session_id') ? 'session_id' : 'NULL'} AS session,
    octet_length(data) AS bytes, CASE WHEN octet_length(data) <= ${maxRowBytes} THEN data END AS data`
  const query = (where: string) =>
    database.query<Row, (string | number)[]>(`SELECT ${fields} FROM message WHERE ${where}`)
  const above = query(`rowid > ? ORDER BY rowid LIMIT ${rowsAtOnce}`)
  const below = query(`rowid < ? ORDER BY rowid DESC LIMIT ${rowsAtOnce}`)
  const one = query('id = ?')
  const idAt = database.query<{ id: unknown }, [number]>('SELECT id FROM message WHERE rowid = ?')

  const highest = database.query<{ row: number | null }, []>('SELECT max(rowid) AS row FROM message').get()?.row ?? 0
  const edition = prices.edition()
  const known = cursorOf(unit) as RowsCursor | undefined
  const cursor =
    known && (known.prices ?? '') === edition ? known : { top: highest, low: highest + 1, marks: [], open: [] }
  let { top, low } = cursor
  const marks = [...cursor.marks]
  const open = new Map(cursor.open)
  // Rows that were deleted at the end leave their numbers to later ones.
  while (marks.length > 0 && idAt.get(marks.at(-1)![0])?.id !== marks.at(-1)![1]) marks.pop()
  if (cursor.marks.length > 0) {
    top = marks.at(-1)?.[0] ?? highest
    if (marks.length === 0) low = highest + 1
  }

  function* take(rows: Row[], isNew: boolean): Generator<Portion> {
    const facts: Portion['facts'] = []
    const unread: Portion['unread'] = []
    for (const { id, session, bytes, data } of rows) {
      const name = String(id)
      open.delete(name)
      const cannotRead = (reason: string) => {
        unread.push({ unit, where: `message ${name.slice(0, 80)}`, reason })
      }
      if (data === null || typeof id !== 'string') {
        // An attachment of a person may be large, and costs nothing by itself.
        if (bytes > maxRowBytes && !isOfUser(database, name)) cannotRead(`${Math.round(bytes / 1e6)} MB are too long`)
        else if (bytes <= maxRowBytes) cannotRead('a row without an id or a message')
        continue
      }
      const message = isNew ? messages.read(id, data, work) : messages.readOnce(id, data, work)
      if ('reason' in message) {
        cannotRead(message.reason)
        continue
      }
      const foreign = typeof session === 'string' && session !== '' ? session : message.sessionId
      if (foreign === null) {
        if (message.usage) cannotRead('an answer without a session')
        continue
      }
      if (!isWhole(message)) open.set(name, message.usage?.rank ?? 0)
      const { owner, began } = sessions.of(foreign, isNew, message)
      if (message.usage)
        facts.push(usageFact(name, { ...message, usage: message.usage }, owner, foreign, began, prices))
    }
    yield* sessions.changes()
    yield {
      unit,
      facts,
      cursor: { top, low, marks: [...marks], open: [...open].slice(-maxOpen), prices: edition } satisfies RowsCursor,
      unread,
    }
  }

  /** Whether an answer that was not whole says more than when it was last read. */
  function hasGrown({ id, data }: Row, rank: number) {
    const message = messages.read(String(id), data, work)
    return 'reason' in message || isWhole(message) || (message.usage?.rank ?? 0) !== rank
  }

  sessions.lookAgain()
  const grown = [...open].flatMap(([id, rank]) => {
    const row = one.get(id)
    // A message without a row was undone before it was whole.
    if (!row) open.delete(id)
    else if (typeof row.session === 'string') sessions.of(row.session, true)
    return row && hasGrown(row, rank) ? [row] : []
  })
  if (grown.length > 0) yield* take(grown, true)

  if (low > highest) {
    // Nothing was read before, so every row is history.
    top = highest
    const id = idAt.get(highest)?.id
    if (typeof id === 'string') marks.push([highest, id])
  }
  while (true) {
    const page = above.all(top)
    if (page.length === 0) break
    top = page.at(-1)!.row
    marks.push([top, String(page.at(-1)!.id)])
    thin(marks)
    yield* take(page, true)
    if (page.length < rowsAtOnce) break
  }
  while (low > 0) {
    const page = below.all(low)
    low = page.length < rowsAtOnce ? 0 : page.at(-1)!.row
    if (low > 0) marks.unshift([low, String(page.at(-1)!.id)])
    thin(marks)
    yield* take(page, false)
  }
  yield* sessions.changes()
}

/** Thins the marks out to the maximum: dense at the end, where rows are deleted most, and ever further apart before. */
function thin(marks: Marks) {
  while (marks.length > maxMarks) {
    const top = marks.at(-1)![0]
    const apart = (at: number) => (marks[at + 1]![0] - marks[at - 1]![0]) / (top - marks[at - 1]![0] + 1)
    let closest = 1
    for (let at = 2; at < marks.length - 1; at++) if (apart(at) < apart(closest)) closest = at
    marks.splice(closest, 1)
  }
}

function isOfUser(database: Database, id: string) {
  const head = database.query<{ head: string }, [string]>(
    'SELECT substr(data, 1, 400) AS head FROM message WHERE id = ?',
  )
  return head.get(id)?.head.includes('"role":"user"') ?? false
}
