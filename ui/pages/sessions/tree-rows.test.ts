import { expect, test } from 'bun:test'
import type { Group } from '../../../src/sessions/session-order.ts'
import { moved, parentRow, type Row, rowsOf, type Shown, unsettledWords } from './tree-rows.ts'

/** `a b(2)`: sessions, with how many children each says it has. */
function shown(order: [group: Group | undefined, ids: string][], rest: Partial<Shown> = {}): Shown {
  const items = new Map<string, number>()
  const read = (word: string) => {
    const [, id = '', childCount = '0'] = /^(\w+)(?:\((\d+)\))?$/.exec(word)!
    items.set(id, Number(childCount))
    return id
  }
  const placed = order.flatMap(([group, ids]) => ids.split(' ').map((word) => ({ id: read(word), group })))
  for (const list of rest.children?.values() ?? []) for (const id of list ?? []) if (!items.has(id)) read(id)
  return { placed, childCount: (id) => items.get(id), counts: {}, closed: new Set(), children: new Map(), ...rest }
}

/** One word a row: `[needs 2]` for a head, `-` for each step down, `+` closed with children, `…` on its way. */
const drawn = (rows: Row[]) =>
  rows
    .map((row) =>
      row.kind === 'group'
        ? `[${row.group} ${row.count}${row.below > 0 ? `+${row.below}` : ''}${row.open ? '' : ' closed'}]`
        : row.kind === 'loading'
          ? `${'-'.repeat(row.depth)}…`
          : `${'-'.repeat(row.depth)}${row.id}${row.open === false ? '+' : ''}`,
    )
    .join(' ')

test('without groups the list is the list', () => expect(drawn(rowsOf(shown([[undefined, 'a b c']])))).toBe('a b c'))

test('each group has one head, and empty groups none', () =>
  expect(
    drawn(
      rowsOf(
        shown([
          ['needs', 'a'],
          ['today', 'b c'],
        ]),
      ),
    ),
  ).toBe('[needs 1] a [today 2] b c'))

test('a head counts also what is not loaded yet', () =>
  expect(drawn(rowsOf(shown([['earlier', 'a b']], { counts: { earlier: 5_163 } })))).toBe('[earlier 5163] a b'))

test('a closed group keeps its head and its count', () =>
  expect(
    drawn(
      rowsOf(
        shown(
          [
            ['working', 'a b'],
            ['today', 'c'],
          ],
          { closed: new Set(['working'] as const) },
        ),
      ),
    ),
  ).toBe('[working 2 closed] [today 1] c'))

test('children stand under their open parent, and theirs under them', () =>
  expect(
    drawn(
      rowsOf(
        shown([[undefined, 'a(2) d(1)']], {
          children: new Map([['a', ['b', 'c']]]),
        }),
      ),
    ),
  ).toBe('a -b -c d+'))

test('children on their way have a row that says so', () =>
  expect(drawn(rowsOf(shown([[undefined, 'a(3) b']], { children: new Map([['a', null]]) })))).toBe('a -… b'))

test('a session that is its own descendant is drawn once', () =>
  expect(drawn(rowsOf(shown([[undefined, 'a(1)']], { children: new Map([['a', ['a']]]) })))).toBe('a'))

test('elbow lines go on only while siblings follow', () => {
  const rows = rowsOf(shown([[undefined, 'a(2)']], { children: new Map([['a', ['b', 'c']]]) }))
  expect(rows.map((row) => (row.kind === 'session' ? row.continues : []))).toEqual([[], [true], [false]])
})

const rows = rowsOf(
  shown(
    [
      ['needs', 'a'],
      ['today', 'b(1) d'],
    ],
    { children: new Map([['b', ['c']]]) },
  ),
)

test('one step down begins at the top, one step up at the bottom', () => {
  expect(moved(rows, undefined, 1)).toBe('group needs')
  expect(moved(rows, undefined, -1)).toBe('d')
  expect(moved([], undefined, 1)).toBeUndefined()
})
test('steps stop at both ends', () => {
  expect(moved(rows, 'a', 1)).toBe('group today')
  expect(moved(rows, 'd', 10)).toBe('d')
  expect(moved(rows, 'b', -100)).toBe('group needs')
})
test('a row that is gone is left for the first', () => expect(moved(rows, 'gone', 1)).toBe('group needs'))
test('left goes to what a row hangs from', () => {
  expect(parentRow(rows, 'c')).toBe('b')
  expect(parentRow(rows, 'd')).toBe('group today')
  expect(parentRow(rows, 'group today')).toBeUndefined()
})

test('what waits is said in words', () => {
  expect(unsettledWords({ fresh: new Set('abc'), moved: new Set() })).toBe('3 new')
  expect(unsettledWords({ fresh: new Set('a'), moved: new Set('bc') })).toBe('1 new, 2 moved')
  expect(unsettledWords({ fresh: new Set(), moved: new Set() })).toBe('')
})

test('a child that is pinned stands in its own place, and not below its parent', () => {
  const rows = rowsOf({
    placed: [
      { id: 'child', group: 'pinned' },
      { id: 'parent', group: 'today' },
    ],
    childCount: (id) => (id === 'parent' ? 2 : 0),
    counts: {},
    closed: new Set(),
    children: new Map([['parent', ['child', 'other']]]),
  })
  expect(rows.map(({ id }) => id)).toEqual(['group pinned', 'child', 'group today', 'parent', 'other'])
})

test('a head says how many more stand below the session that began them', () =>
  expect(drawn(rowsOf(shown([['needs', 'a b']], { below: { needs: 3 } })))).toBe('[needs 2+3] a b'))
