import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crew } from './crew.ts'
import { createWorld } from './history.ts'
import { createHome } from './home.ts'

const now = Date.UTC(2026, 10, 20, 20, 30)
const folder = mkdtempSync(join(tmpdir(), 'demo-home-'))
const world = createWorld(7, now)

beforeAll(() => createHome(folder, world).close())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const agentStore = (id: string) =>
  new Database(join(folder, 'agents', id, 'agent', 'openclaw-agent.sqlite'), { readonly: true })
const stateStore = () => new Database(join(folder, 'state', 'openclaw.sqlite'), { readonly: true })
const stores = () => [stateStore(), ...crew.map(({ id }) => agentStore(id))]

type Row = {
  session_id: string
  seq: number
  event_json: string | null
  event_zstd: Uint8Array | null
  event_utf8_bytes: number
}

const textOf = (row: Row) => row.event_json ?? new TextDecoder().decode(Bun.zstdDecompressSync(row.event_zstd!))

/** Sums the costs without any of the code that wrote them. */
function costIn(lines: string[]): number {
  return lines.reduce((sum, line) => {
    const event = JSON.parse(line)
    return sum + (event.type === 'message' && event.message.role === 'assistant' ? event.message.usage.cost.total : 0)
  }, 0)
}

function linesOf(agentId: string): string[] {
  const rows = agentStore(agentId).query<Row, []>('SELECT * FROM transcript_events').all()
  const lines = rows.map(textOf)
  const sessions = join(folder, 'agents', agentId, 'sessions')
  for (const name of readdirSync(sessions, { recursive: true }) as string[]) {
    if (!name.endsWith('.zst')) continue
    const text = new TextDecoder().decode(Bun.zstdDecompressSync(readFileSync(join(sessions, name))))
    lines.push(...text.trimEnd().split('\n'))
  }
  return lines
}

test('every store is whole and keeps every rule of the real schema', () => {
  for (const db of stores()) {
    expect(db.query('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    expect(db.query('PRAGMA foreign_key_check').all()).toEqual([])
    expect(db.query('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
  }
})

test('the stores say which schema they have', () => {
  expect(stateStore().query('PRAGMA user_version').get()).toEqual({ user_version: 18 })
  expect(stateStore().query('SELECT role, schema_version FROM schema_meta').get()).toEqual({
    role: 'global',
    schema_version: 18,
  })
  for (const { id } of crew) {
    const db = agentStore(id)
    expect(db.query('PRAGMA user_version').get()).toEqual({ user_version: 23 })
    expect(db.query('SELECT agent_id, schema_version FROM schema_meta').get()).toEqual({
      agent_id: id,
      schema_version: 23,
    })
    expect(stateStore().query('SELECT path FROM agent_databases WHERE agent_id = ?').get(id)).toEqual({
      path: `agents/${id}/agent/openclaw-agent.sqlite`,
    })
  }
})

test('compressed rows have no text beside them and unfold to exactly the bytes they name', () => {
  let compressed = 0
  for (const { id } of crew) {
    for (const row of agentStore(id).query<Row, []>('SELECT * FROM transcript_events').all()) {
      expect(Buffer.byteLength(textOf(row))).toBe(row.event_utf8_bytes)
      if (row.event_zstd) compressed++
    }
  }
  expect(compressed).toBeGreaterThan(100)
})

test('what the world spent is what stands in the stores, agent by agent', () => {
  for (const { id } of crew) {
    const expected = world.sessions
      .filter((session) => session.agentId === id)
      .reduce((sum, session) => sum + session.costUsd, 0)
    expect(costIn(linesOf(id))).toBeCloseTo(expected, 6)
  }
})

test('every session is somewhere, once', () => {
  const count = (table: string) =>
    crew.reduce(
      (sum, { id }) => sum + agentStore(id).query<{ n: number }, []>(`SELECT count(*) AS n FROM ${table}`).get()!.n,
      0,
    )
  const deleted = world.sessions.filter((session) => session.storedIn === 'deleted').length
  const cold = world.sessions.filter((session) => session.storedIn === 'cold').length
  expect(count('session_windows')).toBe(world.sessions.length - deleted)
  expect(count('session_transcript_archives')).toBe(deleted)
  expect(count('session_transcript_cold_archives')).toBe(cold)
  expect(deleted).toBeGreaterThan(0)
  expect(cold).toBeGreaterThan(0)
})

test('every node points to a window, and every window below it to a node', () => {
  for (const { id } of crew) {
    const lost = agentStore(id).query(
      'SELECT session_key FROM session_nodes WHERE current_session_id NOT IN (SELECT session_id FROM session_windows)',
    )
    expect(lost.all()).toEqual([])
  }
})

test('an archive carries the hash of its bytes', () => {
  for (const { id } of crew) {
    const rows = agentStore(id).query<{ archive_blob: Uint8Array; archive_sha256: string }, []>(
      'SELECT archive_blob, archive_sha256 FROM session_transcript_archives',
    )
    for (const { archive_blob, archive_sha256 } of rows.all())
      expect(new Bun.CryptoHasher('sha256').update(archive_blob).digest('hex')).toBe(archive_sha256)
  }
})

test('the configuration names everybody, and one model has no price', () => {
  const config = JSON.parse(readFileSync(join(folder, 'openclaw.json'), 'utf8'))
  expect(Object.keys(config.agents.entries)).toEqual(crew.map(({ id }) => id))
  expect(config.agents.entries.main.identity).toEqual({ name: 'Skipper', emoji: '🦞' })
  expect(config.models.providers.tidepool.models[0].cost).toBeUndefined()
  expect(config.models.providers.ollama.models[0].cost).toEqual({ input: 0, output: 0, cacheRead: 0, cacheWrite: 0 })
})

test('the state store holds the crons and the sub-agents', () => {
  const db = stateStore()
  const jobs = db
    .query<{ name: string; enabled: number }, []>('SELECT name, enabled FROM cron_jobs ORDER BY sort_order')
    .all()
  expect(jobs.map(({ name }) => name)).toContain('nightly-digest')
  expect(jobs.filter(({ enabled }) => !enabled)).toHaveLength(1)
  const outcomes = db
    .query<{ status: string }, []>("SELECT DISTINCT status FROM task_runs WHERE runtime = 'cron' ORDER BY 1")
    .all()
  expect(outcomes.map(({ status }) => status)).toEqual(expect.arrayContaining(['failed', 'succeeded']))
  const spawned = db.query<{ child_session_key: string }, []>(
    "SELECT child_session_key FROM task_runs WHERE runtime = 'subagent' AND status = 'running'",
  )
  expect(spawned.all()).toHaveLength(1)
})
