import { expect, test } from 'bun:test'
import type { Fact } from '../facts/fact.ts'
import type { Batch } from '../facts/source.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { agent, session, usage } from './testing/filled.ts'
import { createWriter } from './writer.ts'

const progress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }
const batch = (unit: string, facts: Fact[], rest: Partial<Batch> = {}): Batch => ({
  unit,
  facts,
  cursor: { unit },
  unread: [],
  progress,
  ...rest,
})

function start() {
  const index = storeInMemory('index').$client
  const count = (table: string) => index.query<{ n: number }, []>(`SELECT count(*) AS n FROM ${table}`).get()!.n
  return {
    index,
    count,
    writer: createWriter(
      index,
      () => undefined,
      () => 7,
    ),
  }
}

test('facts and cursors are kept together, and known to the next writer', () => {
  const { index, count, writer } = start()
  writer.commit('openclaw', [batch('a', [usage('main.a')]), batch('b', [usage('main.b')], { cursor: null })])
  expect(count('usage')).toBe(2)
  for (const one of [
    writer,
    createWriter(
      index,
      () => undefined,
      () => 7,
    ),
  ]) {
    const cursorOf = one.cursorOf('openclaw')
    expect([cursorOf('a'), cursorOf('b'), one.cursorOf('codex')('a')]).toEqual([{ unit: 'a' }, undefined, undefined])
  }
})

test('of a commit that fails nothing is kept, neither facts nor cursors', () => {
  const { index, count, writer } = start()
  index.run(
    "CREATE TRIGGER full BEFORE INSERT ON cursors WHEN new.unit = 'b' BEGIN SELECT raise(ABORT, 'no room'); END",
  )
  expect(() => writer.commit('openclaw', [batch('a', [usage('main.a')]), batch('b', [usage('main.b')])])).toThrow(
    'no room',
  )
  expect([count('usage'), count('cursors')]).toEqual([0, 0])
  expect(writer.cursorOf('openclaw')('a')).toBeUndefined()
  writer.commit('openclaw', [batch('a', [usage('main.a')])])
  expect([count('usage'), writer.cursorOf('openclaw')('a')]).toEqual([1, { unit: 'a' }])
})

test('a commit says what it touched; what was known already is not touched', () => {
  const { writer } = start()
  const answer = usage('main.a')
  const commit = (facts: Fact[]) => writer.commit('openclaw', [batch('a', facts)])
  expect(commit([agent('ops'), session('main.s'), answer])).toEqual({
    agents: ['openclaw:ops', 'openclaw:main'],
    sessions: ['openclaw.main.s', 'openclaw.main.a'],
    jobs: [],
    runs: [],
    usage: true,
  })
  expect(commit([answer])).toEqual({ agents: [], sessions: [], jobs: [], runs: [], usage: false })
})

test('one answer changes one row of each table that holds it, whatever the index holds already', () => {
  const { index, writer } = start()
  const changes = () => index.query<{ n: number }, []>('SELECT total_changes() AS n').get()!.n
  const names = Array.from({ length: 100 }, (_, n) => `main.s${n}`)
  writer.commit(
    'openclaw',
    names.map((name) => batch(name, [session(name), usage(name), usage(name)])),
  )
  const answer = usage('main.s7')
  const before = changes()
  expect(writer.commit('openclaw', [batch('main.s7', [answer])])).toEqual({
    agents: ['openclaw:main'],
    sessions: ['openclaw.main.s7'],
    jobs: [],
    runs: [],
    usage: true,
  })
  // The call, the sum and the total of its quarter of an hour, the mark of its day, and the cursor.
  expect(changes() - before).toBe(5)
})

test('what could not be read is kept by its place, and a whole file is forgiven once it can', () => {
  const { index, writer } = start()
  const unread = () =>
    index
      .query<{ place: string }, []>('SELECT place FROM unread ORDER BY place')
      .all()
      .map(({ place }) => place)
  const bad = (where: string) => batch('f', [], { unread: [{ unit: 'f', where, reason: 'no' }] })
  writer.commit('openclaw', [bad('byte 5'), bad('whole file'), bad('byte 5')])
  expect(unread()).toEqual(['byte 5', 'whole file'])
  writer.commit('openclaw', [batch('other', [agent('main')])])
  expect(unread()).toEqual(['byte 5', 'whole file'])
  writer.commit('openclaw', [batch('f', [agent('main')])])
  expect(unread()).toEqual(['byte 5'])
})

test('what is cut or refused of a fact is kept by the name of the fact, until the fact is whole', () => {
  const { index, count, writer } = start()
  const places = () =>
    index.query<{ place: string; reason: string }, []>('SELECT place, reason FROM unread ORDER BY place').all()
  const ops = agent('ops', { name: 'n'.repeat(300), emoji: '🦞'.repeat(1_000) })
  const bad = usage('main.a', { at: 1e300 })
  writer.commit('openclaw', [batch('a', [ops, bad, usage('main.b', { loggedUsd: 1e300 })])])
  expect([count('agents'), count('usage')]).toEqual([1, 1])
  expect(index.query('SELECT length(name) AS name, emoji FROM agents').get()).toEqual({ name: 200, emoji: '🦞' })
  expect(places().map(({ place }) => place)).toEqual([
    'cut in agent openclaw:ops',
    expect.stringContaining('refused in answer k'),
    expect.stringContaining('refused in answer k'),
  ])
  expect(places()[0]!.reason).toContain(
    'its name is not a name of at most 200 visible characters, its emoji is not one',
  )
  writer.commit('openclaw', [batch('a', [agent('ops', { name: 'Ops', emoji: '🦞' })])])
  expect(places().map(({ place }) => place.slice(0, 7))).toEqual(['refused', 'refused'])
})
