import type { Database } from 'bun:sqlite'
import { writeAgents } from '../agents/write-agents.ts'
import { writeLimits } from '../costs/ledger/write-limits.ts'
import { type Pricing, pricingOf, writeUsage } from '../costs/ledger/write-usage.ts'
import type { PriceBook } from '../costs/pricing/price.ts'
import { writeCrons } from '../crons/write-crons.ts'
import type { Fact, Runtime } from '../facts/fact.ts'
import type { Batch, CursorOf } from '../facts/source.ts'
import { thisHost } from '../ids.ts'
import { writeSessions } from '../sessions/write-sessions.ts'
import { scopeFact } from './scope-facts.ts'

/** What a commit touched, by id: enough for the readers to look up what is new. */
export type TouchedRows = { agents: string[]; sessions: string[]; jobs: string[]; runs: string[]; usage: boolean }

export type Writer = ReturnType<typeof createWriter>

/**
 * The only writer of index.sqlite. Rows and cursors of a commit stand in one transaction: after a kill at any
 * moment the index holds either both or neither.
 */
export function createWriter(index: Database, pricing: PriceBook | Pricing, now: () => number) {
  const agent = writeAgents(index)
  const session = writeSessions(index)
  const usage = writeUsage(index, pricingOf(pricing))
  const limits = writeLimits(index)
  const crons = writeCrons(index)
  const saveCursor = index.prepare('INSERT OR REPLACE INTO cursors (host, runtime, unit, cursor) VALUES (?, ?, ?, ?)')
  const saveUnread = index.prepare(
    'INSERT OR REPLACE INTO unread (host, runtime, unit, place, reason, at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const forgetWhole = index.prepare(
    "DELETE FROM unread WHERE host = ? AND runtime = ? AND unit = ? AND place LIKE 'whole %'",
  )
  const cursors = new Map<string, unknown>()
  for (const { host, runtime, unit, cursor } of index
    .query<{ host: string; runtime: string; unit: string; cursor: string }, []>(
      'SELECT host, runtime, unit, cursor FROM cursors',
    )
    .all())
    cursors.set(cursorName(host, runtime, unit), JSON.parse(cursor))

  const write = index.transaction(
    (runtime: Runtime, batches: Batch[], touched: Record<keyof Omit<TouchedRows, 'usage'>, Set<string>>) => {
      for (const { unit, facts, cursor, unread, host = thisHost } of batches) {
        for (const said of facts) {
          if (!isPlain(said)) {
            const reason = 'it holds something that is neither text nor number'
            saveUnread.run(host, runtime, unit, `${said.kind} ${factName(said)}`, reason, now())
            continue
          }
          const fact = scopeFact(host, said)
          switch (fact.kind) {
            case 'agent':
              agent(fact, host)
              touched.agents.add(fact.id)
              break
            case 'session':
              for (const superseded of session(fact, host)) touched.sessions.add(superseded)
              touched.sessions.add(fact.id)
              touched.agents.add(fact.agentId)
              break
            case 'usage':
              usage.gather(fact, host)
              break
            case 'limit':
              limits.gather(fact, host)
              break
            case 'cron-job':
              crons.job(fact, host)
              touched.jobs.add(fact.id)
              break
            case 'cron-run':
              crons.run(fact, host)
              touched.runs.add(fact.id)
              break
            default:
              fact satisfies never
          }
        }
        if (cursor !== null) saveCursor.run(host, runtime, unit, JSON.stringify(cursor))
        for (const { where, reason } of unread.slice(0, maxUnread))
          saveUnread.run(host, runtime, unit, where, reason, now())
        if (unread.length === 0 && facts.length > 0) forgetWhole.run(host, runtime, unit)
      }
      limits.flush()
      const changed = usage.flush()
      for (const { sessionId, agentId } of changed) {
        touched.sessions.add(sessionId)
        touched.agents.add(agentId)
      }
      return changed.length > 0
    },
  )

  function written(...[runtime, batches, touched]: Parameters<typeof write>) {
    try {
      return write.immediate(runtime, batches, touched)
    } catch (error) {
      usage.drop()
      limits.drop()
      throw error
    }
  }

  return {
    cursorOf:
      (runtime: Runtime): CursorOf =>
      (unit, host = thisHost) =>
        cursors.get(cursorName(host, runtime, unit)),

    /** Whether anything of this runtime was ever read on this machine. */
    knows: (runtime: Runtime) => cursors.keys().some((name) => name.startsWith(cursorName(thisHost, runtime, ''))),

    /**
     * Whether very much is to be written at once: pages stay in memory for longer then, and the journal is folded in
     * more seldom. What a kill leaves behind is the same.
     */
    expectMuch(isMuch: boolean) {
      index.run(`PRAGMA cache_size = ${isMuch ? -16_384 : -2_000}`)
      index.run(`PRAGMA wal_autocheckpoint = ${isMuch ? 32_000 : 1_000}`)
      if (!isMuch) index.run('PRAGMA shrink_memory')
    },

    /** Commits all or nothing; throws what SQLite throws (full, read-only, broken), with the cursors where they were. */
    commit(runtime: Runtime, batches: Batch[]): TouchedRows {
      const touched = {
        agents: new Set<string>(),
        sessions: new Set<string>(),
        jobs: new Set<string>(),
        runs: new Set<string>(),
      }
      const newUsage = written(runtime, batches, touched)
      for (const { unit, cursor, host = thisHost } of batches)
        if (cursor !== null) cursors.set(cursorName(host, runtime, unit), cursor)
      return {
        agents: [...touched.agents],
        sessions: [...touched.sessions],
        jobs: [...touched.jobs],
        runs: [...touched.runs],
        usage: newUsage,
      }
    },
  }
}

const cursorName = (host: string, runtime: string, unit: string) => `${host} ${runtime} ${unit}`

/** So many unread places of one unit and commit are named; a file of nothing else must not fill the disk. */
const maxUnread = 100

/** What a fact may hold: a source that passes something else on has met what it did not expect. */
function isPlain(fact: Fact) {
  for (const field in fact) {
    const value = fact[field as keyof Fact] as unknown
    if (typeof value === 'object' && value !== null && !nested.has(field)) return false
  }
  return true
}

const nested = new Set(['schedule', 'tokens', 'rates'])

const factName = (fact: Fact) => ('id' in fact ? String(fact.id) : 'without a name').slice(0, 200)
