import { expect, test } from 'bun:test'
import type { OfficeMember } from '../../../src/office/member.ts'
import { composedSize, type DeckRoom, shareDecks } from './share-decks.ts'

const member = (id: string, parentId: string | null = null) =>
  ({ id, kind: parentId === null ? 'agent' : 'subagent', parentId }) as OfficeMember
const more = (agents: number) => (agents <= 2 ? [agents] : [2, agents - 2])
const idsOn = (crew: OfficeMember[], rooms: DeckRoom[] = []) =>
  shareDecks(crew, rooms, more).map(({ members }) => members.map(({ id }) => id).toSorted())

test('an office without anybody has one deck', () => {
  expect(shareDecks([], [], () => [])).toEqual([{ members: [], agents: 0 }])
})

test('agents fill one deck after the other by their ids, and sub-agents are where their agent is', () => {
  const crew = [member('d'), member('s', 'c'), member('t', 's'), member('a'), member('c'), member('b')]
  expect(idsOn(crew)).toEqual([
    ['a', 'b'],
    ['c', 'd', 's', 't'],
  ])
})

test('nobody is lost who names a parent that is not there, or each other', () => {
  const crew = [member('a'), member('s', 'gone'), member('x', 'y'), member('y', 'x')]
  expect(idsOn(crew)[0]).toHaveLength(4)
})

test('on decks that somebody built, who was given a desk is at it, and the others fill what is left', () => {
  const crew = ['a', 'b', 'c', 'd'].map((id) => member(id))
  const rooms = [
    { room: 2, given: [] },
    { room: 2, given: ['a', 'gone'] },
  ]
  expect(idsOn(crew, rooms)).toEqual([
    ['b', 'c'],
    ['a', 'd'],
  ])
})

test('who has no room on any deck is on a further one', () => {
  const crew = ['a', 'b', 'c', 'd'].map((id) => member(id))
  expect(idsOn(crew, [{ room: 1, given: [] }])).toEqual([['a'], ['b', 'c'], ['d']])
})

test('more than have room on a deck may be given desks there, and displace nobody from another', () => {
  const crew = ['a', 'b', 'c'].map((id) => member(id))
  expect(idsOn(crew, [{ room: 1, given: ['a', 'b'] }])).toEqual([['a', 'b'], ['c']])
})

test('an office is composed somewhat larger than needed, so that a newcomer does not rebuild it', () => {
  expect([0, 3, 4, 60, 61].map(composedSize)).toEqual([3, 3, 6, 60, 60])
})
