import { expect, test } from 'bun:test'
import { agentsIn, tiesOf } from './agent.ts'

const config = {
  agents: {
    defaults: { heartbeat: { agentId: 'pulse' }, systemAgent: { agentId: 'main' } },
    entries: { main: {}, ops: { model: 'a/b', workspace: '/ops' }, pulse: {} },
  },
  bindings: [{ agentId: 'ops' }, { agentId: 'main' }],
}
const list = (...ids: string[]) => ({ defaultId: 'chief', agents: ids.map((id) => ({ id, name: id })) })
const kept = (listed: object) => agentsIn(listed, config).flatMap(({ id, keptBecause }) => (keptBecause ? [id] : []))

test('the default agent, main, the last one and one that the gateway acts through are kept; others may go', () => {
  expect(kept(list('main', 'chief', 'pulse', 'ops'))).toEqual(['main', 'chief', 'pulse'])
  expect(kept(list('ops'))).toEqual(['ops'])
})

test('what the older version leaves out is taken from its configuration, also where agents are a list there', () => {
  const older = {
    agents: { list: [{ id: 'ops', model: { primary: 'a/b' }, workspace: '/ops', identity: { emoji: '🦀' } }] },
  }
  const [agent] = agentsIn(list('ops'), older)
  expect(agent).toMatchObject({ model: 'a/b', workspace: '/ops', emoji: '🦀' })
})

test('a revision is another one once anything that can be edited is', () => {
  const revision = (name: string, emoji: string) =>
    agentsIn({ agents: [{ id: 'ops', name, identity: { emoji } }] }, {})[0]!.revision
  expect(revision('Ops', '🦀')).toBe(revision('Ops', '🦀'))
  expect(new Set([revision('Ops', '🦀'), revision('Opsy', '🦀'), revision('Ops', '🦞')]).size).toBe(3)
})

test('what hangs on an agent is counted: sessions of either era, jobs by name, bindings', () => {
  const sessions = [{ key: 'agent:ops:main' }, { key: 'x', agentId: 'ops' }, { key: 'agent:opsy:main' }]
  const jobs = [
    { name: 'nightly', agentId: 'ops' },
    { name: 'other', agentId: 'main' },
  ]
  expect(tiesOf('ops', sessions, 3, jobs, config)).toEqual({
    sessions: 2,
    isWhole: true,
    crons: ['nightly'],
    bindings: 1,
  })
  expect(tiesOf('ops', sessions, 900, [], {}).isWhole).toBe(false)
})

test('what is no list of agents has none', () => {
  for (const wrong of [null, {}, { agents: 'x' }, { agents: [null, 3, { id: '' }, { id: 5 }] }])
    expect(agentsIn(wrong, wrong)).toEqual([])
})
