import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Fact, UsageFact } from '../facts/fact.ts'
import { checkFact } from '../facts/fact-bounds.ts'
import type { Source } from '../facts/source.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { createClaudeCode } from './claude-code/claude-code.ts'
import { createCodex } from './codex/codex.ts'
import { createCustom } from './custom/custom.ts'
import { createGemini } from './gemini/gemini.ts'
import { createOpenClaw } from './openclaw/openclaw.ts'
import { logRun, runLogTable } from './openclaw/testing/run-log-table.ts'
import { createOpencode } from './opencode/opencode.ts'
import { hostileValues, pathsIn, shapeOf, withValueAt } from './testing/hostile-values.ts'

/** A recorded store, the places in it that a hostile value can take, and how it is read. */
type Stores = {
  source(): Source
  spots: Spot[]
  /** How many answers more than the one that is hostile may be missing or another: those that are counted from it. */
  reach?: (spot: Spot, fact: UsageFact) => boolean
}

/** One field of one record. `put` writes a value there and returns what writes the old one back; undefined where the store refuses. */
type Spot = { name: string; put(json: string): (() => void) | undefined }

const now = () => Date.UTC(2026, 10, 29)

/** Everything that comes of a store: facts within their bounds, and how many things were said to be unreadable or cut. */
async function read(source: Source) {
  const facts: Fact[] = []
  let said = 0
  for await (const batch of source.read(() => undefined, new AbortController().signal)) {
    said += batch.unread.length
    JSON.stringify(batch.cursor)
    for (const fact of batch.facts) {
      const fitting = checkFact(fact, () => said++)
      if (fitting) facts.push(fitting)
    }
  }
  const { findings } = source.report()
  return { facts, said: said + findings.filter(({ level }) => level !== 'info').length, findings }
}

/** The answers by their keys: the better reading of each, as the index keeps it. */
function answersOf(facts: Fact[]) {
  const answers = new Map<string, UsageFact>()
  for (const fact of facts) {
    if (fact.kind !== 'usage') continue
    const before = answers.get(fact.key)
    if (!before || (fact.rank ?? 0) > (before.rank ?? 0)) answers.set(fact.key, fact)
  }
  return answers
}

/** What an answer adds to sums. */
const worth = ({ at, tokens, loggedUsd }: UsageFact) => JSON.stringify([at, tokens, loggedUsd])

const unsafe = /[\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069]/u

/** Every text and number in a fact, with the names that lead to it. */
function* valuesIn(value: unknown, path = ''): Generator<[string, string | number]> {
  if (typeof value === 'string' || typeof value === 'number') yield [path, value]
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) yield* valuesIn(one, `${path}.${name}`)
}

function problemIn(fact: Fact): string | undefined {
  for (const [path, value] of valuesIn(fact)) {
    if (typeof value === 'number' && !(value >= 0 && value < 2 ** 53)) return `${path} is ${value}`
    if (typeof value === 'string' && (value.length > 4_096 || unsafe.test(value)))
      return `${path} is ${JSON.stringify(value.slice(0, 80))} of ${value.length}`
  }
  return undefined
}

/**
 * Puts hostile values into every field, reads the whole store each time, and compares it with what it was. `of`: a field
 * gets one of so many values, the next field the next ones, and each a word that every object has; 1 is all of them.
 */
