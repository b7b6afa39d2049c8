import { expect, test } from 'bun:test'
import { createSignal } from 'solid-js'
import type { PublishedEvent } from '../../../src/app/features.ts'
import { createFakeServer } from '../../testing/fake-server.ts'
import { createListing } from './create-listing.ts'
import { type Filter, nothingNarrowed } from './filter.ts'

const server = createFakeServer()

const item = (id: string, changes: object = {}) => ({
  id,
  agentId: 'openclaw:main',
  runtime: 'openclaw',
  kind: 'direct',
  state: 'idle',
  parentId: null,
  current: true,
  startedAt: 1_000,
  lastAt: 1_000,
  costUsd: 1,
  childCount: 0,
  worstChild: null,
  ...changes,
})
const page = (ids: string, nextCursor: string | null = null) => ({
  items: ids.split(' ').map((id) => item(id)),
  nextCursor,
  total: 9,
})
const changed = (id: string, changes: object = {}) =>
  ({ kind: 'session.changed', session: item(id, changes), seq: 1, at: 0, host: 'here' }) as unknown as PublishedEvent

async function open() {
  const [filter, setFilter] = createSignal<Filter>({ ...nothingNarrowed, sort: 'last' })
  const [atRest, setAtRest] = createSignal(true)
  const listing = server.within(() =>
    createListing({ filter, timezone: () => 'UTC', setAside: () => new Set(), atRest }),
  )
  await server.settled()
  const change = async (changes: Partial<Filter>) => {
    setFilter((before) => ({ ...before, ...changes }))
    await server.settled()
  }
  return {
    listing,
    change,
    setAtRest,
    wait: server.wait,
    rows: () =>
      listing
        .rows()
        .map(({ id }) => id)
        .join(' '),
    list: () => server.last('/api/sessions'),
    lists: () => server.to('/api/sessions').length,
  }
}

test('the first page and the counts are asked for, and further pages as one comes near', async () => {
  const { listing, rows, list } = await open()
  expect(list().query).toEqual({ sort: 'last', dir: 'desc', tree: '1', limit: '100' })
  await list().answer(page('a b', 'c1'))
  await server.last('/api/sessions/facets').answer({ total: 4, groups: {} })
  void listing.more()
  void listing.more()
  await server.settled()
  expect(list().query).toEqual({ sort: 'last', dir: 'desc', tree: '1', limit: '200', cursor: 'c1' })
  await list().answer(page('b d'))
  expect([rows(), listing.hasMore(), listing.total(), server.to('/api/sessions').length]).toEqual([
    'a b d',
    false,
    4,
    2,
  ])
})

test('an answer to an older filter is not taken, whichever comes first', async () => {
  const { change, rows, list, listing } = await open()
  const [oldList, oldFacets] = [list(), server.last('/api/sessions/facets')]
  await change({ q: 'new' })
  await list().answer(page('new'))
  await oldList.answer(page('old'))
  await oldFacets.answer({ total: 1, groups: {} })
  expect([rows(), listing.total(), oldList.signal.aborted]).toEqual(['new', undefined, true])
})

test('a page of the list before the filter changed is not appended to the next', async () => {
  const { change, rows, list, listing } = await open()
  await list().answer(page('a', 'c1'))
  void listing.more()
  await server.settled()
  const late = list()
  await change({ q: 'new' })
  expect(rows()).toBe('a')
  await list().answer(page('new', 'c2'))
  await late.answer(page('b'))
  expect([rows(), listing.hasMore(), listing.loadingMore()]).toEqual(['new', true, false])
})

test('counts of the filter before are shown, but are no total of this one', async () => {
  const { change, listing } = await open()
  await server.last('/api/sessions/facets').answer({ total: 4, groups: {} })
  await change({ q: 'new' })
  expect([listing.facets()?.total, listing.total()]).toEqual([4, undefined])
})

test('an event changes its row at once; a newcomer waits until nobody points at the list', async () => {
  const { listing, rows, list, lists, setAtRest, wait } = await open()
  await list().answer(page('a b'))
  setAtRest(false)
  listing.onEvent(changed('b', { state: 'running', costUsd: 2 }))
  listing.onEvent(changed('new'))
  expect([listing.item('b')?.costUsd, [...listing.unsettled().fresh]]).toEqual([2, ['new']])
  await wait(60_000)
  expect([rows(), lists()]).toEqual(['a b', 1])
  setAtRest(true)
  listing.settleSoon()
  await wait(600)
  await list().answer(page('new b a'))
  expect([rows(), listing.unsettled().fresh.size]).toEqual(['new b a', 0])
})

