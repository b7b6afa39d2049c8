import type { Database } from 'bun:sqlite'
import { writeAgents } from '../agents/write-agents.ts'
import { writeLimits } from '../costs/ledger/write-limits.ts'
import { type Pricing, pricingOf, writeUsage } from '../costs/ledger/write-usage.ts'
import type { PriceBook } from '../costs/pricing/price.ts'
import { writeContextWindows } from '../costs/pricing/write-context-windows.ts'
import { writeCrons } from '../crons/write-crons.ts'
import { checkFact } from '../facts/fact-bounds.ts'
import type { Runtime } from '../facts/runtimes.ts'
import type { Batch, CursorOf } from '../facts/source.ts'
import { writeFiles } from '../files/write-files.ts'
import { isHostName, thisHost } from '../ids.ts'
import { writeSessions } from '../sessions/write-sessions.ts'
import { createCursors } from './cursors.ts'
import { scopeFact } from './scope-facts.ts'
import { createUnread } from './unread.ts'

/** The ids of the rows that a commit touched, and whether it changed any sum. */
export type TouchedRows = { agents: string[]; sessions: string[]; jobs: string[]; runs: string[]; usage: boolean }

export type Writer = ReturnType<typeof createWriter>

/**
 * The only writer of index.sqlite. The rows and cursors of a commit are written in one transaction: after a kill at any
 * moment the index holds both or neither. `now` in ms. `leavesIndexes` is for one pass and no more: the indexes that only
 * later ones need are left to them.
 */
export function createWriter(
  index: Database,
  pricing: PriceBook | Pricing,
  now: () => number,
  { leavesIndexes = false }: { leavesIndexes?: boolean } = {},
) {
  const writeAgent = writeAgents(index)
  const writeSession = writeSessions(index)
  const usage = writeUsage(index, pricingOf(pricing))
  const limits = writeLimits(index)
  const contextWindows = writeContextWindows(index)
  const crons = writeCrons(index)
  const files = writeFiles(index, now)
  const cursors = createCursors(index)
  const unreadPlaces = createUnread(index)

  const writeBatches = index.transaction((runtime: Runtime, batches: Batch[], touched: TouchedIds): boolean => {
    for (const { unit, facts, cursor, unread, host = thisHost } of batches) {
      if (host !== thisHost && !isHostName(host)) throw new TypeError(`“${host}” cannot be the host of facts.`)
      const places = unreadPlaces.of(host, runtime, unit, now())
      for (const foreign of facts) {
        const checked = checkFact(foreign, (loss) => places.lost(foreign, loss))
        if (checked === undefined) continue
        if (checked === foreign) places.fits(foreign)
        const fact = scopeFact(host, checked)
        switch (fact.kind) {
          case 'agent':
            writeAgent(fact, host)
            touched.agents.add(fact.id)
            break
          case 'session':
            for (const superseded of writeSession(fact, host)) touched.sessions.add(superseded)
            if (fact.model) contextWindows.write(fact.model)
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
          case 'file-touch':
          case 'call-failed':
          case 'call-ran':
          case 'tool-use':
            files.write(fact, host)
            break
          default:
            fact satisfies never
        }
      }
      if (cursor !== null) cursors.write(host, runtime, unit, cursor)
      for (const { where, reason } of unread) places.write(where, reason)
      if (unread.length === 0 && facts.length > 0) places.removeWhole()
    }
    limits.flush()
    const changed = usage.flush()
    for (const { sessionId, agentId } of changed) {
      touched.sessions.add(sessionId)
      touched.agents.add(agentId)
    }
    return changed.length > 0
  })

  return {
    cursorOf:
      (runtime: Runtime): CursorOf =>
      (unit, host = thisHost) =>
        cursors.of(host, runtime, unit),

    /** Whether anything of this runtime was ever read on this machine. */
    knows: (runtime: Runtime) => cursors.hasAny(thisHost, runtime),

    /**
     * Begins a long history: SQLite holds more pages in memory and folds in its journal more seldom, and the indexes of
     * calls are left out until `endHistory`. A kill loses nothing: the next run makes them.
     */
    beginHistory() {
      index.run('PRAGMA cache_size = -16384')
      index.run('PRAGMA wal_autocheckpoint = 32000')
      usage.beginHistory()
    },

    /** Ends it, and makes the indexes that are missing, also where no history was begun. */
    endHistory() {
      usage.endHistory(leavesIndexes ? 'leave' : 'make')
      index.run('PRAGMA cache_size = -2000')
      index.run('PRAGMA wal_autocheckpoint = 1000')
      index.run('PRAGMA shrink_memory')
    },

    /** Folds the journal into the database, so that whoever opens it next need not read it. */
    foldJournal: () => void index.run('PRAGMA wal_checkpoint(TRUNCATE)'),

    /** Commits all or nothing; throws what SQLite throws (full, read-only, broken), with the cursors where they were. */
    commit(runtime: Runtime, batches: Batch[]): TouchedRows {
      const touched: TouchedIds = { agents: new Set(), sessions: new Set(), jobs: new Set(), runs: new Set() }
      const hasNewUsage = writeOrDrop(runtime, batches, touched)
      return {
        agents: [...touched.agents],
        sessions: [...touched.sessions],
        jobs: [...touched.jobs],
        runs: [...touched.runs],
        usage: hasNewUsage,
      }
    },
  }

  /** What was gathered for a transaction that failed is dropped with it. */
  function writeOrDrop(...[runtime, batches, touched]: Parameters<typeof writeBatches>) {
    try {
      return writeBatches.immediate(runtime, batches, touched)
    } catch (error) {
      usage.drop()
      limits.drop()
      contextWindows.forget()
      throw error
    }
  }
}

type TouchedIds = Record<keyof Omit<TouchedRows, 'usage'>, Set<string>>
