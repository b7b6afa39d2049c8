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

/** A fact that no table takes. */
const impossible = { ...usage('main.a'), at: null } as unknown as Fact

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
  const { count, writer } = start()
  expect(() => writer.commit('openclaw', [batch('a', [usage('main.a')]), batch('b', [impossible])])).toThrow('NOT NULL')
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
  // The call, the sum of its quarter of an hour, and the cursor.
  expect(changes() - before).toBe(3)
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