function withstands(name: string, make: (folder: string) => Stores, { least, of = 1 }: { least: number; of?: number }) {
  test(`${name}: whatever stands in a field, only its own row is another, and what is lost is said`, async () => {
    using folder = temporary('hostile')
    const { source, spots, reach = () => false } = make(folder.path)
    const whole = await read(source())
    const before = answersOf(whole.facts)
    expect(before.size).toBeGreaterThan(0)
    const wrong: string[] = []
    let tried = 0
    for (const [place, spot] of spots.entries())
      for (const [number, [kind, json]] of Object.entries(hostileValues).entries()) {
        if ((place + number) % of !== 0 && kind !== 'what objects inherit') continue
        const restore = spot.put(json)
        if (!restore) continue
        tried++
        const complain = (what: string) => void wrong.push(`${spot.name}, ${kind}: ${what}`)
        try {
          const { facts, said, findings } = await read(source())
          for (const fact of facts) {
            const problem = problemIn(fact)
            if (problem) complain(`${fact.kind} ${problem}`)
          }
          if (findings.some(({ code }) => code === 'broken')) complain('a whole store is broken')
          const after = answersOf(facts)
          const touched = [...before.values()].filter(
            (fact) => !reach(spot, fact) && (!after.has(fact.key) || worth(after.get(fact.key)!) !== worth(fact)),
          )
          const added = [...after.values()].filter((fact) => !reach(spot, fact) && !before.has(fact.key))
          if (touched.length > 1) complain(`${touched.length} answers are missing or others`)
          if (added.length > touched.length) complain(`${added.length} answers came for ${touched.length}`)
          if (after.size < before.size && isCounted(spot) && json !== 'null' && said <= whole.said)
            complain('an answer was lost, and nothing is said')
        } catch (error) {
          complain(`threw ${(error as Error).stack?.slice(0, 400)}`)
        } finally {
          restore()
        }
      }
    expect(wrong.slice(0, 40)).toEqual([])
    expect(tried).toBeGreaterThan(least)
    expect((await read(source())).facts.length).toBe(whole.facts.length)
  }, 600_000)
}

/** Whether a field is a count, an amount or the time of an answer. */
const isCounted = ({ name }: Spot) => /tokens|usage\.\w|usage\.cost|[ .](timestamp|at|cost|created)$/i.test(name)

/** The fields of the lines in files: each shape of a line twice. */
function spotsInLines(folder: string, isStore: (file: string) => boolean, kindOf: (line: Line) => string): Spot[] {
  const known = new Map<string, number>()
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isStore(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(file, 'utf8')
      const lines = text.split('\n')
      // From the end: the last line of a kind says how its session stands.
      return [...lines.entries()].reverse().flatMap(([number, line]) => {
        if (line.trim() === '') return []
        const record = JSON.parse(line) as Line
        return pathsIn(record).flatMap((path) => {
          const name = `${kindOf(record)} ${shapeOf(path)}`
          const before = known.get(name) ?? 0
          if (before === 2) return []
          known.set(name, before + 1)
          const put = (json: string) => {
            writeFileSync(file, lines.with(number, withValueAt(record, path, json)).join('\n'))
            return () => writeFileSync(file, text)
          }
          return [{ name, put, file }]
        })
      })
    })
}

type Line = { type?: string; message?: { role?: string }; payload?: { type?: string } }

const kindOfLine = ({ type, message, payload }: Line) => [type, message?.role, payload?.type].filter(Boolean).join('/')

/** The fields of the JSON in a whole file, of some of its parts where these are named. */
function spotsInFile(file: string, within?: string[]): Spot[] {
  const text = readFileSync(file, 'utf8')
  const record = Bun.JSON5.parse(text) as object
  const known = new Set<string>()
  return pathsIn(record, 8).flatMap((path) => {
    if (within && !within.includes(String(path[0]))) return []
    const name = `${file.split('/').at(-1)} ${shapeOf(path)}`
    if (known.has(name)) return []
    known.add(name)
    const put = (json: string) => {
      writeFileSync(file, withValueAt(record, path, json))
      return () => writeFileSync(file, text)
    }
    return [{ name, put }]
  })
}

