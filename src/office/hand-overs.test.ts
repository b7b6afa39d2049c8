import { expect, test } from 'bun:test'
import type { SessionState } from '../sessions/severity.ts'
import { handOversBetween } from './hand-overs.ts'
import type { OfficeMember } from './member.ts'

type Said = { id: string; kind?: 'subagent'; parentId?: string; state?: SessionState }
/** Members written as `id` for an agent, `parent>id state` for a sub-agent. */
const crew = (...written: string[]) =>
  written.map((one): Said => {
    const [, parentId, id, state] = /^(?:(\w+)>)?(\w+)(?: (.*))?$/.exec(one)!
    return parentId === undefined
      ? { id: id! }
      : { id: id!, kind: 'subagent', parentId, state: (state ?? 'running') as SessionState }
  }) as OfficeMember[]

const rows: [what: string, before: string[], after: string[], passed: string[]][] = [
  ['a task goes to a new sub-agent', ['a'], ['a', 'a>c'], ['a to c']],
  ['and on to one that it begins', ['a', 'a>c'], ['a', 'a>c', 'c>d'], ['c to d']],
  ['its result comes back', ['a', 'a>c'], ['a', 'a>c finished'], ['c to a']],
  ['a result comes once', ['a', 'a>c finished'], ['a', 'a>c finished'], []],
  ['who failed brings nothing', ['a', 'a>c'], ['a', 'a>c failed'], []],
  ['who was stopped brings nothing', ['a', 'a>c'], ['a', 'a>c killed'], []],
  ['of one that has ended already nothing is known', ['a'], ['a', 'a>c finished'], []],
  ['who is seen first with its sub-agents may have begun them long ago', [], ['a', 'a>c'], []],
  ['a sub-agent of nobody here', ['a'], ['a', 'x>c'], []],
  ['who only comes brings nothing', ['a'], ['a', 'b'], []],
]
for (const [what, before, after, passed] of rows)
  test(what, () => {
    expect(handOversBetween(crew(...before), crew(...after)).map(({ fromId, toId }) => `${fromId} to ${toId}`)).toEqual(
      passed,
    )
  })

test('a message passes from who wrote it', () => {
  const message = { id: '1', fromId: 'a', toId: 'b', at: 1 }
  expect(handOversBetween([], [], [message])).toEqual([{ fromId: 'a', toId: 'b' }])
})
