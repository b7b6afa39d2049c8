import { expect, test } from 'bun:test'
import { composeOffice } from '../../../office/plan/compose/compose-plan.ts'
import { member } from '../../../office/world/testing/members.ts'
import { createWorld } from '../../../office/world/world.ts'
import { debugRows } from './debug-rows.ts'

test('everybody is named with the reason, also who has no place and who is leaving', () => {
  const world = createWorld({ layout: composeOffice(3), seed: 'debug' })
  const crew = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'].map((id) =>
    member(id, { state: 'running', witness: 'gateway', witnessedAt: 0 }),
  )
  world.setMembers(crew, 0)
  const before = debugRows(crew, world)
  expect(before.map(({ id }) => id).toSorted()).toEqual(crew.map(({ id }) => id))
  expect(before.find(({ place }) => place === null)).toMatchObject({
    act: null,
    at: null,
    why: expect.stringContaining('no place is left'),
  })
  expect(before.find(({ place }) => place !== null)).toMatchObject({
    source: 'openclaw',
    state: 'running',
    witness: 'gateway',
    lastWord: '1970-01-01T00:00:00.000Z',
    since: null,
    why: expect.stringContaining('it is at work'),
  })
  const seated = before.find(({ place }) => place !== null)!.id
  const rest = crew.filter(({ id }) => id !== seated)
  world.setMembers(rest, 10)
  expect(debugRows(rest, world).find(({ id }) => id === seated)?.why).toContain('leaves')
})

test('a time that is none is not known', () => {
  const odd = member('a', { since: Number.NaN, witnessedAt: 1e300 })
  const [row] = debugRows([odd], { actors: [], explain: () => '' })
  expect(row).toMatchObject({ since: null, lastWord: null })
})
