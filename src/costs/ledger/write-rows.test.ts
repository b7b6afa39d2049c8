import { expect, test } from 'bun:test'
import type { UsageFact } from '../../facts/fact.ts'
import { usage } from '../../indexing/testing/filled.ts'
import { createWriter, type Writer } from '../../indexing/writer.ts'
import { rowsOf } from '../../store/testing/index-of-0-1-0.ts'
import { storeInMemory } from '../../store/testing/store-in-memory.ts'
import { bundledPrices } from '../pricing/price-book.ts'
import { hashOf } from './hash-table.ts'

const progress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }

/** Readings of the same calls again and again, better and worse ones, replayed and not, on two hosts. */
const readings: UsageFact[] = Array.from({ length: 240 }, (_, n) =>
  usage(`main.s${n % 5}`, {
    key: `k${n % 90}`,
    rank: (n * 7) % 11,
    at: Date.UTC(2026, 10, 20) + (n % 90) * 60_000,
    tokens: { input: 1 + ((n * 7) % 11) },
    ...(n % 3 === 0 && { answerId: `m${(n % 90) % 20}`, replayed: n % 2 === 0 }),
  }),
)

function ledger(options: Parameters<typeof createWriter>[3] = {}) {
  const { $client: index } = storeInMemory('index')
  const writer = createWriter(index, bundledPrices, () => 0, options)
  const add = (facts: UsageFact[], host?: string, by: Writer = writer) =>
    by.commit('openclaw', [{ unit: 'u', facts, cursor: null, unread: [], progress, ...(host && { host }) }])
  const indexes = () =>
    index
      .query<{ name: string }, []>(
        "SELECT name FROM sqlite_schema WHERE type = 'index' AND name GLOB 'usage_*' AND sql IS NOT NULL ORDER BY name",
      )
      .all()
      .map(({ name }) => name)
  return { index, writer, add, indexes }
}

const behind = [
  'usage_rows_by_answer',
  'usage_rows_by_at',
  'usage_rows_by_key',
  'usage_rows_by_name',
  'usage_sums_by_name',
]
const always = ['usage_names_by_session']

/** In portions, so that rows are looked for that were written before. */
function addAll(add: (facts: UsageFact[], host?: string) => unknown) {
  for (let from = 0; from < readings.length; from += 40) {
    add(readings.slice(from, from + 40))
    add(readings.slice(from, from + 40), 'pier')
  }
}

test('a history is written without the indexes that only later questions need, and comes to the same', () => {
  const one = ledger()
  addAll(one.add)
  expect(one.indexes()).toEqual([...always, ...behind].sort())

  const other = ledger()
  other.writer.beginHistory()
  addAll(other.add)
  expect(other.indexes()).toEqual(always)
  other.writer.endHistory()
  expect(other.indexes()).toEqual([...always, ...behind].sort())
  expect(rowsOf(other.index)).toEqual(rowsOf(one.index))
})

test('rows from before a history are found during it', () => {
  const { index, writer, add } = ledger()
  addAll(add)
  const before = rowsOf(index)
  writer.beginHistory()
  addAll(add)
  expect(rowsOf(index)).toEqual(before)
})

test('a command leaves the indexes out, and whoever looks for a row next makes them', () => {
  const { index, writer, add, indexes } = ledger({ leavesIndexes: true })
  writer.beginHistory()
  addAll(add)
  writer.endHistory()
  expect(indexes()).toEqual(always)
  const before = rowsOf(index)
  const next = createWriter(index, bundledPrices, () => 0)
  addAll((facts, host) => add(facts, host, next))
  expect(indexes()).toEqual([...always, ...behind].sort())
  expect(rowsOf(index)).toEqual(before)
})

test('what a failed transaction wrote in a history is not taken for stored', () => {
  const { index, writer, add } = ledger()
  writer.beginHistory()
  add(readings.slice(0, 40))
  const before = rowsOf(index)
  index.run(
    "CREATE TRIGGER full BEFORE INSERT ON usage_rows WHEN new.key = 'none' BEGIN SELECT raise(ABORT, 'no room'); END",
  )
  expect(() => add([...readings, usage('main.s1', { key: 'none' })])).toThrow('no room')
  expect(rowsOf(index)).toEqual(before)
  addAll(add)
  const whole = ledger()
  addAll(whole.add)
  expect(rowsOf(index)).toEqual(rowsOf(whole.index))
})

test('keys of one hash are told apart by their text', () => {
  const { index, writer, add } = ledger()
  for (const isHistory of [false, true]) {
    if (isHistory) writer.beginHistory()
    const [one, other] = [usage('main.s1', { key: `one ${isHistory}` }), usage('main.s1', { key: `two ${isHistory}` })]
    add([one])
    index.run('UPDATE usage_rows SET key_hash = ? WHERE key = ?', [hashOf(other.key), one.key])
    add([other])
    add([other])
    expect(
      index.query('SELECT key FROM usage WHERE key IN (?, ?) ORDER BY key').values(one.key, other.key).flat(),
    ).toEqual([one.key, other.key])
  }
})

test('the id of an answer is a length of its key where it can be, and the same text for who asks', () => {
  const { index, add } = ledger()
  const ids = [
    ['claude-code:m:r', 'claude-code:m'],
    ['Käse 🧀:r', 'Käse 🧀'],
    ['k', 'another'],
    ['12', '1'],
  ]
  add(ids.map(([key, answerId]) => usage('main.s1', { key: key!, answerId: answerId! })))
  expect(index.query('SELECT key, answer_id FROM usage ORDER BY id').values()).toEqual(ids)
  expect(index.query('SELECT typeof(answer_id) FROM usage_rows ORDER BY id').values().flat()).toEqual([
    'integer',
    'text',
    'text',
    'integer',
  ])
})

test('names that repeat from call to call stand in the index once', () => {
  const { index, add } = ledger()
  add(Array.from({ length: 500 }, (_, n) => usage(`main.s${n % 2}`, { key: `k${n}` })))
  const count = (sql: string) => index.query<{ n: number }, []>(sql).get()!.n
  // Two sessions, and what the totals of all of them are called.
  expect([count('SELECT count(*) AS n FROM usage_rows'), count('SELECT count(*) AS n FROM usage_names')]).toEqual([
    500, 3,
  ])
})
