import { expect, test } from 'bun:test'
import { assignDesks } from './assign-desks.ts'

/** Desks in a row, 48 pixels apart: a letter is the room, in capitals the desk of a main agent. */
const row = (rooms: string) =>
  [...rooms].map((letter, number) => ({
    id: `${number + 1}`,
    x: number * 48,
    y: 0,
    room: letter.toLowerCase(),
    isMain: letter !== letter.toLowerCase(),
  }))

/** `b@x` is agent b of area x. */
const crew = (...names: string[]) =>
  names.map((name) => {
    const [id = '', area] = name.split('@')
    return { id, area: area ?? null }
  })

type More = Parameters<typeof assignDesks<ReturnType<typeof row>[number]>>[2]

/** Who sits at each desk, as a row of names; `.` is a free desk. */
const seated = (rooms: string, names: string[], more?: More) => {
  const desks = row(rooms)
  const plan = assignDesks(desks, crew(...names), more)
  const owners = new Map([...plan.desks].map(([id, desk]) => [desk.id, id]))
  return [...desks.map(({ id }) => owners.get(id) ?? '.'), ...plan.unseated.map((id) => `(${id})`)].join(' ')
}
const after = (rooms: string, names: string[]) => ({ before: assignDesks(row(rooms), crew(...names)).desks })

test('newcomers sit down in the order of the desks, whatever order they are told in', () => {
  expect(seated('aaaa', ['b', 'c', 'a'])).toBe('a b c .')
  expect(seated('aaaa', ['c', 'a', 'b'])).toBe('a b c .')
})

test('nobody moves because another comes or goes', () => {
  expect(seated('aaaa', ['b', 'c', 'aa'], after('aaaa', ['b', 'c']))).toBe('b c aa .')
  expect(seated('aaaa', ['c'], after('aaaa', ['b', 'c']))).toBe('. c . .')
})

test('the main agent of a runtime takes the desk that is for it, and others leave it free as long as they can', () => {
  expect(seated('aAaa', ['a', 'openclaw:main', 'b'])).toBe('a openclaw:main b .')
  expect(seated('Aaa', ['a', 'b'])).toBe('. a b')
  expect(seated('Aaa', ['a', 'b', 'c'])).toBe('c a b')
  expect(seated('Aaa', ['a:main', 'b:main'])).toBe('a:main b:main .')
  expect(seated('Aaa', ['c', 'x:main'], after('Aaa', ['a', 'b', 'c']))).toBe('c x:main .')
})

test('those of one area sit together, and two areas sit apart', () => {
  expect(seated('aaaaaaaa', ['a@x', 'b@y', 'c@x', 'd@y'])).toBe('a c . d b . . .')
  expect(seated('aaaa', ['a@x', 'd@x'], after('aaaa', ['a@x', 'b', 'c']))).toBe('a d . .')
})

test('a room that is for an area holds its members, and others only when there is nothing else', () => {
  const areaOfRoom = new Map([['b', 'x']])
  expect(seated('aabb', ['a', 'b', 'c@x', 'd'], { areaOfRoom })).toBe('a b d c')
  expect(seated('aabb', ['a@y', 'c@x', 'd@x'], { areaOfRoom })).toBe('a . d c')
})

test('a desk that was given by hand is taken from whoever sits there', () => {
  expect(seated('aaaa', ['a', 'b'], { ...after('aaaa', ['a', 'b']), chosen: { b: '1' } })).toBe('b a . .')
  expect(seated('aaaa', ['a', 'b'], { chosen: { a: '4', b: '4' } })).toBe('b . . a')
  expect(seated('aa', ['a'], { chosen: { a: 'no such desk' } })).toBe('a .')
})

test('those for whom there is no desk are listed', () => {
  expect(seated('aa', ['a', 'b', 'c', 'd'])).toBe('a b (c) (d)')
  expect(seated('', ['a'])).toBe('(a)')
})

test('five hundred find their desks in a moment', () => {
  const desks = row('a'.repeat(500))
  const many = Array.from({ length: 600 }, (_, number) => ({ id: `${number}`, area: `${number % 40}` }))
  const begun = performance.now()
  const plan = assignDesks(desks, many)
  expect(performance.now() - begun).toBeLessThan(1_000)
  expect(new Set(plan.desks.values()).size).toBe(500)
  expect(plan.unseated).toHaveLength(100)
})
