import type { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import type { Fact } from '../../../facts/fact.ts'
import type { CursorOf, Unread } from '../../../facts/source.ts'
import { columnsOf, openForeign } from '../../../lib/foreign-database.ts'
import type { Home } from '../home.ts'
import { freshState, type ParserState, takeText } from './entry.ts'
import { type Entry, sessionFromEntry, sessionFromTranscript } from './session-facts.ts'

/** Facts of one unit before the pass adds its progress. */
export type Portion = { unit: string; facts: Fact[]; cursor: unknown; unread: Unread[] }

/** Remembers, within one run of the program, what was said of each thing, so that only news is passed on. */
export type ReadLog = {
  isNew(thing: string, signature: string): boolean
  /** The newest time read of each table that is read by time. */
  latest: Map<string, number>
}

/** How far the events of one session were read. A new generation means that its rows were written anew. */
type EventCursor = { seq: number; generation: string | null; state: ParserState }

/** Rows taken in one statement: small enough to stay far below 50 ms of a read transaction. */
const rowsAtOnce = 400

/** The newest agent schema we have seen running; a newer one is read by its columns and said to be new. */
export const knownAgentSchema = 23

export const agentDatabasePath = (home: string, agent: string) =>
  join(home, 'agents', agent, 'agent', 'openclaw-agent.sqlite')

/**
 * Reads what lies behind the cursors in the database of one agent: the catalogue first, then events, the session
 * written last first. Never opens a table that holds secrets. Throws only what opening the file throws.
 */
export function* readAgentDatabase(home: Home, agent: string, cursorOf: CursorOf, said: ReadLog): Generator<Portion> {
  const path = agentDatabasePath(home.path, agent)
  const { database, close } = openForeign(path)
  try {
    const catalogue = readCatalogue(database, home, agent, said)
    if (catalogue.length > 0) yield { unit: `${path}#catalogue`, facts: catalogue, cursor: null, unread: [] }
    yield* readEvents(database, path, home, agent, cursorOf)
    yield* readArchives(database, path, home, agent, cursorOf)
  } finally {
    close()
  }
}

/** The schema version the database states; null when it does not. */
export function schemaVersionOf(path: string): number | null {
  const { database, close } = openForeign(path)
  try {
    return database.query<{ user_version: number }, []>('PRAGMA user_version').get()?.user_version ?? null
  } finally {
    close()
  }
}

/**
 * The catalogue's rows that changed since they were last said. Entries weigh some 15 KB each, so they are fetched
 * only for those.
 */
function readCatalogue(database: Database, home: Home, agent: string, said: ReadLog): Fact[] {
  const nodeColumns = columnsOf(database, 'session_nodes')
  const windowColumns = columnsOf(database, 'session_windows')
  const facts: Fact[] = []
  const current = new Map<string, string>()
  const windows =
    windowColumns.has('session_id') && windowColumns.has('session_key')
      ? rows(database, 'session_windows', windowColumns, windowWanted)
      : []
  // A cron job's key shows the window of its last run, and leaves the status to it.
  const statuses = new Map(windows.map((row) => [row.session_id, row.status]))

  if (nodeColumns.has('session_key')) {
    const entryOf = nodeColumns.has('entry_json')
      ? database.query<{ entry_json: string }, [string]>('SELECT entry_json FROM session_nodes WHERE session_key = ?')
      : undefined
    for (const row of rows(database, 'session_nodes', nodeColumns, nodeWanted)) {
      const key = String(row.session_key)
      const known = text(row.current_session_id)
      if (known) current.set(key, known)
      const status = row.status ?? statuses.get(known)
      if (!said.isNew(`${home.path}/${agent}/${key}`, [status, ...Object.values(row)].join('\n'))) continue
      const entry = parse(entryOf?.get(key)?.entry_json)
      const foreignId = known ?? text(entry.sessionId)
      if (!foreignId) continue
      // The plain columns are newer than the JSON when both say something.
      const told: Entry = {
        ...entry,
        status: status ?? entry.status,
        label: row.label ?? entry.label,
        displayName: row.display_name ?? entry.displayName,
        spawnedBy: row.spawned_by ?? entry.spawnedBy,
        parentSessionKey: row.parent_session_key ?? entry.parentSessionKey,
      }
      facts.push({ ...sessionFromEntry(home, agent, key, foreignId, told), current: true, ...viaCron(row.created_via) })
    }
    entryOf?.finalize()
  }

  for (const row of windows) {
    const key = String(row.session_key)
    const foreignId = String(row.session_id)
    const isCurrent = current.get(key) === foreignId
    // A window that is current again and then no more has to be said anew, so this is part of what it looks like.
    if (!said.isNew(`${home.path}/${agent}/#${foreignId}`, [isCurrent, ...Object.values(row)].join('\n'))) continue
    if (isCurrent) continue
    const told: Entry = {
      status: row.status,
      displayName: row.display_name,
      channel: row.channel,
      spawnedBy: row.spawned_by,
      parentSessionKey: row.parent_session_key,
      model: row.model,
      startedAt: row.started_at ?? row.created_at,
      endedAt: row.ended_at,
    }
    facts.push({ ...sessionFromEntry(home, agent, key, foreignId, told), current: false })
  }
  return facts
}

const nodeWanted = [
  'session_key',
  'current_session_id',
  'updated_at',
  'status',
  'created_via',
  'label',
  'display_name',
  'spawned_by',
  'parent_session_key',
]
const windowWanted = [
  'session_id',
  'session_key',
  'status',
  'display_name',
  'channel',
  'spawned_by',
  'parent_session_key',
  'model',
  'started_at',
  'created_at',
  'ended_at',
]

const viaCron = (via: unknown) =>
  via === 'cron' ? { sessionKind: 'cron' as const } : via === 'spawn' ? { sessionKind: 'subagent' as const } : {}

function* readEvents(
  database: Database,
  path: string,
  home: Home,
  agent: string,
  cursorOf: CursorOf,
): Generator<Portion> {
  const columns = columnsOf(database, 'transcript_events')
  if (!columns.has('event_json') && !columns.has('event_zstd')) return
  const json = columns.has('event_json') ? 'event_json' : 'NULL'
  const zstd = columns.has('event_zstd') ? 'event_zstd' : 'NULL'
  const generations = generationsOf(database)
  const next = database.query<{ seq: number; json: string | null; zstd: Uint8Array | null }, [string, number, number]>(
    `SELECT seq, ${json} AS json, ${zstd} AS zstd FROM transcript_events WHERE session_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
  )
  try {
    for (const { id, last } of sessionsWithEvents(database, columns.has('created_at'))) {
      const unit = `${path}#${id}`
      const generation = generations.get(id) ?? null
      const kept = cursorOf(unit) as EventCursor | undefined
      const goesOn = kept !== undefined && kept.generation === generation && kept.seq <= last
      if (goesOn && kept.seq === last) continue
      let seq = goesOn ? kept.seq : -1
      const state = structuredClone(goesOn ? kept.state : freshState)
      const place = home.place(agent, id)

      while (true) {
        const page = next.all(id, seq, rowsAtOnce)
        if (page.length === 0) break
        const facts: Fact[] = []
        const unread: Unread[] = []
        for (const row of page) {
          seq = row.seq
          const text = textOf(row)
          const taken = text === undefined ? noText : takeText(state, text, place)
          if ('reason' in taken) unread.push({ unit, where: `seq ${row.seq}`, reason: taken.reason })
          else if (taken.usage) facts.push(taken.usage)
        }
        facts.push(sessionFromTranscript(home, agent, id, state))
        yield {
          unit,
          facts,
          cursor: { seq, generation, state: structuredClone(state) } satisfies EventCursor,
          unread,
        }
        if (page.length < rowsAtOnce) break
      }
    }
  } finally {
    next.finalize()
  }
}

