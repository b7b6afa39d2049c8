import type { Database } from 'bun:sqlite'
import type { Fact } from '../../../facts/fact.ts'
import type { Unread } from '../../../facts/source.ts'
import { columnsOf } from '../../../lib/foreign-database.ts'
import { unpacked } from '../../../lib/zstd.ts'
import type { Portion } from '../../common/unit.ts'
import type { Home } from '../home.ts'
import { freshState, type ParserState, takeText } from './entry.ts'
import type { Reading } from './read-log.ts'
import { sessionFromTranscript } from './session-facts.ts'

/** How far the events of one session were read. A new generation means that its rows were rewritten. */
type EventCursor = { seq: number; generation: string | null; state: ParserState }

/** Rows taken in one statement: small enough to stay far below 50 ms of a read transaction. */
const rowsAtOnce = 400
/** OpenClaw itself limits an event to 4 MiB. */
const maxEventBytes = 8 << 20

/** Reads the events that lie behind the cursors, the session written last first. */
export function* readEvents(
  database: Database,
  path: string,
  home: Home,
  agent: string,
  { cursorOf, work, log }: Reading,
): Generator<Portion> {
  const columns = columnsOf(database, 'transcript_events')
  if (!columns.has('event_json') && !columns.has('event_zstd')) return
  const { json, zstd } = eventColumns(columns)
  const generations = generationsOf(database)
  const next = database.query<{ seq: number; json: string | null; zstd: Uint8Array | null }, [string, number, number]>(
    `SELECT seq, ${json} AS json, ${zstd} AS zstd FROM transcript_events WHERE session_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
  )
  try {
    for (const { id, last } of sessionsWithEvents(database, columns.has('created_at'))) {
      const unit = `${path}#${id}`
      const generation = generations.get(id) ?? null
      // Of most sessions nothing is new, which is known without asking how far each was read.
      if (!log.isNew(`${unit} events`, `${generation} ${last}`)) continue
      const cursor = cursorOf(unit) as EventCursor | undefined
      const goesOn = cursor !== undefined && cursor.generation === generation && cursor.seq <= last
      if (goesOn && cursor.seq === last) continue
      let seq = goesOn ? cursor.seq : -1
      const state = structuredClone(goesOn ? cursor.state : freshState)
      const place = home.place(agent, id)

      while (true) {
        let rows = 0
        const facts: Fact[] = []
        const unread: Unread[] = []
        // One row after the other: together they may be larger than the memory.
        for (const row of next.iterate(id, seq, rowsAtOnce)) {
          rows++
          seq = row.seq
          const text = textOf(row)
          work.entries++
          work.bytes += text === undefined ? 0 : Buffer.byteLength(text)
          const taken = text === undefined ? noText : takeText(state, text, place)
          if ('reason' in taken) unread.push({ unit, where: `seq ${row.seq}`, reason: taken.reason })
          else if (taken.usage) facts.push(taken.usage)
        }
        if (rows === 0) break
        facts.push(sessionFromTranscript(home, agent, id, state))
        yield {
          unit,
          facts,
          cursor: { seq, generation, state: structuredClone(state) } satisfies EventCursor,
          unread,
        }
        if (rows < rowsAtOnce) break
      }
    }
  } finally {
    next.finalize()
  }
}

/** The columns of an event; a larger one than any that OpenClaw writes is not fetched. */
export const eventColumns = (columns: Set<string>) => ({
  json: columns.has('event_json')
    ? `CASE WHEN octet_length(event_json) <= ${maxEventBytes} THEN CAST(event_json AS TEXT) END`
    : 'NULL',
  zstd: columns.has('event_zstd')
    ? `CASE WHEN octet_length(event_zstd) <= ${maxEventBytes} THEN CAST(event_zstd AS BLOB) END`
    : 'NULL',
})

/** Every session that has events, with its last seq, newest written first; an index seek for each session, not a scan. */
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

/** The generation of the rows of one session; undefined where they were never rewritten. */
export const generationOf = (database: Database, sessionId: string): string | undefined =>
  columnsOf(database, 'transcript_rewrite_watermarks').has('generation')
    ? database
        .query<{ generation: string }, [string]>(
          'SELECT generation FROM transcript_rewrite_watermarks WHERE session_id = ?',
        )
        .get(sessionId)?.generation
    : undefined

/** The generation of each session's rows: a new one means that the rows were rewritten. */
function generationsOf(database: Database): Map<string, string> {
  if (!columnsOf(database, 'transcript_rewrite_watermarks').has('generation')) return new Map()
  const found = database
    .query<{ id: string; generation: string }, []>(
      'SELECT session_id AS id, generation FROM transcript_rewrite_watermarks',
    )
    .all()
  return new Map(found.map(({ id, generation }) => [id, generation]))
}

const noText = { reason: 'neither text nor what can be unpacked' }

/** The text of one stored event, plain or zstd; undefined where it holds neither. */
export function textOf({ json, zstd }: { json: string | null; zstd: Uint8Array | null }): string | undefined {
  if (json !== null || zstd === null) return json ?? undefined
  try {
    return new TextDecoder().decode(unpacked(zstd, maxEventBytes))
  } catch {
    // A damaged row is named with its seq, and its neighbours are read.
    return undefined
  }
}