test('counts follow events at most every two seconds', async () => {
  const { listing, wait } = await open()
  await server.last('/api/sessions/facets').answer({ total: 4, groups: {} })
  for (let second = 0; second < 20; second++) {
    listing.onEvent(changed('x'))
    await wait(100)
  }
  expect(server.to('/api/sessions/facets')).toHaveLength(2)
})

test('the children of a parent are shown once they are there, and follow what is heard of them', async () => {
  const { listing, rows, list, wait } = await open()
  await list().answer({ ...page('a'), items: [item('a', { childCount: 1, worstChild: 'idle' })] })
  listing.open('a')
  await server.settled()
  expect([rows(), list().query]).toEqual([
    'a loading a',
    { parent: 'a', tree: '1', sort: 'standing', dir: 'desc', limit: '200' },
  ])
  await list().answer({ ...page('a1'), items: [item('a1', { parentId: 'a' })] })
  expect(rows()).toBe('a a1')
  listing.onEvent(changed('a2', { parentId: 'a', state: 'failed' }))
  await wait(2_000)
  await list().answer({
    ...page(''),
    items: [item('a1', { parentId: 'a' }), item('a2', { parentId: 'a', state: 'failed' })],
  })
  expect([rows(), listing.item('a')?.childCount, listing.item('a')?.worstChild]).toEqual(['a a1 a2', 2, 'failed'])
  listing.close('a')
  expect(rows()).toBe('a')
})

test('a parent whose children cannot be asked for is closed again', async () => {
  const { listing, rows, list } = await open()
  await list().answer({ ...page('a'), items: [item('a', { childCount: 1 })] })
  listing.open('a')
  await server.settled()
  await list().refuse(500, 'It broke.')
  expect(rows()).toBe('a')
})

test('a list that cannot be asked for says why and keeps its rows', async () => {
  const { change, rows, list, listing } = await open()
  await list().answer(page('a'))
  await change({ q: 'x' })
  await list().refuse(400, 'These words cannot be searched for.')
  expect([rows(), listing.problem()?.message]).toEqual(['a', 'These words cannot be searched for.'])
  listing.retry()
  await server.settled()
  await list().answer(page('x'))
  expect([rows(), listing.problem()]).toEqual(['x', undefined])
})

const annotated = (sessionId: string, changes: object = {}) =>
  ({
    kind: 'annotations.changed',
    changes: [{ sessionId, annotation: { tags: [], isPinned: false, isArchived: false, note: null, ...changes } }],
    seq: 1,
    at: 0,
    host: 'here',
  }) as unknown as PublishedEvent

test('what somebody notes is shown at once, and what somebody archives is gone at once', async () => {
  const { listing, list, rows, lists } = await open()
  await list().answer(page('a b c'))
  listing.onEvent(annotated('b', { tags: ['infra'] }))
  expect([listing.item('b')?.annotation?.tags, rows()]).toEqual([['infra'], 'a b c'])
  listing.onEvent(annotated('b', { isArchived: true }))
  expect([rows(), lists()]).toEqual(['a c', 1])
})

test('what is pinned goes to its own group once nobody points at the list, or at once for whoever did it', async () => {
  const { listing, list, rows, setAtRest, wait, lists, change } = await open()
  await change({ sort: 'standing' })
  await list().answer(page('a b'))
  expect(rows()).toBe('group earlier a b')
  setAtRest(false)
  listing.onEvent(annotated('b', { isPinned: true }))
  await wait(1_000)
  expect([lists(), [...listing.unsettled().moved]]).toEqual([2, ['b']])
  void listing.reorder()
  await wait(0)
  await list().answer({
    items: [item('b', { annotation: { tags: [], isPinned: true, isArchived: false, note: null } }), item('a')],
    nextCursor: null,
  })
  expect(rows()).toBe('group pinned b group earlier a')
})

test('a session outside the list that somebody tags may belong to it now: the list asks', async () => {
  const { listing, list, change, lists, wait } = await open()
  await change({ tags: ['infra'] })
  await list().answer(page('a'))
  listing.onEvent(annotated('z', { tags: ['infra'] }))
  await wait(1_000)
  expect(lists()).toBe(3)
})
