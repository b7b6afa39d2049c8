import type { Database } from 'bun:sqlite'
import type { SessionFact } from '../../facts/fact.ts'
import type { Batch, CursorOf } from '../../facts/source.ts'
import { columnsOf, openForeign } from '../../lib/foreign-database.ts'
import { path as directoryIn, firstPromptOf, number, problemWithTime, text, word } from '../shared/parse-values.ts'
import type { Projects } from '../shared/project.ts'
import { endOf, type Message, readMessage } from './entry.ts'
import { type Owner, ownerIn, sessionIdOf, usageFact } from './names.ts'

/** Facts of one unit before the pass adds its progress. */
export type Portion = Pick<Batch, 'unit' | 'facts' | 'cursor' | 'unread'>

/** What reading needs besides the file, and what it remembers while the program runs. */
export type Reader = {
  projects: Projects
  now(): number
  /** Sessions in which something happened lately, of each database: looked at again whenever it changes. */
  lively: Map<string, Set<string>>
  /** Sessions that a database knows: what is left of them in files says nothing more about them. */
  inDatabases: Set<string>
}

/**
 * How far the rows of a database were read. New rows come above `top`, history goes down from `low` to 0. The marks
 * say which message stood at which row, oldest first: a row whose message is another shows that rows were deleted or
 * numbered anew, and reading goes on at the newest mark that still stands. `open` are answers that were not whole, with
 * the rank they were said with.
 */
type RowsCursor = { top: number; low: number; marks: Marks; open: [id: string, rank: number][] }
type Marks = [row: number, id: string][]

/** Whose a session is, and what was last said of it. */
type SessionCursor = { owner: Owner; began: number | null; said: string; opened: boolean }

/** Rows taken in one statement: small enough to stay far below 50 ms of a read transaction. */
const rowsAtOnce = 400
/** A row that holds more is no answer of a model. */
const maxRowBytes = 4 << 20
const maxMarks = 48
/** Answers that never became whole stay open; the oldest of more than this are given up. */
const maxOpen = 256
const maxLively = 32

type Row = { row: number; id: unknown; session: unknown; bytes: number; data: unknown }
type SessionRow = Record<string, unknown> & { id: unknown }

/**
 * Reads what lies behind the cursors in one database of opencode: answers that have become whole, new rows, then
 * history, the newest first. Only the tables of sessions, messages and their parts are opened. Throws only what
 * opening the file throws.
 */
export function* readDatabase(path: string, cursorOf: CursorOf, reader: Reader): Generator<Portion> {
  const { database, close } = openForeign(path)
  try {
    yield* read(database, path, cursorOf, reader)
  } finally {
    close()
  }
}

