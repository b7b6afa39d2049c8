import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import type { Fact } from '../../facts/fact.ts'
import { usage } from '../../indexing/testing/filled.ts'
import { createWriter } from '../../indexing/writer.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { migrations } from '../../store/migrations.ts'
import { openStore } from '../../store/store.ts'
import { storeInMemory } from '../../store/testing/store-in-memory.ts'
import { createOverrides } from '../pricing/overrides.ts'
import type { PriceBook, PriceEntry } from '../pricing/price.ts'
import { createRepricing, pricesName } from './reprice.ts'

const sells = (usd: number): PriceBook => {
  const rate = { usd }
  const tokens = { input: rate, output: rate, cacheRead: rate, cacheWrite5m: rate, cacheWrite1h: rate }
  const rates = { ...tokens, thousandSearches: 10 * usd }
  const entry: PriceEntry = { source: 'book', entry: 'p/m', from: null, rates }
  return ({ model }) => (model === 'm' || model === 'gpt-5.5' ? entry : undefined)
}

const facts: Fact[] = Array.from({ length: 2_500 }, (_, n) =>
  usage(`a${n % 3}.s${n % 7}`, {
    key: `k${n}`,
    at: Date.UTC(2026, 10, 1 + (n % 19)),
    model: n % 4 === 0 ? 'other' : n % 3 === 0 ? 'gpt-5.5' : 'm',
    loggedUsd: n % 5 === 0 ? 0.5 : null,
    tokens: { input: 1_000 + n },
    ...(n % 9 === 0 && { tier: (['priority', 'flex', 'batch'] as const)[n % 2]! }),
    ...(n % 10 === 0 && { usOnly: true }),
    searches: n % 7 === 0 ? n % 5 : 0,
    ...(n % 6 === 0 && { answerId: `m${n % 60}`, replayed: n % 12 === 0 }),
  }),
)

const progress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }

function kept(book: PriceBook) {
  const { $client: db } = storeInMemory('index')
  createWriter(db, book, () => 0).commit('openclaw', [{ unit: 'u', facts, cursor: null, unread: [], progress }])
  return db
}

type Db = ReturnType<typeof kept>

/** Sums as they are kept, and as they come out of the answers. */
const sums = (db: Db) =>
  db
    .query(
      'SELECT quarter, session_id, model, price_id, calls, round(cost_usd, 9) AS usd, round(input_usd, 9) AS parts, searches, round(search_usd, 9) AS search, unpriced_tokens FROM usage_15m ORDER BY 1, 2, 3, 4',
    )
    .all()
const agree = (db: Db) => {
  const one = (sql: string) => db.query<{ calls: number; usd: number }, []>(sql).get()!
  const rows = one('SELECT count(*) AS calls, sum(cost_usd) AS usd FROM usage WHERE counted = 1')
  const kept = one('SELECT sum(calls) AS calls, sum(cost_usd) AS usd FROM usage_15m')
  expect(kept.calls).toBe(rows.calls)
  expect(Math.abs(kept.usd - rows.usd)).toBeLessThan(1e-9)
}
const run = (db: Db, book: PriceBook, name: string, signal = new AbortController().signal) =>
  createRepricing(db, { book }, name).run(signal, () => {})

test('another book prices everything again, as if it had been read with it', async () => {
  const db = kept(sells(3))
  await run(db, sells(5), 'five')
  expect(sums(db)).toEqual(sums(kept(sells(5))))
  agree(db)
})

test('between two steps sums agree with their answers, and after a kill it goes on', async () => {
  const db = kept(sells(3))
  const stopping = new AbortController()
  const told: number[] = []
  await createRepricing(db, { book: sells(5) }, 'five').run(stopping.signal, (done) => {
    told.push(done)
    agree(db)
    stopping.abort()
  })
  expect(told).toEqual([1_000])
  const again = createRepricing(db, { book: sells(5) }, 'five')
  expect(again.isCurrent()).toBe(false)
  await again.run(new AbortController().signal, (done) => told.push(done))
  expect(told).toEqual([1_000, 2_000, 2_500])
  expect(sums(db)).toEqual(sums(kept(sells(5))))
})