/** Every session that has events with its last seq, newest written first; one index seek a session, not a scan. */
export function sessionsWithEvents(database: Database, dated: boolean): { id: string; last: number }[] {
  const found = database
    .query<{ id: string; last: number; at: number | null }, []>(
      `WITH RECURSIVE session(id) AS (
         SELECT min(session_id) FROM transcript_events
         UNION ALL
         SELECT (SELECT min(session_id) FROM transcript_events WHERE session_id > session.id) FROM session WHERE session.id IS NOT NULL
       )
       SELECT id, last, ${dated ? '(SELECT created_at FROM transcript_events WHERE session_id = id AND seq = last)' : 'NULL'} AS at
       FROM (SELECT id, (SELECT max(seq) FROM transcript_events WHERE session_id = session.id) AS last FROM session WHERE id IS NOT NULL)`,
    )
    .all()
  return found.sort((a, b) => (b.at ?? 0) - (a.at ?? 0))
}

export function generationsOf(database: Database): Map<string, string> {
  if (!columnsOf(database, 'transcript_rewrite_watermarks').has('generation')) return new Map()
  const found = database
    .query<{ id: string; generation: string }, []>(
      'SELECT session_id AS id, generation FROM transcript_rewrite_watermarks',
    )
    .all()
  return new Map(found.map(({ id, generation }) => [id, generation]))
}

