import { expect, test } from 'bun:test'
import type { OfficeMember } from '../../../src/office/member.ts'
import { floorsOf } from './floors.ts'

const member = (id: string, parentId: string | null = null) =>
  ({ id, kind: parentId === null ? 'agent' : 'subagent', parentId }) as OfficeMember
const plan = (agents: number) => (agents <= 2 ? [agents] : [2, agents - 2])

test('an office without anybody has one small floor', () => {
  expect(floorsOf([], () => [])).toEqual([{ members: [], size: 3 }])
})

test('agents fill one floor after the other by their ids, and sub-agents are where their agent is', () => {
  const crew = [member('d'), member('s', 'c'), member('t', 's'), member('a'), member('c'), member('b')]
  const ids = floorsOf(crew, plan).map(({ members }) => members.map(({ id }) => id).toSorted())
  expect(ids).toEqual([
    ['a', 'b'],
    ['c', 'd', 's', 't'],
  ])
})

test('nobody is lost who names a parent that is not there, or each other', () => {
  const crew = [member('a'), member('s', 'gone'), member('x', 'y'), member('y', 'x')]
  expect(floorsOf(crew, plan)[0]!.members).toHaveLength(4)
})

test('an office is built somewhat larger than needed, so that a newcomer does not rebuild it', () => {
  expect(floorsOf([member('a'), member('b'), member('c'), member('d')], (count) => [count])[0]!.size).toBe(6)
})