test('the same answer on two hosts is priced again on both, also where a step ends between them', async () => {
  const both = (book: PriceBook) => {
    const { $client: db } = storeInMemory('index')
    const batch = { unit: 'u', facts, cursor: null, unread: [], progress }
    // So many rows that the first step ends with the first host of one key.
    const [first] = facts
    const batches = [batch, { ...batch, host: 'pier' }, { ...batch, facts: [first!], host: 'quay' }]
    createWriter(db, book, () => 0).commit('openclaw', batches)
    return db
  }
  const db = both(sells(3))
  for (let step = 0; step < 3; step++) {
    const stopping = new AbortController()
    await createRepricing(db, { book: sells(5) }, 'five').run(stopping.signal, () => stopping.abort())
    agree(db)
  }
  await run(db, sells(5), 'five')
  expect(sums(db)).toEqual(sums(both(sells(5))))
})

test('where prices change again in the middle it begins anew', async () => {
  const db = kept(sells(3))
  const stopping = new AbortController()
  await createRepricing(db, { book: sells(5) }, 'five').run(stopping.signal, () => stopping.abort())
  await run(db, sells(7), 'seven')
  expect(sums(db)).toEqual(sums(kept(sells(7))))
})

test('what is priced with these prices already is left alone', async () => {
  const db = kept(sells(3))
  await run(db, sells(5), 'five')
  const before = db.query<{ n: number }, []>('SELECT total_changes() AS n').get()!.n
  await run(db, sells(9), 'five')
  expect(db.query<{ n: number }, []>('SELECT total_changes() AS n').get()!.n).toBe(before)
})

test('what the runtime logged stays', async () => {
  const db = kept(sells(3))
  await createRepricing(
    db,
    { book: sells(3), overrides: createOverrides([{ model: 'm', input: 100, output: 1 }]) },
    'own',
  ).run(new AbortController().signal, () => {})
  const logged = db
    .query('SELECT DISTINCT cost_usd AS usd, cost_source AS source FROM usage WHERE logged_usd > 0')
    .all()
  expect(logged).toEqual([{ usd: 0.5, source: 'logged' }])
  agree(db)
})

test('other prices of one’s own are other prices', () => {
  const name = pricesName([{ model: 'm', input: 1, output: 1 }])
  expect(pricesName([{ model: 'm', input: 1, output: 1 }])).toBe(name)
  expect(pricesName([{ model: 'm', input: 2, output: 1 }])).not.toBe(name)
})

test('an index of an older program keeps its sums, and is priced with its parts from then on', async () => {
  using folder = temporary('older-index')
  const path = folder.at('index.sqlite')
  const older = new Database(path, { create: true, strict: true })
  for (const step of migrations.index.slice(0, 2)) older.run(step)
  older.run('PRAGMA user_version = 2')
  const row = older.prepare(
    `INSERT INTO usage (key, runtime, agent_id, session_id, entry_id, at, model, provider, input, output, cache_read,
       cache_write_5m, cache_write_1h, reasoning, unsplit, cost_usd, cost_source, logged_usd, counted)
     VALUES (?, 'openclaw', 'openclaw:a', 'openclaw.a.s', ?, 1000, 'm', 'p', 1000000, 0, 0, 0, 0, 0, 0, ?, ?, ?, ?)`,
  )
  row.run('openclaw/s1/deadbeef/1000//1', 'deadbeef', 9, 'computed', null, 1)
  row.run('openclaw/s2/deadbeef/1000//1', 'deadbeef', 9, 'computed', null, 1)
  row.run('codex:1', '', 2, 'logged', 2, 1)
  row.run('codex:2', '', 2, 'logged', 2, 0)
  older.close()
  const { $client: db } = openStore('index', path)
  createWriter(db, sells(3), () => 0)
  expect(db.query('SELECT calls, cost_usd, logged_usd FROM usage_15m ORDER BY calls, cost_usd').all()).toEqual([
    { calls: 1, cost_usd: 2, logged_usd: 2 },
    { calls: 1, cost_usd: 9, logged_usd: 0 },
  ])
  await run(db, sells(3), 'three')
  const found = db.query('SELECT calls, cost_usd, input_usd, logged_usd FROM usage_15m ORDER BY calls, input_usd')
  expect(found.all()).toEqual([
    { calls: 1, cost_usd: 2, input_usd: 0, logged_usd: 2 },
    { calls: 1, cost_usd: 3, input_usd: 3, logged_usd: 0 },
  ])
  db.close()
})
