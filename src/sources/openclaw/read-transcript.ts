import type { Database } from 'bun:sqlite'
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { TranscriptAnswer, TranscriptQuery } from '../../facts/source.ts'
import { agentIdOfSession, parseSessionId } from '../../ids.ts'
import { columnsOf, openForeign } from '../../lib/foreign-database.ts'
import { readForeignFile } from '../../lib/foreign-file.ts'
import type { Home } from './home.ts'
import { agentDatabasePath } from './stores/agent-database.ts'
import { sessionsFolder } from './stores/sessions-file.ts'
import { generationsOf, sessionsWithEvents, textOf } from './stores/transcript-events.ts'
import { readName } from './stores/transcript-file.ts'
import { maxArchiveBytes, maxTranscriptBytes, unpack } from './stores/unpack.ts'
import { type Entries, linesOfFile, linesOfText, type Written } from './transcript-lines.ts'
import { type Spot, stretchBefore, stretchFrom } from './transcript-page.ts'

/** A place where a transcript is kept. */
type Store = {
  /** Tells this place from the others, and from itself after it was written anew. */
  key: string
  /** How much of the transcript it holds; asked only where there are several. */
  bytes(): number
  open(): Entries
  /** What stood just before a position, where a place can be written anew without anybody saying so. */
  checkAt?(position: number): string
}

/**
 * A page of the transcript of one session of these homes. It is found by looking through what is there, so that no id
 * ever becomes a path; where several stores hold it, the fullest is read. Never throws.
 */
export function readTranscript(homes: Home[], sessionId: string, query: TranscriptQuery): TranscriptAnswer {
  const opened: { close(): void }[] = []
  try {
    const stores = homes.flatMap((home) =>
      home.agentNames
        .filter((agent) => home.agentId(agent) === agentIdOfSession(sessionId))
        .flatMap((agent) => storesOf(home, agent, sessionId, opened)),
    )
    const fullest = fullestOf(stores)
    return fullest ? pageOf(fullest, query) : nothingLeft
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    if (code === 'ENOENT') return nothingLeft
    const denied = code === 'EACCES' || code === 'EPERM'
    return {
      kind: 'failed',
      reason: denied ? 'This user may not read its transcript.' : `It cannot be read: ${message}`,
    }
  } finally {
    for (const one of opened.reverse()) one.close()
  }
}

const nothingLeft: TranscriptAnswer = {
  kind: 'missing',
  reason: 'Its transcript is gone, or was never written; what it cost is kept.',
}

function fullestOf(stores: Store[]): Store | undefined {
  if (stores.length < 2) return stores[0]
  const weighed = stores.map((store) => ({ store, bytes: store.bytes() }))
  return weighed.reduce((best, one) => (one.bytes > best.bytes ? one : best)).store
}

function pageOf(store: Store, { cursor, before, limit }: TranscriptQuery): TranscriptAnswer {
  const asked = cursor ?? before
  const spot = asked === undefined ? undefined : readSpot(asked, store)
  if (spot === null) return { kind: 'bad-cursor' }
  const entries = store.open()
  if (spot && (spot.start > entries.end || spot.end > entries.end)) return { kind: 'bad-cursor' }
  const stretch = cursor !== undefined && spot ? stretchFrom(entries, spot, limit) : stretchBefore(entries, spot, limit)
  return {
    kind: 'page',
    page: {
      items: stretch.items,
      nextCursor: writeSpot(stretch.to, store),
      previousCursor: stretch.from && writeSpot(stretch.from, store),
      complete: stretch.reachesEnd,
      missing: null,
    },
  }
}

const writeSpot = ({ start, end, part }: Spot, store: Store) =>
  Buffer.from(JSON.stringify([store.key, start, end, part, store.checkAt?.(start) ?? ''])).toString('base64url')

/** Null for what is no cursor of this store as it is now. */
function readSpot(text: string, store: Store): Spot | null {
  try {
    const [key, start, end, part, check] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    const [from, to, number] = [start, end, part].map((value) => (Number.isSafeInteger(value) ? (value as number) : -1))
    if (key !== store.key || from! < 0 || to! < from! || number! < 0) return null
    return check === (store.checkAt?.(from!) ?? '') ? { start: from!, end: to!, part: number! } : null
  } catch {
    // Not what we wrote.
    return null
  }
}

/** Everywhere the transcript of a session of this agent is kept. What is opened on the way is closed by the caller. */
function storesOf(home: Home, agent: string, sessionId: string, opened: { close(): void }[]): Store[] {
  const isIt = (foreignId: string) => home.sessionId(agent, foreignId) === sessionId
  const stores: Store[] = []
  const path = agentDatabasePath(home.path, agent)
  if (existsSync(path) && isInside(home.path, path)) {
    const foreign = openForeign(path)
    opened.push(foreign)
    stores.push(...storesInDatabase(foreign.database, isIt, parseSessionId(sessionId)?.uuid ?? ''))
  }
  const folder = sessionsFolder(home.path, agent)
  for (const file of [...listing(folder), ...listing(join(folder, 'cold')).map((name) => join('cold', name))]) {
    const name = readName(file.replace(/^cold[/\\]/, ''))
    const place = join(folder, file)
    if (!name || !isIt(name.foreignId) || !isInside(home.path, place)) continue
    stores.push(
      name.compressed
        ? archiveStore(`file:${file}`, () => unpack(readForeignFile(place, maxArchiveBytes), maxTranscriptBytes))
        : fileStore(place, opened),
    )
  }
  return stores
}

