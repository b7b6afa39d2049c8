import { expect, test } from 'bun:test'
import { gatewayReads } from './reads.ts'

test('what the older version leaves out of its answers is no reason not to read them', () => {
  const older = {
    defaultId: 'main',
    agents: [{ id: 'main', name: 'Main', identity: { name: 'Clawdia' } }, { id: 'ops' }],
  }
  expect(gatewayReads['agents.list'].result.safeParse(older).success).toBe(true)
  expect(gatewayReads['config.get'].result.safeParse({ path: '/a', hash: 'h' }).success).toBe(true)
  expect(gatewayReads['config.schema.lookup'].result.safeParse({ path: 'logging' }).success).toBe(true)
})

test('an answer of another shape is none', () => {
  expect(gatewayReads['agents.list'].result.safeParse({ agents: [{ name: 'Main' }] }).success).toBe(false)
  expect(gatewayReads['device.pair.list'].result.safeParse({ pending: [] }).success).toBe(false)
})
