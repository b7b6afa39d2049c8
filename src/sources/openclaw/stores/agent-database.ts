import type { Database } from 'bun:sqlite'
import { join } from 'node:path'
import type { Fact } from '../../../facts/fact.ts'
import { columnsOf, openForeign } from '../../../lib/foreign-database.ts'
import type { Portion } from '../../common/unit.ts'
import type { Home } from '../home.ts'
import type { Reading, ReadLog } from './read-log.ts'
import { type Entry, sessionFromEntry } from './session-facts.ts'
import { readArchives } from './transcript-archives.ts'
import { readEvents } from './transcript-events.ts'

export const agentDatabasePath = (home: string, agent: string) =>
  join(home, 'agents', agent, 'agent', 'openclaw-agent.sqlite')

/**
 * Reads what lies behind the cursors in the database of one agent: the catalogue first, then events and archives.
 * Never opens a table that holds secrets. Throws only what opening the file throws.
 */
export async function* readAgentDatabase(home: Home, agent: string, reading: Reading): AsyncGenerator<Portion> {
  const path = agentDatabasePath(home.path, agent)
  const { database, close } = openForeign(path)
  try {
    const catalogue = readCatalogue(database, home, agent, reading.log)
    if (catalogue.length > 0) yield { unit: `${path}#catalogue`, facts: catalogue, cursor: null, unread: [] }
    yield* readEvents(database, path, home, agent, reading)
    yield* readArchives(database, path, home, agent, reading)
  } finally {
    close()
  }
}

/** The rows of the catalogue that changed. An entry has some 15 KB, so entries are fetched for those rows only. */
function readCatalogue(database: Database, home: Home, agent: string, log: ReadLog): Fact[] {
  const nodeColumns = columnsOf(database, 'session_nodes')
  const windowColumns = columnsOf(database, 'session_windows')
  const facts: Fact[] = []
  const current = new Map<string, string>()
  const windows =
    windowColumns.has('session_id') && windowColumns.has('session_key')
      ? rows(database, 'session_windows', windowColumns, windowFields)
      : []
  // The key of a cron job has the window and the status of its last run.
  const statuses = new Map(windows.map((row) => [row.session_id, row.status]))

  if (nodeColumns.has('session_key')) {
    const entryOf = nodeColumns.has('entry_json')
      ? database.query<{ entry_json: string }, [string]>('SELECT entry_json FROM session_nodes WHERE session_key = ?')
      : undefined
    for (const row of rows(database, 'session_nodes', nodeColumns, nodeFields)) {
      const key = String(row.session_key)
      const known = text(row.current_session_id)
      if (known) current.set(key, known)
      const status = row.status ?? statuses.get(known)
      if (!log.isNew(`${home.path}/${agent}/${key}`, [status, ...Object.values(row)].join('\n'))) continue
      const entry = parse(entryOf?.get(key)?.entry_json)
      const foreignId = known ?? text(entry.sessionId)
      if (!foreignId) continue
      // The plain columns are newer than the JSON where both hold a value.
      const merged: Entry = {
        ...entry,
        status: status ?? entry.status,
        label: row.label ?? entry.label,
        displayName: row.display_name ?? entry.displayName,
        spawnedBy: row.spawned_by ?? entry.spawnedBy,
        parentSessionKey: row.parent_session_key ?? entry.parentSessionKey,
      }
      facts.push({
        ...sessionFromEntry(home, agent, key, foreignId, merged),
        // What its gateway has archived is in no list any more.
        current: !row.archived_at,
        ...viaCron(row.created_via),
      })
    }
    entryOf?.finalize()
  }

  for (const row of windows) {
    const key = String(row.session_key)
    const foreignId = String(row.session_id)
    const isCurrent = current.get(key) === foreignId
    // A window that ceases to be current has changed, though its row has not.
    if (!log.isNew(`${home.path}/${agent}/#${foreignId}`, [isCurrent, ...Object.values(row)].join('\n'))) continue
    if (isCurrent) continue
    const merged: Entry = {
      status: row.status,
      displayName: row.display_name,
      channel: row.channel,
      spawnedBy: row.spawned_by,
      parentSessionKey: row.parent_session_key,
      model: row.model,
      startedAt: row.started_at ?? row.created_at,
      endedAt: row.ended_at,
    }
    facts.push({ ...sessionFromEntry(home, agent, key, foreignId, merged), current: false })
  }
  return facts
}

const nodeFields = [
  'session_key',
  'current_session_id',
  'updated_at',
  'status',
  'created_via',
  'label',
  'display_name',
  'spawned_by',
  'parent_session_key',
  'archived_at',
]
const windowFields = [
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

function rows(database: Database, table: string, columns: Set<string>, fields: string[]) {
  const there = fields.filter((column) => columns.has(column))
  return database.query<Record<string, unknown>, []>(`SELECT ${there.join(', ')} FROM ${table}`).all()
}

function parse(json: unknown): Entry {
  if (typeof json !== 'string') return {}
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null ? (value as Entry) : {}
  } catch {
    // The columns beside the JSON still identify the session.
    return {}
  }
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
