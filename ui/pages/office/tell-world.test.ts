import { expect, test } from 'bun:test'
import type { AgentMessage } from '../../../src/office/agent-message.ts'
import { member } from '../../office/world/testing/members.ts'
import { createTelling } from './tell-world.ts'

/** What a world was told to do, in order. */
function start() {
  const told: string[] = []
  const tell = createTelling({
    setMembers: (members, _at, also) =>
      void told.push(`members ${members.map(({ id }) => id)} meet ${(also?.meetings ?? []).map(({ ids }) => ids)}`),
    jump: () => void told.push('jump'),
    handOver: (fromId, toId) => told.push(`${fromId} to ${toId}`) > 0,
  })
  return { told, tell }
}
const wrote = (id: string): AgentMessage => ({ id, fromId: 'scout', toId: 'forge', at: 1 })
const moment = { scene: 'live', members: [member('scout'), member('forge')], messages: [wrote('a')], meetings: [] }

test('a message passes once, and not what was written before one looked', () => {
  const { told, tell } = start()
  tell(moment, 1)
  tell({ ...moment, messages: [wrote('a'), wrote('b')] }, 2)
  // Heard of much later than it was written.
  tell({ ...moment, messages: [wrote('b'), wrote('c')], meetings: [{ ids: ['forge', 'scout'] }] }, 60_000)
  expect(told).toEqual([
    'members scout,forge meet ',
    'jump',
    'members scout,forge meet ',
    'scout to forge',
    'members scout,forge meet forge,scout',
  ])
})

test('a sub-agent that comes gets its task, but in another scene everybody is just there', () => {
  const { told, tell } = start()
  const child = member('c', { kind: 'subagent', parentId: 'scout', state: 'running' })
  tell(moment, 1)
  tell({ ...moment, members: [...moment.members, child] }, 2)
  tell({ ...moment, scene: 'the past', members: [child] }, 3)
  expect(told.slice(2)).toEqual(['members scout,forge,c meet ', 'scout to c', 'members c meet ', 'jump'])
})
