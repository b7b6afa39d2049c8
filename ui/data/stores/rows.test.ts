import { expect, test } from 'bun:test'
import { createEffect, createRoot, mapArray } from 'solid-js'
import { createRows } from './rows.ts'

type Row = { key: string; state: string; note?: string; parts: { name: string; count: number } }
const row = (key: string, state = 'idle', count = 0): Row => ({ key, state, parts: { name: 'p', count } })

/** Rows with what is run again for each change: per row what reads its state, and the list of rows. */
function watched(...initial: Row[]) {
  const rows = createRows<Row>(({ key }) => key)
  rows.reset(initial)
  let runs: string[] = []
  createRoot(() => {
    const lines = mapArray(
      () => rows.rows,
      (row) => {
        runs.push(`made ${row.key}`)
        createEffect(() => void runs.push(`${row.key} ${row.state}`))
        return row.key
      },
    )
    createEffect(() => void runs.push(lines().join('')))
  })
  return {
    rows,
    /** What `change` runs again, by name. */
    after(change: () => void) {
      runs = []
      change()
      return runs.sort()
    },
  }
}

test('a row that changes runs again what reads that field of it, and nothing else', () => {
  const { rows, after } = watched(row('a'), row('b'), row('c'))
  expect(after(() => rows.put(row('b', 'running')))).toEqual(['b running'])
  expect(after(() => rows.put(row('b', 'running', 5)))).toEqual([])
  expect(rows.rows[1]).toEqual(row('b', 'running', 5))
})

test('what is within a row is changed by itself too, and a field that is gone is gone', () => {
  const { rows } = watched({ ...row('a'), note: 'noted' })
  let runs = 0
  createRoot(() =>
    createEffect(() => {
      rows.rows[0]?.parts.name
      runs++
    }),
  )
  rows.put(row('a', 'idle', 5))
  expect([runs, rows.rows[0]?.parts.count, rows.rows[0]?.note]).toEqual([1, 5, undefined])
})

test('putting a row twice changes nothing', () => {
  const { rows, after } = watched(row('a'))
  rows.put(row('b', 'running'))
  expect(after(() => rows.put(row('b', 'running')))).toEqual([])
})

test('a row that comes or goes makes no other anew', () => {
  const { rows, after } = watched(row('a'), row('b'))
  expect(after(() => rows.put(row('c')))).toEqual(['abc', 'c idle', 'made c'])
  expect(after(() => rows.remove('a'))).toEqual(['bc'])
  expect(after(() => rows.remove('x'))).toEqual([])
})

test('rows that change places are the same rows', () => {
  const { rows, after } = watched(row('a'), row('b'), row('c'))
  expect(after(() => rows.arrange((all) => all.toReversed()))).toEqual(['cba'])
  expect(after(() => rows.arrange((all) => [...all]))).toEqual([])
})

test('an answer changes the rows that are known by their key', () => {
  const { rows, after } = watched(row('a'), row('b'))
  expect(after(() => rows.reset([row('b', 'running'), row('c')]))).toEqual(['b running', 'bc', 'c idle', 'made c'])
  expect(after(() => rows.reset([row('b', 'running'), row('c')]))).toEqual([])
})

test('a row that somebody else holds is not changed', () => {
  const { rows } = watched()
  const theirs = row('a')
  rows.put(theirs)
  rows.put(row('a', 'running', 5))
  expect(theirs).toEqual(row('a'))
})