function fileStore(path: string, opened: { close(): void }[]): Store {
  let lines: ReturnType<typeof linesOfFile> | undefined
  const open = () => {
    if (!lines) {
      lines = linesOfFile(path)
      opened.push(lines)
    }
    return lines
  }
  return {
    // A file keeps its inode when it is put aside after a reset.
    key: `file:${statSync(path).ino}`,
    bytes: () => statSync(path).size,
    open,
    checkAt: (position) => open().checkAt(position),
  }
}

function archiveStore(key: string, read: () => Uint8Array): Store {
  let bytes: Uint8Array | undefined
  const whole = () => {
    bytes ??= read()
    return bytes
  }
  return { key, bytes: () => whole().length, open: () => linesOfText(whole()) }
}

function storesInDatabase(database: Database, isIt: (foreignId: string) => boolean, name: string): Store[] {
  const stores: Store[] = []
  const columns = columnsOf(database, 'transcript_events')
  if (columns.has('event_json') || columns.has('event_zstd')) {
    const has = (id: string) =>
      isIt(id) && database.query('SELECT 1 FROM transcript_events WHERE session_id = ? LIMIT 1').get(id) !== null
    // An id that is safe in ours is its own; for one that is not, all are looked through.
    const foreignId = has(name) ? name : sessionsWithEvents(database, false).find(({ id }) => isIt(id))?.id
    if (foreignId !== undefined) stores.push(eventStore(database, columns, foreignId))
  }
  for (const { table, where } of archiveTables) {
    const there = columnsOf(database, table)
    if (!there.has('archive_blob')) continue
    const encoding = there.has('encoding') ? 'encoding' : "'zstd'"
    const rows = database
      .query<{ id: string; generation: string; encoding: string }, []>(
        `SELECT session_id AS id, generation, ${encoding} AS encoding FROM ${table} WHERE ${where}`,
      )
      .all()
    for (const { id, generation, encoding } of rows.filter(({ id }) => isIt(id)))
      stores.push(
        archiveStore(`${table}:${generation}`, () => {
          const { blob } = database
            .query<{ blob: Uint8Array }, [string, string]>(
              `SELECT archive_blob AS blob FROM ${table} WHERE session_id = ? AND generation = ?`,
            )
            .get(id, generation)!
          return encoding === 'zstd' ? unpack(blob, maxTranscriptBytes) : blob
        }),
      )
  }
  return stores
}

const archiveTables = [
  { table: 'session_transcript_archives', where: 'archive_blob IS NOT NULL' },
  { table: 'session_transcript_cold_archives', where: 'archive_blob IS NOT NULL' },
]

/** Rows taken in one statement: with the largest events still a read of milliseconds. */
const rowsAtOnce = 64

function eventStore(database: Database, columns: Set<string>, foreignId: string): Store {
  const json = columns.has('event_json') ? 'event_json' : 'NULL'
  const zstd = columns.has('event_zstd') ? 'event_zstd' : 'NULL'
  const size = columns.has('event_utf8_bytes') ? 'event_utf8_bytes' : `length(coalesce(${json}, ${zstd}))`
  type Row = { seq: number; json: string | null; zstd: Uint8Array | null }
  const rows = (sign: '<' | '>=', order: 'DESC' | 'ASC', seq: number) =>
    database
      .query<Row, [string, number]>(
        `SELECT seq, ${json} AS json, ${zstd} AS zstd FROM transcript_events
         WHERE session_id = ? AND seq ${sign} ? ORDER BY seq ${order} LIMIT ${rowsAtOnce}`,
      )
      .all(foreignId, seq)
  const written = (row: Row): Written => {
    const text = textOf(row)
    const place = { start: row.seq, end: row.seq + 1 }
    return text === undefined ? { ...place, reason: 'neither text nor what can be unpacked' } : { ...place, text }
  }
  return {
    key: `events:${generationsOf(database).get(foreignId) ?? ''}`,
    bytes: () =>
      database
        .query<{ bytes: number | null }, [string]>(
          `SELECT sum(${size}) AS bytes FROM transcript_events WHERE session_id = ?`,
        )
        .get(foreignId)?.bytes ?? 0,
    open: () => ({
      end:
        (database
          .query<{ last: number | null }, [string]>(
            'SELECT max(seq) AS last FROM transcript_events WHERE session_id = ?',
          )
          .get(foreignId)?.last ?? -1) + 1,
      *backwards(before) {
        for (let seq = before; ; ) {
          const page = rows('<', 'DESC', seq)
          for (const row of page) yield written(row)
          if (page.length < rowsAtOnce) return
          seq = page.at(-1)!.seq
        }
      },
      *forwards(from) {
        for (let seq = from; ; ) {
          const page = rows('>=', 'ASC', seq)
          for (const row of page) yield written(row)
          if (page.length < rowsAtOnce) return
          seq = page.at(-1)!.seq + 1
        }
      },
      close() {},
    }),
  }
}

/** Whether a path leads to something in this home, wherever links point. */
function isInside(home: string, path: string) {
  try {
    return realpathSync(path).startsWith(realpathSync(home) + sep)
  } catch {
    // Gone since it was listed.
    return false
  }
}

function listing(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return []
    throw error
  }
}
