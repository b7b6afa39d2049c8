import { expect, test } from 'bun:test'
import { officePlan } from './plan.ts'

const planFor = (area: string) => ({
  version: 1,
  name: 'Deck 1',
  ground: Array.from({ length: 8 }, () => '########'),
  pieces: [],
  rooms: [{ id: 'bay-1', kind: 'bay', rect: [0, 0, 8, 8], area }],
  desks: {},
})

test('a room may be for a project of any visible name, and for none that cannot be shown in a line', () => {
  const isTaken = (area: string) => officePlan.safeParse(planFor(area)).success
  expect(['ship', '@scope/name', '+plus', '(a) [b] {c}', '機関室', 'עברית'].filter(isTaken)).toHaveLength(6)
  expect(['', 'two\nlines', 'turned\u202eround', 'x'.repeat(201)].filter(isTaken)).toEqual([])
})