function* read(database: Database, path: string, cursorOf: CursorOf, reader: Reader): Generator<Portion> {
  const columns = columnsOf(database, 'message')
  if (columns.size === 0) return
  if (!columns.has('id') || !columns.has('data'))
    throw new Error('its messages are kept in a way that this Wheelhouse does not know')
  const unit = `${path}#messages`
  const sessions = createSessions(database, path, columns, cursorOf, reader)
  const fields = `rowid AS row, id, ${columns.has('session_id') ? 'session_id' : 'NULL'} AS session,
    octet_length(data) AS bytes, CASE WHEN octet_length(data) <= ${maxRowBytes} THEN data END AS data`
  const query = (where: string) =>
    database.query<Row, (string | number)[]>(`SELECT ${fields} FROM message WHERE ${where}`)
  const above = query(`rowid > ? ORDER BY rowid LIMIT ${rowsAtOnce}`)
  const below = query(`rowid < ? ORDER BY rowid DESC LIMIT ${rowsAtOnce}`)
  const one = query('id = ?')
  const idAt = database.query<{ id: unknown }, [number]>('SELECT id FROM message WHERE rowid = ?')

  const highest = database.query<{ row: number | null }, []>('SELECT max(rowid) AS row FROM message').get()?.row ?? 0
  const cursor = (cursorOf(unit) as RowsCursor | undefined) ?? { top: highest, low: highest + 1, marks: [], open: [] }
  let { top, low } = cursor
  const marks = [...cursor.marks]
  const open = new Map(cursor.open)
  // What was deleted at the end is numbered again from there.
  while (marks.length > 0 && idAt.get(marks.at(-1)![0])?.id !== marks.at(-1)![1]) marks.pop()
  if (cursor.marks.length > 0) {
    top = marks.at(-1)?.[0] ?? highest
    if (marks.length === 0) low = highest + 1
  }

  function* take(rows: Row[], isNews: boolean): Generator<Portion> {
    const facts: Portion['facts'] = []
    const unread: Portion['unread'] = []
    for (const { id, session, bytes, data } of rows) {
      const name = String(id)
      open.delete(name)
      const cannotRead = (reason: string) => {
        unread.push({ unit, where: `message ${name.slice(0, 80)}`, reason })
      }
      if (data === null || typeof id !== 'string') {
        // What a person attached may be large, and costs nothing by itself.
        if (bytes > maxRowBytes && !isOfUser(database, name)) cannotRead(`${Math.round(bytes / 1e6)} MB are too long`)
        else if (bytes <= maxRowBytes) cannotRead('a row without an id or a message')
        continue
      }
      const message = readMessage(data, reader.now())
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
      const { owner, began } = sessions.of(foreign, isNews, message)
      if (message.usage) facts.push(usageFact(name, { ...message, usage: message.usage }, owner, foreign, began))
    }
    yield* sessions.news()
    yield {
      unit,
      facts,
      cursor: { top, low, marks: [...marks], open: [...open].slice(-maxOpen) } satisfies RowsCursor,
      unread,
    }
  }

  sessions.lookAgain()
  const grown = [...open].flatMap(([id, rank]) => {
    const row = one.get(id)
    // One whose row is gone was undone before it was whole.
    if (!row) open.delete(id)
    else if (typeof row.session === 'string') sessions.of(row.session, true)
    return row && hasGrown(row.data, rank, reader.now()) ? [row] : []
  })
  if (grown.length > 0) yield* take(grown, true)

  if (low > highest) {
    // Nothing of the history was read yet, so all there is is history.
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
  yield* sessions.news()
}

/** Leaves so many marks, dense at the end and ever further apart before it: what is deleted is mostly what is new. */
function thin(marks: Marks) {
  while (marks.length > maxMarks) {
    const top = marks.at(-1)![0]
    const apart = (at: number) => (marks[at + 1]![0] - marks[at - 1]![0]) / (top - marks[at - 1]![0] + 1)
    let least = 1
    for (let at = 2; at < marks.length - 1; at++) if (apart(at) < apart(least)) least = at
    marks.splice(least, 1)
  }
}

const isWhole = ({ role, completedAt, stopReason }: Message) =>
  role !== 'assistant' || completedAt !== null || stopReason !== null

/** Whether an answer that was not whole tells more than when it was last read. */
function hasGrown(data: unknown, rank: number, now: number) {
  const message = readMessage(data, now)
  return 'reason' in message || isWhole(message) || (message.usage?.rank ?? 0) !== rank
}

function isOfUser(database: Database, id: string) {
  const head = database.query<{ head: string }, [string]>(
    'SELECT substr(data, 1, 400) AS head FROM message WHERE id = ?',
  )
  return head.get(id)?.head.includes('"role":"user"') ?? false
}

/** The sessions of one database in one pass: whose each is, and what is new about it. */
function createSessions(
  database: Database,
  path: string,
  messageColumns: Set<string>,
  cursorOf: CursorOf,
  reader: Reader,
) {
  const columns = columnsOf(database, 'session')
  const wanted = ['directory', 'title', 'parent_id', 'time_created', 'time_updated'].filter((name) => columns.has(name))
  const find = columns.has('id')
    ? database.query<SessionRow, [string]>(`SELECT ${['id', ...wanted].join(', ')} FROM session WHERE id = ?`)
    : undefined
  const hasOrder = messageColumns.has('session_id') && messageColumns.has('time_created')
  const data = `CASE WHEN octet_length(data) <= ${maxRowBytes} THEN data ELSE '{"role":"user"}' END AS data`
  const last = hasOrder
    ? database.query<{ id: string; data: unknown; at: number }, [string]>(
        `SELECT id, ${data}, time_created AS at FROM message WHERE session_id = ? ORDER BY time_created DESC, id DESC LIMIT 4`,
      )
    : undefined
  const first = hasOrder
    ? database.query<{ id: string; data: unknown }, [string]>(
        `SELECT id, ${data} FROM message WHERE session_id = ? ORDER BY time_created, id LIMIT 1`,
      )
    : undefined
  const hasParts = columnsOf(database, 'part').has('message_id')
  const parts = (order: string, limit: number) =>
    hasParts
      ? database.query<{ head: string }, [string]>(
          `SELECT substr(data, 1, 2000) AS head FROM part WHERE message_id = ? ORDER BY id ${order} LIMIT ${limit}`,
        )
      : undefined
  const firstParts = parts('', 4)
  const lastParts = parts('DESC', 16)

  const known = new Map<string, SessionCursor>()
  const stirred = new Set<string>()
  const told = new Set<string>()
  const isFirstPass = !reader.lively.has(path)
  if (isFirstPass) reader.lively.set(path, new Set())
  const lively = reader.lively.get(path)!
  const unitOf = (foreign: string) => `${path}#session ${foreign}`

  /** Whose a session is. Once it was said it stays so. */
  function lookUp(foreign: string, message: Message | undefined): SessionCursor {
    let found = known.get(foreign)
    if (!found) {
      found = cursorOf(unitOf(foreign)) as SessionCursor | undefined
      if (!found) {
        const row = find?.get(foreign) ?? undefined
        const directory = directoryIn(row?.directory) ?? message?.cwd ?? cwdIn(foreign)
        found = {
          owner: ownerIn(reader.projects, directory),
          began: number(row?.time_created),
          said: '',
          opened: false,
        }
      }
      known.set(foreign, found)
    }
    return found
  }

  /** Where a session without a row of its own worked, as one of its answers says. */
  function cwdIn(foreign: string): string | null {
    for (const { data } of last?.all(foreign) ?? []) {
      const message = readMessage(data, 0)
      if ('cwd' in message && message.cwd) return message.cwd
    }
    return null
  }

  function of(foreign: string, isNews: boolean, message?: Message): SessionCursor {
    if (isNews || !told.has(foreign)) stirred.add(foreign)
    reader.inDatabases.add(foreign)
    return lookUp(foreign, message)
  }

  function factOf(foreign: string): SessionFact {
    const { owner, opened } = lookUp(foreign, undefined)
    const row = find?.get(foreign) ?? undefined
    const parent = word(row?.parent_id)
    const rows = last?.all(foreign) ?? []
    const messages = rows.flatMap(({ data }) => {
      const message = readMessage(data, reader.now())
      return 'reason' in message ? [] : [message]
    })
    const answer = messages.find(({ usage }) => usage !== null)?.usage
    const title = titleIn(row?.title)
    const lastAt = Math.max(...messages.map(({ createdAt, completedAt }) => completedAt ?? createdAt ?? 0), 0)
    const opening = opened ? null : firstPrompt(foreign)
    const began = time(row?.time_created, reader.now())
    const ended = time(lastAt, reader.now()) ?? (rows.length === 0 ? time(row?.time_updated, reader.now()) : undefined)
    return {
      kind: 'session',
      id: sessionIdOf(owner, foreign),
      runtime: 'opencode',
      agentId: owner.agent.id,
      key: foreign,
      sessionKind: parent === null ? 'direct' : 'subagent',
      ...(parent === null ? {} : { parentKey: parent, parentAgentId: lookUp(parent, undefined).owner.agent.id }),
      ...(title === null ? {} : { title }),
      ...(opening === null ? {} : { firstPrompt: opening }),
      ...(owner.project === null ? {} : { projectPath: owner.project }),
      ...(messages[0]?.model ? { model: messages[0].model } : {}),
      ...(began === undefined ? {} : { startedAt: began }),
      ...(ended === undefined ? {} : { lastAt: ended }),
      ...(answer ? { contextTokens: answer.tokens.input + answer.tokens.cacheRead + answer.tokens.cacheWrite5m } : {}),
      ...(messages[0] ? endOf(messages[0], openTool(rows[0]!.id)) : {}),
    }
  }

  function openTool(message: string): string | null {
    for (const { head } of lastParts?.all(message) ?? [])
      if (head.includes('"type":"tool"') && /"status":"(running|pending)"/.test(head))
        return /"tool":"([^"\\]{1,80})"/.exec(head)?.[1] ?? null
    return null
  }

  function firstPrompt(foreign: string): string | null {
    const message = first?.get(foreign)
    if (!message || !String(message.data).includes('"role":"user"')) return null
    for (const { head } of firstParts?.all(message.id) ?? [])
      if (head.includes('"type":"text"') && !head.includes('"synthetic":true')) {
        const words = wordsIn(head)
        if (words !== null) return words
      }
    return null
  }

  return {
    of,
    /** Everything at first, then what was lively: a title comes after the words, a tool ends without a message. */
    lookAgain() {
      if (isFirstPass && find) {
        const order = columns.has('time_updated') ? 'ORDER BY time_updated DESC' : ''
        const all = database.query<{ id: unknown }, []>(`SELECT id FROM session ${order}`).all()
        for (const { id } of all) if (typeof id === 'string') of(id, true)
        for (const foreign of [...stirred].slice(0, maxLively)) lively.add(foreign)
      }
      for (const foreign of lively) of(foreign, true)
    },
    *news(): Generator<Portion> {
      for (const foreign of stirred) {
        stirred.delete(foreign)
        told.add(foreign)
        const fact = factOf(foreign)
        const before = lookUp(foreign, undefined)
        const { firstPrompt, ...lasting } = fact
        const said = Bun.hash(JSON.stringify([lasting, before.owner.agent])).toString(36)
        if (said === before.said && firstPrompt === undefined) continue
        if (!isFirstPass) lively.add(foreign)
        for (const oldest of lively) if (lively.size > maxLively) lively.delete(oldest)
        const cursor = { ...before, said, opened: before.opened || firstPrompt !== undefined }
        known.set(foreign, cursor)
        yield { unit: unitOf(foreign), facts: [before.owner.agent, fact], cursor, unread: [] }
      }
    },
  }
}

/** The name opencode gives every session before the model has found one. */
const isUnnamed = /^(New|Child) session - /

const titleIn = (value: unknown) => {
  const title = text(value)
  return title === null || isUnnamed.test(title) ? null : [...title.slice(0, 1_000)].slice(0, 500).join('')
}

/** The text in the beginning of a part, which may be cut in the middle. */
function wordsIn(head: string): string | null {
  const found = /"text":"((?:[^"\\]|\\.)*)/.exec(head)?.[1]
  if (found === undefined) return null
  try {
    return firstPromptOf(JSON.parse(`"${found.replace(/\\(u[0-9a-f]{0,3})?$/i, '')}"`) as string)
  } catch {
    // Not what JSON writes: the session is shown without them.
    return null
  }
}

const time = (value: unknown, now: number) =>
  typeof value === 'number' && problemWithTime(value, now) === undefined ? value : undefined
