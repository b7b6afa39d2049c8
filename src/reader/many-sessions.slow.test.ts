import { afterAll, expect, test } from 'bun:test'
import { bundledPrices } from '../costs/pricing/price-book.ts'
import type { Fact } from '../facts/fact.ts'
import { bigIndex } from '../indexing/testing/big-index.ts'
import { createWriter } from '../indexing/writer.ts'
import { temporary } from '../lib/testing/temporary.ts'
import { createLiveState } from '../sessions/live-state.ts'
import type { SessionFilter } from '../sessions/session-filter.ts'
import { openStore, openStoreForReading } from '../store/store.ts'
import { createReadSide } from './read-side.ts'
import { createReads } from './reads.ts'
import { plainSettings } from './testing/settings.ts'
import { watchQueries } from './testing/watch-queries.ts'

/** Work is counted, not timed: what is asked of the index for a page, of homes that differ by four times. */

const folder = temporary('many-sessions')
const now = Date.UTC(2026, 10, 20, 12)
afterAll(() => folder[Symbol.dispose]())

function start(sessions: number) {
  const path = folder.at(`${sessions}.sqlite`)
  bigIndex(path, { now, sessions, answers: 2 * sessions })
  const index = openStoreForReading(path)
  const queries = watchQueries(index)
  const reads = createReads(createReadSide(index, plainSettings, { liveState: createLiveState(), now: () => now }))
  const writing = openStore('index', path)
  const writer = createWriter(writing.$client, bundledPrices, () => now)
  let answers = 0
  return {
    reads,
    queries,
    /** One more answer in a session of now. */
    commit() {
      answers++
      const whose = {
        runtime: 'claude-code',
        agentId: 'claude-code:project0',
        sessionId: 'claude-code.project0.000000',
      }
      const facts = [
        {
          ...whose,
          kind: 'usage',
          key: `more/${answers}`,
          at: now,
          model: 'claude-sonnet-4-5-20250929',
          provider: 'anthropic',
          loggedUsd: null,
          rates: null,
          tokens: {
            input: 10,
            output: 10,
            cacheRead: 0,
            cacheWrite5m: 0,
            cacheWrite1h: 0,
            reasoning: 0,
            unclassified: 0,
          },
        } as Fact,
      ]
      const progress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }
      writer.commit('claude-code', [{ unit: 'more', facts, cursor: null, unread: [], progress }])
    },
  }
}

const few = start(2_000)
const many = start(8_000)

/** How many rows of the index a question is answered from after a commit, and how many statements that takes. */
function workOf(at: typeof few, ask: (reads: typeof few.reads) => unknown) {
  ask(at.reads)
  at.commit()
  at.queries.take()
  ask(at.reads)
  const asked = at.queries.take()
  return {
    rows: asked.reduce((sum, { rows }) => sum + rows, 0),
    runs: asked.reduce((sum, { runs }) => sum + runs, 0),
  }
}

const questions = {
  'the first page': (reads: typeof few.reads) => reads.overviewRows(),
  'the head of the costs': (reads: typeof few.reads) => reads.costSummary({ pricing: null, forScreen: false }),
  'the first page of a list': (reads: typeof few.reads) =>
    reads.listSessions({ query: { sort: 'standing', tree: true, limit: 50 }, forScreen: false }),
  'what a page of sessions spends now': (reads: typeof few.reads) =>
    reads.burnOfSessions({
      ids: reads.listSessions({ query: { sort: 'standing', limit: 50 }, forScreen: false }).items.map(({ id }) => id),
    }),
  ...Object.fromEntries(
    Object.entries({
      'of a branch': { branch: ['main'] },
      'of a model by a part of its name': { model: ['*opus*'] },
      'of a project by its name': { project: ['*/project-3'] },
      'before a day': { before: now - 30 * 86_400_000 },
      'since a day': { since: now - 30 * 86_400_000 },
      'of what cost more': { minCostUsd: 0.000001 },
      'without a state': { not: { state: ['idle', 'asleep'] } },
      'without a branch': { not: { branch: ['main'] } },
      'of what is pinned': { is: ['pinned'] },
      'without a tool': { not: { tool: ['bash'] } },
      'of a tag': { tag: ['infra'] },
      'without a tag': { not: { tag: ['infra'] } },
    } satisfies Record<string, SessionFilter>).map(([what, filter]) => [
      `the first page of a list ${what}`,
      (reads: typeof few.reads) =>
        reads.listSessions({ query: { ...filter, sort: 'standing', tree: true, limit: 50 }, forScreen: false }),
    ]),
  ),
}

for (const [what, ask] of Object.entries(questions)) {
  test(`four times as many sessions are not four times the work for ${what}`, () => {
    const [small, large] = [workOf(few, ask), workOf(many, ask)]
    expect(large.rows).toBeLessThan(2 * small.rows)
    expect(large.runs).toBeLessThan(1.5 * small.runs + 20)
  })

  test(`no statement looks through all sessions, or all that was used, for ${what} after a commit`, () => {
    ask(many.reads)
    many.commit()
    many.queries.take()
    ask(many.reads)
    const scans = many.queries.take().flatMap(({ sql }) =>
      many.queries
        .planOf(sql)
        .filter((step) => /^SCAN (sessions|usage_rows|usage_sums|usage_totals|usage_names)\b/.test(step))
        // An index whose first rows are all that is taken is no look at everything.
        .filter(() => !/LIMIT/.test(sql))
        .map((step) => `${step}: ${sql.replace(/\s+/g, ' ').slice(0, 120)}`),
    )
    expect(scans).toEqual([])
  })
}

test('a list walked to its end meets every session once, in the order in which all of them at once stand', () => {
  const ids: string[] = []
  for (let cursor: string | undefined; ; ) {
    const query = { sort: 'standing', limit: 200, ...(cursor !== undefined && { cursor }) } as const
    const page = few.reads.listSessions({ query, forScreen: false })
    ids.push(...page.items.map(({ id }) => id))
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  // A search goes through all sessions at once; every id holds a point.
  const whole = few.reads.listSessions({ query: { sort: 'standing', q: '.', limit: 5_000 }, forScreen: false })
  expect(ids).toEqual(whole.items.map(({ id }) => id))
  expect(new Set(ids).size).toBe(2_000)
})

test('a report by session comes in pages that are the whole, and says what the rest comes to', () => {
  const whole = few.reads.costReport({ by: 'session', limit: 5_000 })
  const keys: string[] = []
  for (let cursor: string | undefined; ; ) {
    const page = few.reads.costReport({ by: 'session', limit: 300, ...(cursor !== undefined && { cursor }) })
    keys.push(...page.rows.map(({ key }) => key))
    expect([page.rowCount, page.totals.calls]).toEqual([whole.rowCount, whole.totals.calls])
    const shown = whole.rows.slice(0, keys.length).reduce((sum, { calls }) => sum + calls, 0)
    expect(page.rest.calls).toBe(whole.totals.calls - shown)
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  expect(keys).toEqual(whole.rows.map(({ key }) => key))
  expect(() => few.reads.costReport({ by: 'session', cursor: 'x' })).toThrow('nextCursor')
})
