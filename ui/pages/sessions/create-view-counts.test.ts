import { expect, test } from 'bun:test'
import { createSignal } from 'solid-js'
import { createFakeServer } from '../../testing/fake-server.ts'
import { createViewCounts } from './create-view-counts.ts'

const server = createFakeServer()

async function counted(...totals: number[]) {
  const [searches, setSearches] = createSignal(['?state=waiting', '?state=working'])
  const counts = server.within(() => createViewCounts(searches, () => 'UTC'))
  for (const total of totals) {
    await server.settled()
    await server.last('/api/sessions/facets').answer({ total })
  }
  return { counts, setSearches }
}

test('views are counted one after another', async () => {
  const { counts } = await counted(3)
  expect(server.requests.map(({ query }) => query.state)).toEqual(['waiting,stalled', 'running,thinking'])
  await server.last('/api/sessions/facets').answer({ total: 5 })
  expect(['?state=waiting', '?state=working', '?state=idle'].map(counts.of)).toEqual([3, 5, undefined])
})

test('a view that is added is counted, and the numbers of the others stay until then', async () => {
  const { counts, setSearches } = await counted(3, 5)
  setSearches(['?state=waiting'])
  await server.settled()
  expect(counts.of('?state=waiting')).toBe(3)
  await server.last('/api/sessions/facets').answer({ total: 4 })
  expect(counts.of('?state=waiting')).toBe(4)
})

test('changes have them counted again after 15 seconds, once', async () => {
  const { counts } = await counted(3, 5)
  counts.changed()
  await server.wait(14_999)
  counts.changed()
  await server.settled()
  expect(server.requests).toHaveLength(2)
  await server.wait(1)
  expect(server.requests).toHaveLength(3)
})

test('a view has no number where it cannot be counted', async () => {
  const { counts } = await counted()
  await server.settled()
  await server.last('/api/sessions/facets').refuse(500, 'It broke.')
  expect(counts.of('?state=waiting')).toBeUndefined()
})
