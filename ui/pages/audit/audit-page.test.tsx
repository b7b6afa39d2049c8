import { expect, test } from 'bun:test'
import type { Act } from '../../../src/audit/act.ts'
import { find, textsOf } from '../../testing/dom.ts'
import { createFakeServer } from '../../testing/fake-server.ts'
import { showOnPage } from '../../testing/page.tsx'
import { sampleNow, sampleOverview } from '../../testing/samples.ts'
import AuditPage from './audit-page.tsx'

const server = createFakeServer()
const acts = '/api/audit/acts'

const act = (id: string, rest: Partial<Act> = {}): Act => ({
  id,
  at: sampleNow,
  endedAt: sampleNow + 40,
  who: 'Ann (token:abc)',
  role: 'operator',
  credential: 'token',
  action: 'run job',
  target: 'nightly',
  outcome: 'done',
  detail: null,
  tookMs: 40,
  ...rest,
})

async function open(items: Act[], { path = '/audit', nextCursor = null as string | null } = {}) {
  showOnPage(() => <AuditPage />, { path, overview: sampleOverview() })
  await server.settled()
  await server.last(acts).answer({ items, nextCursor })
}

test('each outcome and credential says how many acts it has, and that there may be more', async () => {
  await open([act('a')])
  await server
    .last('/api/audit/facets')
    .answer({ outcome: { done: 41, failed: 2 }, credential: { token: 1_200 }, isWhole: true })
  expect(textsOf('.audit-bar .segmented label').slice(0, 5)).toEqual([
    'All',
    'Done 41',
    'Failed 2',
    'Refused 0',
    'Unfinished 0',
  ])
  expect(textsOf('.audit-bar option')).toContain('Token 1,200')
})

test('acts stand below their days, with how they ended and why they failed', async () => {
  await open([
    act('a'),
    act('b', { outcome: 'failed', detail: 'The gateway is not running.' }),
    act('c', { at: sampleNow - 3 * 86_400_000, outcome: 'unfinished', endedAt: null, tookMs: null }),
  ])
  expect(textsOf('.acts .act-day')).toHaveLength(2)
  expect(textsOf('.acts .c-outcome').slice(1)).toEqual(['Done', 'Failed', 'Unfinished'])
  expect(textsOf('.acts .c-who').slice(1)).toEqual(['Ann', 'Ann', 'Ann'])
  expect(textsOf('.acts .act-reason')[0]).toBe('The gateway is not running.')
  expect(textsOf('.acts .c-took').slice(1)).toEqual(['40 ms', '40 ms', '–'])
})

test('the address is the filter, and what means nothing in it is left out', async () => {
  await open([act('a')], { path: '/audit?q=night&outcome=failed&credential=token&days=nonsense' })
  expect(server.last(acts).query).toEqual({ q: 'night', outcome: 'failed', credential: 'token', limit: '100' })
})

test('an act that is opened shows its lines', async () => {
  await open([act('a')])
  find('[data-act="a"]').click()
  await server.settled()
  await server.last(`${acts}/a`).answer({
    items: [
      { id: 7, at: sampleNow, stage: 'asked' },
      { id: 8, at: sampleNow + 40, stage: 'done' },
    ],
  })
  expect(textsOf('.act-lines li span')).toEqual(['asked', 'line 7', 'done', 'line 8'])
})

test('an answer that found nothing and goes on is followed until something is found', async () => {
  await open([], { path: '/audit?q=old', nextCursor: '500' })
  await server.settled()
  expect(server.last(acts).query.cursor).toBe('500')
  await server.last(acts).answer({ items: [act('a')], nextCursor: null })
  expect(textsOf('.acts .c-target').slice(1)).toEqual(['nightly'])
})

test('nothing to show says why: nothing was done yet, or nothing fits', async () => {
  await open([])
  expect(textsOf('.acts .empty')[0]).toContain('Nothing has been done yet')
})

test('a refusal is shown in the words of the server', async () => {
  showOnPage(() => <AuditPage />, { path: '/audit', overview: sampleOverview() })
  await server.settled()
  await server.last(acts).refuse(403, 'This needs the role operator; you are viewer.')
  expect(document.body.textContent).toContain('This needs the role operator')
})
