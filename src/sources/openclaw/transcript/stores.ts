import type { Database } from 'bun:sqlite'
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { TranscriptAccess } from '../../../facts/transcript-access.ts'
import { agentIdOfSession, parseSessionId } from '../../../ids.ts'
import { columnsOf, openForeign } from '../../../lib/foreign-database.ts'
import { readForeignFile } from '../../../lib/foreign-file.ts'
import { unpacked } from '../../../lib/zstd.ts'
import { accessTo } from '../../common/transcript/access.ts'
import type { PartsOf } from '../../common/transcript/part.ts'
import { entriesOfRows } from '../../common/transcript/row-entries.ts'
import { type CloseLater, fileStore, type TranscriptStore, textStore } from '../../common/transcript/store.ts'
import { type Home, mayBeHash } from '../home.ts'
import { agentDatabasePath } from '../stores/agent-database.ts'
import { sessionsFolder } from '../stores/sessions-file.ts'
import { eventColumns, generationOf, sessionsWithEvents, textOf } from '../stores/transcript-events.ts'
import { readName } from '../stores/transcript-file.ts'
import { partsFor } from './parts.ts'
import { sessionsByKey } from './sessions-by-key.ts'

/** The transcript of one session of these homes. */
export const transcriptIn = (homes: () => Home[], sessionId: string): TranscriptAccess =>
  accessTo((closeLater) =>
    homes().flatMap((home) =>
      home.agentNames
        .filter((agent) => home.agentId(agent) === agentIdOfSession(sessionId))
        .flatMap((agent) => storesOf(home, agent, sessionId, closeLater)),
    ),
  )

/**
 * Everywhere the transcript of a session of this agent is stored. It is found by comparing ids with what is there, so
 * that no id ever becomes a path.
 */
function storesOf(home: Home, agent: string, sessionId: string, closeLater: CloseLater): TranscriptStore[] {
  const isIt = (foreignId: string) => home.sessionId(agent, foreignId) === sessionId
  const partsOf = partsFor(sessionsByKey(home, closeLater))
  const stores: TranscriptStore[] = []
  const path = agentDatabasePath(home.path, agent)
  if (existsSync(path) && isInside(home.path, path)) {
    const foreign = openForeign(path)
    closeLater(foreign)
    stores.push(...storesInDatabase(foreign.database, partsOf, isIt, parseSessionId(sessionId)?.uuid ?? ''))
  }
  const folder = sessionsFolder(home.path, agent)
  for (const file of [...listing(folder), ...listing(join(folder, 'cold')).map((name) => join('cold', name))]) {
    const name = readName(file.replace(/^cold[/\\]/, ''))
    const place = join(folder, file)
    if (!name || !isIt(name.foreignId) || !isInside(home.path, place)) continue
    stores.push(
      name.compressed
        ? textStore(`file:${file}`, partsOf, () => unpacked(readForeignFile(place, maxShownBytes), maxShownBytes))
        : fileStore(place, partsOf, closeLater),
    )
  }
  return stores
}

function storesInDatabase(
  database: Database,
  partsOf: PartsOf,
  isIt: (foreignId: string) => boolean,
  likelyId: string,
): TranscriptStore[] {
  const stores: TranscriptStore[] = []
  const columns = columnsOf(database, 'transcript_events')
  if (columns.has('event_json') || columns.has('event_zstd')) {
    const has = (id: string) =>
      isIt(id) && database.query('SELECT 1 FROM transcript_events WHERE session_id = ? LIMIT 1').get(id) !== null
    // A foreign id that is safe in ours stands in it as it is; for what may stand for another all sessions are compared.
    const hashed = () =>
      mayBeHash(likelyId) ? sessionsWithEvents(database, false).find(({ id }) => isIt(id))?.id : undefined
    const foreignId = has(likelyId) ? likelyId : hashed()
    if (foreignId !== undefined) stores.push(eventStore(database, partsOf, columns, foreignId))
  }
  for (const table of archiveTables) {
    const columns = columnsOf(database, table)
    if (!columns.has('archive_blob')) continue
    const encoding = columns.has('encoding') ? 'encoding' : "'zstd'"
    const rows = database
      .query<{ id: string; generation: string; encoding: string }, []>(
        `SELECT session_id AS id, generation, ${encoding} AS encoding FROM ${table} WHERE archive_blob IS NOT NULL`,
      )
      .all()
    for (const { id, generation, encoding } of rows.filter(({ id }) => isIt(id)))
      stores.push(
        textStore(`${table}:${generation}`, partsOf, () => {
          const { blob } = database
            .query<{ blob: Uint8Array }, [string, string]>(
              `SELECT archive_blob AS blob FROM ${table} WHERE session_id = ? AND generation = ?`,
            )
            .get(id, generation)!
          return encoding === 'zstd' ? unpacked(blob, maxShownBytes) : blob
        }),
      )
  }
  return stores
}

/** An archive is shown as a whole, so that a page of it needs the memory of all. */
const maxShownBytes = 64 << 20

const archiveTables = ['session_transcript_archives', 'session_transcript_cold_archives']

function eventStore(database: Database, partsOf: PartsOf, columns: Set<string>, foreignId: string): TranscriptStore {
  const { json, zstd } = eventColumns(columns)
  const size = columns.has('event_utf8_bytes') ? 'event_utf8_bytes' : `length(coalesce(${json}, ${zstd}))`
  type Row = { seq: number; json: string | null; zstd: Uint8Array | null }
  const rows = (condition: string, seq: number, limit: number) =>
    database
      .query<Row, [string, number, number]>(
        `SELECT seq, ${json} AS json, ${zstd} AS zstd FROM transcript_events WHERE session_id = ? AND ${condition} LIMIT ?`,
      )
      .all(foreignId, seq, limit)
  const aggregate = (expression: string) =>
    database
      .query<{ value: number | null }, [string]>(
        `SELECT ${expression} AS value FROM transcript_events WHERE session_id = ?`,
      )
      .get(foreignId)?.value ?? null
  return {
    partsOf,
    key: `events:${generationOf(database, foreignId) ?? ''}`,
    bytes: () => aggregate(`sum(${size})`) ?? 0,
    open: () =>
      entriesOfRows<Row>({
        last: () => aggregate('max(seq)'),
        below: (seq, limit) => rows('seq < ? ORDER BY seq DESC', seq, limit),
        from: (seq, limit) => rows('seq >= ? ORDER BY seq', seq, limit),
        textOf,
      }),
  }
}

/** Whether a path leads to something in this home, wherever links point. */
function isInside(home: string, path: string) {
  try {
    return realpathSync(path).startsWith(realpathSync(home) + sep)
  } catch {
    // The file is gone since it was listed.
    return false
  }
}

/** Throws for a folder that may not be listed, so that a page is not missing but failed. */
function listing(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return []
    throw error
  }
}
