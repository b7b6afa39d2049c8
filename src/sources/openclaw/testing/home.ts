import { Database } from 'bun:sqlite'
import { appendFileSync, cpSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { temporary } from '../../../lib/testing/temporary.ts'
import { agentDatabasePath } from '../stores/agent-database.ts'

export type Era = '2026.9.6' | '2026.3.24'

/**
 * The usage of an agent in a recorded home, counted by hand from its files. A cost of null: no part of it was priced.
 */
type Sum = { calls: number; input: number; output: number; cacheRead: number; costUsd: number | null }

const sum = (calls: number, input: number, output: number, cacheRead: number, costUsd: number | null): Sum => ({
  calls,
  input,
  output,
  cacheRead,
  costUsd,
})

export const recordedSums: Record<Era, Record<string, Sum>> = {
  '2026.9.6': {
    'openclaw:main': sum(27, 188_765, 609, 188_750, 0.6027316),
    'openclaw:ops': sum(20, 132_291, 8_684, 132_284, 0.1802554),
    'openclaw:writer': sum(4, 29_017, 74, 29_014, null),
  },
  '2026.3.24': {
    'openclaw:main': sum(32, 236_259, 758, 236_241, 0.7235393),
    'openclaw:nosuchagent': sum(1, 7_352, 35, 7_351, 0.0247863),
    'openclaw:ops': sum(26, 188_328, 8_697, 188_315, 0.2419475),
    'openclaw:writer': sum(4, 29_582, 74, 29_581, null),
  },
}

export const callsIn = (era: Era) => Object.values(recordedSums[era]).reduce((all, { calls }) => all + calls, 0)

/** A copy of a recorded home: opening it may leave files beside its databases. */
export function copiedHome(era: Era) {
  const folder = temporary(`home-${era}`)
  const path = folder.at('.openclaw')
  cpSync(resolve('tests/homes', era), path, { recursive: true })
  return { path, at: (...parts: string[]) => join(path, ...parts), [Symbol.dispose]: folder[Symbol.dispose] }
}

let answers = 0

/** One more model answer as OpenClaw writes it, worth 1 million tokens of input in fake-large: $3 where it is logged. */
export function answerEntry(at: number) {
  const id = (0xa000_0000 + ++answers).toString(16)
  const cost = { input: 3, output: 0, cacheRead: 0, cacheWrite: 0, total: 3 }
  const usage = { input: 1_000_000, output: 0, cacheRead: 0, cacheWrite: 0, totalTokens: 1_000_000, cost }
  const content = [{ type: 'text', text: 'One more.' }]
  const message = {
    role: 'assistant',
    content,
    provider: 'fake',
    model: 'fake-large',
    usage,
    stopReason: 'stop',
    timestamp: at,
  }
  return { type: 'message', id, parentId: null, timestamp: new Date(at).toISOString(), message }
}

/** The transcript files of an agent, as they were before SQLite. */
export const transcripts = (home: string, agent: string) => {
  const folder = join(home, 'agents', agent, 'sessions')
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .map((file) => join(folder, file))
}

/** Appends an entry as a line, and answers its length in bytes. */
export function appendLine(path: string, entry: unknown) {
  const text = `${JSON.stringify(entry)}\n`
  appendFileSync(path, text)
  return Buffer.byteLength(text)
}

/** Opens the database of an agent as its owner does, for one change. */
export function inDatabase<T>(home: string, agent: string, act: (database: Database) => T): T {
  const database = new Database(agentDatabasePath(home, agent), { readwrite: true })
  database.run('PRAGMA busy_timeout = 5000')
  try {
    return act(database)
  } finally {
    database.close(true)
  }
}

const navigation = JSON.stringify({
  version: 1,
  report: { kind: 'canonical' },
  navigation: {},
  reset: {},
  model: {},
  modelBytes: 0,
  modelWithoutCheckpointBytes: 0,
  withoutCustomDataBytes: 0,
})

/** The next event of a session, with every column as OpenClaw writes it. */
export function insertEvent(database: Database, session: string, entry: unknown, { compressed = false } = {}) {
  const text = typeof entry === 'string' ? entry : JSON.stringify(entry)
  const zstd = compressed ? Bun.zstdCompressSync(text) : null
  database.run(
    `INSERT INTO transcript_events (session_id, seq, event_json, created_at, event_zstd, event_utf8_bytes, navigation_json)
     SELECT ?1, coalesce(max(seq), -1) + 1, ?2, ?3, ?4, ?5, ?6 FROM transcript_events WHERE session_id = ?1`,
    [session, zstd ? null : text, Date.now(), zstd, Buffer.byteLength(text), zstd ? navigation : null],
  )
}

export const firstSession = (database: Database) =>
  database.query<{ id: string }, []>('SELECT min(session_id) AS id FROM transcript_events').get()!.id