/** The columns of a table, and the fields of the JSON in them: of some rows, each field once. */
function spotsInTable(path: string, table: string, keys: string[], rows: number, maxDepth = 7): Spot[] {
  const database = new Database(path, { readwrite: true })
  const all = database.query<Record<string, unknown>, [number]>(`SELECT * FROM ${table} LIMIT ?`).all(rows)
  database.close()
  const known = new Set<string>()
  return all.flatMap((row) =>
    Object.entries(row).flatMap(([column, value]) => {
      const where = keys.map((key) => `${key} IS ?`).join(' AND ')
      const update = (to: unknown, key: unknown[]) => {
        const open = new Database(path, { readwrite: true })
        try {
          open.run('PRAGMA ignore_check_constraints = ON')
          open.run('PRAGMA foreign_keys = OFF')
          open.run('PRAGMA synchronous = OFF')
          for (const { name } of triggersOf(open)) open.run(`DROP TRIGGER "${name}"`)
          open.run(`UPDATE ${table} SET ${column} = ? WHERE ${where}`, [to as string, ...(key as string[])])
          return true
        } catch {
          // A strict table takes no value of another type, and a key is taken once.
          return false
        } finally {
          open.close()
        }
      }
      const spot = (name: string, from: (json: string) => unknown): Spot[] => {
        if (known.has(name)) return []
        known.add(name)
        const put = (json: string) => {
          const to = from(json)
          const key = keys.map((name) => row[name])
          if (!update(to, key)) return undefined
          const keyNow = keys.map((name) => (name === column ? to : row[name]))
          return () => void update(value, keyNow)
        }
        return [{ name, put }]
      }
      const record = recordIn(value)
      return [
        ...spot(`${table}.${column}`, plainValue),
        ...(record
          ? pathsIn(record, maxDepth).flatMap((path) =>
              spot(`${table}.${column} ${kindOfLine(record as Line)} ${shapeOf(path)}`, (json) =>
                withValueAt(record, path, json),
              ),
            )
          : []),
      ]
    }),
  )
}

const triggersOf = (database: Database) =>
  database.query<{ name: string }, []>("SELECT name FROM sqlite_master WHERE type = 'trigger'").all()

/** A value as a column holds it: an object is the text of it, and a truth is a number. */
function plainValue(json: string): unknown {
  const value: unknown = JSON.parse(json)
  return typeof value === 'object' && value !== null ? json : typeof value === 'boolean' ? Number(value) : value
}

function recordIn(value: unknown): object | undefined {
  if (typeof value !== 'string' || !value.startsWith('{')) return undefined
  return JSON.parse(value) as object
}

const copied = (home: string, folder: string) => {
  const path = join(folder, home)
  cpSync(resolve('tests/homes', home), path, { recursive: true })
  return path
}

const isLines = (file: string) => file.endsWith('.jsonl')

withstands(
  'Claude Code',
  (folder) => {
    const home = copied('claude-code', folder)
    return { source: () => createClaudeCode({ folders: [home], now }), spots: spotsInLines(home, isLines, kindOfLine) }
  },
  { least: 500, of: 4 },
)

withstands(
  'Codex',
  (folder) => {
    const home = copied('codex', folder)
    const spots = spotsInLines(home, isLines, kindOfLine)
    return {
      source: () => createCodex([home], now),
      spots,
      // A counter is cumulative, and the first line names the session: what follows in the file may be another.
      reach: (spot, { sessionId }) => (spot as { file?: string }).file?.includes(sessionId.split('.').at(-1)!) ?? false,
    }
  },
  { least: 300, of: 12 },
)

withstands(
  'Gemini CLI',
  (folder) => {
    const home = copied('gemini', folder)
    return {
      source: () => createGemini([home], now),
      spots: spotsInLines(home, isLines, kindOfLine),
      // The session that a line names is that of all behind it, and a message under another id is another.
      reach: ({ name }) => /session_?id|gemini id/i.test(name),
    }
  },
  { least: 300 },
)

withstands(
  'opencode',
  (folder) => {
    const home = copied('opencode', folder)
    const path = join(home, 'opencode.db')
    return {
      source: () => createOpencode({ homes: [home], now }),
      spots: [
        ...spotsInTable(path, 'message', ['id'], 6),
        ...spotsInTable(path, 'session', ['id'], 2),
        ...spotsInTable(path, 'part', ['id'], 12),
      ],
    }
  },
  { least: 200, of: 8 },
)

/** Adds the log of runs, which only 2026.7 has, with a run in it. */
function withRunLog(path: string) {
  const state = new Database(path)
  state.run(runLogTable)
  const at = Date.UTC(2026, 10, 20)
  const run = { action: 'finished', status: 'ok', summary: 'done', runAtMs: at, durationMs: 5, model: 'fake-small' }
  logRun(state, { jobId: 'logged', ts: at + 5, sessionId: 's', sessionKey: 'agent:writer:cron:logged', ...run })
  state.close(true)
}