/** Deleted, reset and cold transcripts that the database keeps as a whole; each is read once. */
function* readArchives(
  database: Database,
  path: string,
  home: Home,
  agent: string,
  cursorOf: CursorOf,
): Generator<Portion> {
  if (columnsOf(database, 'session_transcript_archives').has('archive_blob')) {
    const all = database
      .query<{ id: string; generation: string; key: string; encoding: string }, []>(
        'SELECT session_id AS id, generation, session_key AS key, encoding FROM session_transcript_archives ORDER BY created_at DESC',
      )
      .all()
    for (const { id, generation, key, encoding } of all) {
      const unit = `${path}#archive:${id}:${generation}`
      if (cursorOf(unit) !== undefined) continue
      const blob = database
        .query<{ blob: Uint8Array }, [string, string]>(
          'SELECT archive_blob AS blob FROM session_transcript_archives WHERE session_id = ? AND generation = ?',
        )
        .get(id, generation)?.blob
      if (blob) yield readArchive(unit, blob, encoding === 'zstd', home, agent, id, key)
    }
  }
  if (columnsOf(database, 'session_transcript_cold_archives').has('archive_blob')) {
    const all = database
      .query<{ id: string; generation: string }, []>(
        'SELECT session_id AS id, generation FROM session_transcript_cold_archives WHERE archive_blob IS NOT NULL',
      )
      .all()
    for (const { id, generation } of all) {
      const unit = `${path}#cold:${id}:${generation}`
      if (cursorOf(unit) !== undefined) continue
      const blob = database
        .query<{ blob: Uint8Array }, [string]>(
          'SELECT archive_blob AS blob FROM session_transcript_cold_archives WHERE session_id = ?',
        )
        .get(id)?.blob
      if (blob) yield readArchive(unit, blob, true, home, agent, id, undefined)
    }
  }
}

/** A whole transcript as lines, possibly compressed. What cannot be read is named, and not tried again. */
export function readArchive(
  unit: string,
  bytes: Uint8Array,
  compressed: boolean,
  home: Home,
  agent: string,
  foreignId: string,
  key: string | undefined,
): Portion {
  const facts: Fact[] = []
  const unread: Unread[] = []
  const state = structuredClone(freshState)
  const place = home.place(agent, foreignId)
  try {
    const lines = new TextDecoder().decode(compressed ? unpack(bytes, maxTranscriptBytes) : bytes).split('\n')
    for (const [number, line] of lines.entries()) {
      if (line.trim() === '') continue
      const taken = takeText(state, line, place)
      if ('reason' in taken) unread.push({ unit, where: `line ${number + 1}`, reason: taken.reason })
      else if (taken.usage) facts.push(taken.usage)
    }
  } catch (error) {
    unread.push({ unit, where: 'whole archive', reason: `cannot be unpacked: ${(error as Error).message}` })
  }
  const catalogue =
    key === undefined
      ? {}
      : { ...sessionFromEntry(home, agent, key, foreignId, {}), current: false, status: 'done' as const }
  facts.push({ ...sessionFromTranscript(home, agent, foreignId, state), ...catalogue })
  return { unit, facts, cursor: { done: true }, unread }
}

/** OpenClaw itself keeps an event below 4 MiB; a whole transcript this large has never been seen. */
const maxEventBytes = 8 << 20
export const maxTranscriptBytes = 512 << 20

/**
 * Refuses what unpacks to more: a few kilobytes can stand for gigabytes. The bounded way is content with half a file,
 * so the strict one follows it.
 */
export function unpack(bytes: Uint8Array, maxBytes: number) {
  zstdDecompressSync(bytes, { maxOutputLength: maxBytes })
  return Bun.zstdDecompressSync(bytes)
}

const noText = { reason: 'neither text nor what can be unpacked' }

/** The text of one stored event, plain or zstd; undefined where it holds neither. */
export function textOf({ json, zstd }: { json: string | null; zstd: Uint8Array | null }): string | undefined {
  if (json !== null || zstd === null) return json ?? undefined
  try {
    return new TextDecoder().decode(unpack(zstd, maxEventBytes))
  } catch {
    // Damaged: the row is named with its seq, and its neighbours are read.
    return undefined
  }
}

function rows(database: Database, table: string, columns: Set<string>, wanted: string[]) {
  const there = wanted.filter((column) => columns.has(column))
  return database.query<Record<string, unknown>, []>(`SELECT ${there.join(', ')} FROM ${table}`).all()
}

function parse(json: unknown): Entry {
  if (typeof json !== 'string') return {}
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? (value as Entry) : {}
  } catch {
    // The columns beside it still say who it is.
    return {}
  }
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
