import { expect, test } from 'bun:test'
import { readCursor, writeCursor } from './list-cursor.ts'

const cursor = { sort: 'last', dir: 'desc', at: 5, mark: 4, behind: { rank: 0, value: 'x', id: 'a' } } as const

test('a cursor is read as it was written, in its own order alone', () => {
  expect(readCursor(writeCursor(cursor), 'last', 'desc')).toEqual(cursor)
  expect(() => readCursor(writeCursor(cursor), 'last', 'asc')).toThrow('of another order')
  expect(() => readCursor(writeCursor(cursor), 'cost', 'desc')).toThrow('of another order')
})

test('whatever else is sent as a cursor is refused', () => {
  const whole = ['last', 'desc', 5, 4, 0, 'x', 'a']
  const wrong: unknown[] = ['a', 1, true, {}, []]
  const sent = whole.flatMap((kept, at) =>
    wrong
      .filter((value) => (at === 5 ? typeof value === 'object' || value === true : typeof value !== typeof kept))
      .map((value) => whole.with(at, value as string)),
  )
  for (const one of [
    ...sent,
    [...whole, 1],
    whole.slice(1),
    {},
    null,
    7,
    'last',
    whole.with(1, 'up'),
    whole.with(0, 'size'),
  ])
    expect(() => readCursor(Buffer.from(JSON.stringify(one)).toString('base64url'), 'last', 'desc')).toThrow(
      'must be the nextCursor',
    )
  for (const text of ['', '%%', 'e30', 'bnVsbA'])
    expect(() => readCursor(text, 'last', 'desc')).toThrow('must be the nextCursor')
})