withstands(
  'OpenClaw since 2026.7.2',
  (folder) => {
    const home = copied('2026.9.6', folder)
    for (const agent of ['main', 'ops']) rmSync(join(home, 'agents', agent), { recursive: true })
    const agent = join(home, 'agents', 'writer', 'agent', 'openclaw-agent.sqlite')
    const state = join(home, 'state', 'openclaw.sqlite')
    withRunLog(state)
    return {
      source: () => createOpenClaw({ homes: [home], configPath: null }),
      spots: [
        ...spotsInFile(join(home, 'openclaw.json'), ['agents', 'models']),
        ...spotsInTable(agent, 'session_nodes', ['session_key'], 1, 1),
        ...spotsInTable(agent, 'session_windows', ['session_id'], 1),
        ...spotsInTable(agent, 'transcript_events', ['session_id', 'seq'], 8),
        ...spotsInTable(state, 'cron_jobs', ['store_key', 'job_id'], 1),
        ...spotsInTable(state, 'task_runs', ['task_id'], 1),
        ...spotsInTable(state, 'cron_run_logs', ['store_key', 'job_id', 'seq'], 1),
      ],
    }
  },
  { least: 100, of: 16 },
)

withstands(
  'OpenClaw before 2026.7.2',
  (folder) => {
    const home = copied('2026.3.24', folder)
    for (const agent of ['main', 'ops']) rmSync(join(home, 'agents', agent), { recursive: true })
    return {
      source: () => createOpenClaw({ homes: [home], configPath: null }),
      spots: [
        ...spotsInFile(join(home, 'openclaw.json'), ['agents', 'models']),
        ...spotsInFile(join(home, 'cron', 'jobs.json')),
        ...spotsInLines(join(home, 'cron', 'runs'), isLines, kindOfLine),
        ...spotsInLines(join(home, 'agents', 'writer', 'sessions'), isLines, kindOfLine),
      ],
      reach: ({ name }) => name.startsWith('session '),
    }
  },
  { least: 200, of: 8 },
)

withstands(
  'a declared source',
  (folder) => {
    const answer = (number: number) =>
      JSON.stringify({
        at: now() - number,
        model: 'gpt-5',
        provider: 'openai',
        usage: { input: 900, output: 40, cached: 800, written: 2, reasoning: 3 },
        cost: 0.5,
        session: 's',
        id: `a${number}`,
        project: '/srv/boat',
      })
    writeFileSync(join(folder, 'log.jsonl'), `${[1, 2, 3].map(answer).join('\n')}\n`)
    return {
      source: () =>
        createCustom(
          {
            name: 'declared',
            roots: [folder],
            pattern: '*.jsonl',
            fields: {
              time: 'at',
              model: 'model',
              provider: 'provider',
              input: 'usage.input',
              output: 'usage.output',
              cacheRead: 'usage.cached',
              cacheWrite: 'usage.written',
              reasoning: 'usage.reasoning',
              cost: 'cost',
              session: 'session',
              id: 'id',
              project: 'project',
            },
            inputIncludesCache: true,
            outputIncludesReasoning: true,
          },
          now,
        ),
      spots: spotsInLines(folder, isLines, () => 'line'),
    }
  },
  { least: 200 },
)

test('a line that stands twice counts once', async () => {
  for (const [home, of] of [
    ['claude-code', (path: string) => createClaudeCode({ folders: [path], now })],
    ['codex', (path: string) => createCodex([path], now)],
    ['gemini', (path: string) => createGemini([path], now)],
    ['2026.3.24', (path: string) => createOpenClaw({ homes: [path], configPath: null })],
  ] as const) {
    using folder = temporary('twice')
    const path = copied(home, folder.path)
    const before = answersOf((await read(of(path))).facts)
    for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.jsonl\b/.test(entry.name)) continue
      const file = join(entry.parentPath, entry.name)
      writeFileSync(file, readFileSync(file, 'utf8').replace(/^.+\n/gm, '$&$&'))
    }
    const after = answersOf((await read(of(path))).facts)
    expect([home, [...after.values()].map(worth).sort()]).toEqual([home, [...before.values()].map(worth).sort()])
  }
})
