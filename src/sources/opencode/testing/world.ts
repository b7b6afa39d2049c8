import { Database } from 'bun:sqlite'
import { cpSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporary } from '../../../lib/testing/temporary.ts'
import type { World } from '../../source.contract.ts'
import { createOpencode } from '../opencode.ts'

/** A recording of opencode 1.18.33; the file beside it describes how it was made. */
const recorded = join(import.meta.dir, '../../../../tests/homes/opencode')

/** The answers in the recording: each once, though a fork holds copies of three. */
export const recordedCalls = 8
/** The sums of those eight, from the counts that the model reported. */
export const recordedSums = { input: 12_000, output: 100 * 8 + 50, cacheRead: 42_000, costUsd: 0.0525 }

const later = Date.UTC(2026, 10, 21, 20)
const now = () => later + 86_400_000

export const opencodeIn = (...homes: string[]) => createOpencode({ homes, now })

/** The recorded home in a folder of its own. */
export function recordedHome() {
  const folder = temporary('opencode')
  cpSync(recorded, folder.at('opencode'), { recursive: true })
  const path = folder.at('opencode')
  return { ...folder, home: path, database: join(path, 'opencode.db') }
}

/** Opens a database as its owner does, for one change. */
export function inDatabase<T>(path: string, act: (database: Database) => T): T {
  const database = new Database(path)
  database.run('PRAGMA busy_timeout = 5000')
  try {
    return act(database)
  } finally {
    database.close()
  }
}

export const firstSession = 'ses_e0138fbc4ffe1mwQv7UNEvPoIS'

/** The forked session of the recording, and when it began. */
const forked: [string, number] = ['ses_e0136120dffeFuTrg14BhBXmPM', 1_795_276_008_946]

type Change = {
  at?: number
  cost?: unknown
  tokens?: unknown
  completed?: number | null
  finish?: string | null
}

/** A message of an assistant as opencode writes it. */
export function answer({ at = later, cost = 0.01, completed, finish = 'stop', tokens }: Change = {}) {
  return {
    role: 'assistant',
    mode: 'build',
    path: { cwd: '/home/user/boat', root: '/home/user/boat' },
    cost,
    tokens: tokens ?? { total: 200, input: 100, output: 60, reasoning: 30, cache: { read: 10, write: 0 } },
    modelID: 'gull-1',
    providerID: 'harbour',
    time: { created: at, ...(completed === null ? {} : { completed: completed ?? at + 500 }) },
    ...(finish === null ? {} : { finish }),
  }
}

export const nothing = { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } }

export const messageId = (number: number) => `msg_${number.toString(16).padStart(12, '0')}Added`

export function insert(database: Database, id: string, data: unknown, { session = firstSession, at = later } = {}) {
  database
    .query('INSERT INTO message (id, session_id, time_created, time_updated, data) VALUES (?, ?, ?, ?, ?)')
    .run(id, session, at, at, typeof data === 'string' ? data : JSON.stringify(data))
}

export function update(database: Database, id: string, data: unknown) {
  database
    .query('UPDATE message SET data = ?, time_updated = time_updated + 1 WHERE id = ?')
    .run(JSON.stringify(data), id)
}

/** The recorded database, and one of another channel beside it. */
export function databaseWorld(): World {
  const { home, database, at, [Symbol.dispose]: dispose } = recordedHome()
  let added = 0
  const other = join(home, 'opencode-dev.db')
  // Copies in a fork have keys of their own; the index decides about them, and its tests cover that.
  inDatabase(database, (found) => found.run('DELETE FROM message WHERE session_id = ? AND time_created < ?', forked))
  cpSync(database, other)
  inDatabase(other, (found) => {
    found.run('DELETE FROM message')
    insert(found, messageId(9_000), answer({ at: later - 9_000 }), { at: later - 9_000 })
  })
  const write = (data: unknown) => {
    const id = messageId(added)
    inDatabase(database, (found) => insert(found, id, data, { at: later + added }))
    return id
  }
  return {
    source: () => opencodeIn(home),
    absent: () => ({ source: opencodeIn(at('nowhere')), where: at('nowhere') }),
    get calls() {
      return recordedCalls + 1 + added
    },
    answer() {
      const data = answer({ at: later + ++added })
      write(data)
      return Buffer.byteLength(JSON.stringify(data))
    },
    garble: () => inDatabase(database, (found) => insert(found, `msg_torn${added}`, '{"role":"assistant","tokens":')),
    ruin() {
      writeFileSync(other, 'SQLite no more '.repeat(1_000))
      return 1
    },
    tear() {
      const begun = later + ++added
      const id = write(answer({ at: begun, tokens: nothing, cost: 0, completed: null, finish: null }))
      return () => inDatabase(database, (found) => update(found, id, answer({ at: begun })))
    },
    [Symbol.dispose]: dispose,
  }
}

/** Files of messages as they were before there was a database, made after the shape of the recorded rows. */
export function fileWorld(): World {
  const folder = temporary('opencode-files')
  const home = folder.at('opencode')
  const messages = (session: string) => join(home, 'storage', 'message', session)
  let added = 0
  for (const session of ['ses_one', 'ses_two']) mkdirSync(messages(session), { recursive: true })
  const write = (session: string, number: number, text: string) => {
    const file = join(messages(session), `${messageId(number)}.json`)
    writeFileSync(file, text)
    const parts = join(home, 'storage', 'part', messageId(number))
    mkdirSync(parts, { recursive: true })
    writeFileSync(join(parts, 'prt_1.json'), '{"type":"text","text":"Aye."}')
    // A young file may be half-written, so this one gets an older time.
    utimesSync(file, new Date(later), new Date(later + number))
  }
  const whole = (session: string, at: number) =>
    JSON.stringify({ id: 'x', sessionID: session, ...answer({ at }) }, null, 2)
  for (const number of [1, 2, 3]) write('ses_one', number, whole('ses_one', later + number))
  write('ses_two', 4, whole('ses_two', later + 4))
  return {
    source: () => opencodeIn(home),
    absent: () => ({ source: opencodeIn(folder.at('nowhere')), where: folder.at('nowhere') }),
    get calls() {
      return 4 + added
    },
    answer() {
      const number = 100 + ++added
      const text = whole('ses_one', later + number)
      write('ses_one', number, text)
      return Buffer.byteLength(text)
    },
    garble: () => write('ses_one', 50 + added, '{"role":"assistant","tokens":'),
    ruin() {
      const file = readdirSync(messages('ses_two'))[0]!
      writeFileSync(join(messages('ses_two'), file), readFileSync(join(messages('ses_two'), file)).subarray(0, 40))
      utimesSync(join(messages('ses_two'), file), new Date(later), new Date(later))
      return 1
    },
    tear() {
      const number = 100 + ++added
      const text = whole('ses_one', later + number)
      const file = join(messages('ses_one'), `${messageId(number)}.json`)
      writeFileSync(file, text.slice(0, 100))
      const written = new Date(now())
      utimesSync(file, written, written)
      return () => write('ses_one', number, text)
    },
    [Symbol.dispose]: folder[Symbol.dispose],
  }
}
