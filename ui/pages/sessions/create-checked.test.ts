import { expect, test } from 'bun:test'
import { createRoot } from 'solid-js'
import { checkedWords } from './checked-words.ts'
import { createChecked } from './create-checked.ts'
import type { Row } from './tree-rows.ts'

const session = (id: string): Row => ({ kind: 'session', id, depth: 0, continues: [], open: undefined })
const group: Row = { kind: 'group', id: 'group today', group: 'today', count: 9, below: 0, open: true }

function start() {
  const rows = [group, ...'abcd'.split('').map(session), group, ...'efgh'.split('').map(session)]
  const checked = createRoot(() => createChecked(() => rows))
  return { checked, ids: () => [...checked.checked()].sort().join('') }
}

test('one is checked and given back', () => {
  const { checked, ids } = start()
  checked.toggle('b')
  checked.toggle('d')
  expect([ids(), checked.count(), checked.extent()]).toEqual(['bd', 2, 'some'])
  checked.toggle('b')
  expect(ids()).toBe('d')
})

test('a range goes from the one checked last to the next, over heads of groups, in either direction', () => {
  const { checked, ids } = start()
  checked.toggle('c')
  checked.extendTo('f')
  expect(ids()).toBe('cdef')
  checked.extendTo('a')
  expect(ids()).toBe('abc')
})

test('a range that shrinks gives back what it took, and nothing else', () => {
  const { checked, ids } = start()
  checked.toggle('h')
  checked.toggle('b')
  checked.extendTo('e')
  checked.extendTo('c')
  expect(ids()).toBe('bch')
})

test('a range without a beginning begins where it is told, or at itself', () => {
  const { checked, ids } = start()
  checked.extendTo('c', 'b')
  expect(ids()).toBe('bc')
  const other = start()
  other.checked.extendTo('c')
  expect(other.ids()).toBe('c')
})

test('all that are loaded are checked at once, and given back at once', () => {
  const { checked, ids } = start()
  checked.toggle('c')
  checked.toggleAll()
  expect([ids(), checked.extent()]).toEqual(['abcdefgh', 'all'])
  checked.toggleAll()
  expect(ids()).toBe('')
})

test('clearing says whether there was anything to clear, and ends choosing', () => {
  const { checked } = start()
  expect(checked.clear()).toBe(false)
  checked.startChoosing()
  expect([checked.isChoosing(), checked.clear(), checked.isChoosing()]).toEqual([true, true, false])
})

const item = (
  state: 'running' | 'failed' | 'killed' | 'idle',
  costUsd: number | null,
  costSource = 'computed' as const,
) => ({
  state,
  costUsd,
  costSource: costUsd === null ? null : costSource,
})

test('what is checked is summed in words', () => {
  expect(checkedWords([item('running', 4.12), item('failed', 1.39), item('killed', 0.52)])).toBe(
    'two stopped, one running, $6.03 together',
  )
  expect(checkedWords([item('idle', 1)])).toBe('one idle, $1.00')
  expect(checkedWords(Array.from({ length: 12 }, () => item('idle', null)))).toBe('12 idle')
})

test('a cost that is not known in full says that it is more', () =>
  expect(checkedWords([item('idle', 1), { state: 'idle', costUsd: null, costSource: 'unpriced' }])).toContain('≥'))
