import { Database, type Statement } from 'bun:sqlite'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import agentTables from './agent.sql' with { type: 'text' }
import { archiveSession } from './archives.ts'
import { crew } from './crew.ts'
import { homeConfig } from './home-config.ts'
import type { Changes } from './simulator.ts'
import stateTables from './state.sql' with { type: 'text' }
import { conversationRow, eventRow, nodeRow, type Row, type Store, windowRow } from './store-rows.ts'
import { cronRunRow, jobRow, spawnRow, spawnTaskRow } from './task-rows.ts'
import type { Session, World } from './world.ts'

const rememberedMs = 7 * 86_400_000

export type DemoHome = ReturnType<typeof createHome>

/**
 * Writes the world as an OpenClaw home (2026.9.6) into `folder`. The databases stay open for later changes until
 * `close`.
 */
export function createHome(folder: string, world: World, gatewayToken = '') {
  const { madeAt, jobs } = world
  const state = openStore(join(folder, 'state'), 'openclaw.sqlite', stateTables, 18, null)
  const agents = new Map(crew.map(({ id }) => [id, openAgent(id)]))
  const config = JSON.stringify(homeConfig(gatewayToken, folder), null, 2)
  for (const name of ['openclaw.json', 'openclaw.json.last-good'])
    writeFileSync(join(folder, name), config, { mode: 0o600 })
  for (const { id } of crew) registerAgent(id)
  const spawns = world.spawns.filter((spawn) => spawn.at > madeAt - rememberedMs || spawn.endedAt === null)
  write({ ...world, spawns })
  for (const { db } of [state, ...agents.values()]) {
    db.run('PRAGMA journal_mode = WAL')
    db.run('PRAGMA foreign_keys = ON')
  }

  function openAgent(id: string) {
    const store = openStore(join(folder, 'agents', id, 'agent'), 'openclaw-agent.sqlite', agentTables, 23, id)
    mkdirSync(join(folder, 'agents', id, 'sessions'), { mode: 0o700 })
    store.put('session_key_contract', { id: 1, main_key: 'main', updated_at: 0 })
    return store
  }

  function registerAgent(id: string) {
    const path = `agents/${id}/agent/openclaw-agent.sqlite`
    state.put('agent_databases', { agent_id: id, path, schema_version: 23, last_seen_at: madeAt, size_bytes: null })
  }

  function openStore(at: string, name: string, tables: string, version: number, agentId: string | null) {
    mkdirSync(at, { recursive: true, mode: 0o700 })
    const db = new Database(join(at, name), { create: true, strict: true })
    // The first reader of a journal locks it for a moment.
    db.run('PRAGMA busy_timeout = 500')
    // In KiB. A dozen stores stay open for hours, and by default each comes to hold two megabytes of its pages.
    db.run('PRAGMA cache_size = -256')
    db.run('PRAGMA auto_vacuum = 2')
    // Writes need not reach the disk: after a crash the demo starts anew.
    db.run('PRAGMA journal_mode = OFF')
    db.run('PRAGMA synchronous = OFF')
    db.transaction(() => db.run(tables))()
    db.run(`PRAGMA user_version = ${version}`)
    const store = { db, ...putter(db) }
    const stamp = { created_at: madeAt - 60 * 86_400_000, updated_at: madeAt }
    const role = agentId === null ? 'global' : 'agent'
    store.put('schema_meta', {
      meta_key: 'primary',
      role,
      schema_version: version,
      agent_id: agentId,
      app_version: '2026.9.6',
      ...stamp,
    })
    return store
  }

  /** Writes changes, each database in one transaction: first sessions, then jobs and runs. */
  function write(changed: Changes) {
    for (const [agentId, own] of Map.groupBy(changed.sessions, (session) => session.agentId)) {
      const store = agents.get(agentId)!
      store.db.transaction(() => {
        for (const session of own) archiveSession(store, folder, session) || writeSession(store, session)
      })()
    }
    state.db.transaction(() => {
      for (const job of changed.jobs) state.put('cron_jobs', jobRow(job, jobs.indexOf(job)))
      for (const run of changed.runs)
        state.put(
          'task_runs',
          cronRunRow(
            run,
            jobs.find(({ id }) => id === run.jobId),
          ),
        )
      for (const spawn of changed.spawns) {
        state.put('subagent_runs', spawnRow(spawn))
        state.put('task_runs', spawnTaskRow(spawn))
      }
    })()
  }

  return {
    folder,
    write,

    /** Deletes a job; its runs stay. */
    removeJob: (id: string) => void state.db.run('DELETE FROM cron_jobs WHERE job_id = ?', [id]),

    close() {
      for (const store of [state, ...agents.values()]) {
        store.finalize()
        store.db.close(true)
      }
    },
  }
}

function writeSession(store: Store, session: Session) {
  const conversation = conversationRow(session)
  if (conversation) store.put('conversations', conversation)
  writeNodes(store, session)
  store.put('session_windows', windowRow(session))
  if (session.firstSeq === 0 && session.events.length > 0) {
    const generation = new Bun.CryptoHasher('md5').update(session.id).digest('hex')
    store.put('transcript_rewrite_watermarks', { session_id: session.id, generation, updated_at: session.createdAt })
  }
  session.events.forEach((entry, index) => {
    store.put('transcript_events', eventRow(session, entry, session.firstSeq + index))
  })
  const runKey = `agent:${session.agentId}:cron:${session.cronId}:run:${session.id}`
  if (session.kind === 'cron' && session.key !== runKey)
    store.db.run('DELETE FROM session_nodes WHERE session_key = ?', [runKey])
}

/** Writes the nodes of a session. A cron run has a key of its own beside the key of its job, until it ended well. */
function writeNodes(store: Store, session: Session) {
  const key = session.kind === 'cron' ? `agent:${session.agentId}:cron:${session.cronId}` : session.key
  if (session.current) store.put('session_nodes', nodeRow({ ...session, key }))
  if (session.key !== key) store.put('session_nodes', nodeRow(session))
}

/** Writes rows by upsert; the statements are prepared once for each table. */
function putter(db: Database) {
  const statements = new Map<string, Statement>()

  function prepare(table: string, columns: string[]) {
    const all = db.query<{ name: string; pk: number }, []>(`PRAGMA table_info(${table})`)
    const key = all.all().flatMap((column) => (column.pk > 0 ? [column.name] : []))
    all.finalize()
    const changing = columns.filter((column) => !key.includes(column)).map((column) => `${column} = excluded.${column}`)
    const marks = columns.map(() => '?').join(', ')
    return db.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks}) ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changing.join(', ')}`,
    )
  }

  return {
    put(table: string, row: Row) {
      const statement = statements.get(table) ?? prepare(table, Object.keys(row))
      statements.set(table, statement)
      statement.run(...Object.values(row))
    },

    finalize() {
      for (const statement of statements.values()) statement.finalize()
    },
  }
}
