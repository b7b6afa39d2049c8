import { expect, test } from 'bun:test'
import type { Role } from '../../../src/auth/role.ts'
import {
  type ErrorGroup,
  type LogHistogram,
  type LogLine,
  type LogSource,
  logLevels,
} from '../../../src/logs/log-line.ts'
import { find, textsOf } from '../../testing/dom.ts'
import { createFakeServer } from '../../testing/fake-server.ts'
import { showOnPage } from '../../testing/page.tsx'
import { sampleNow, sampleOverview } from '../../testing/samples.ts'
import LogsPage from './logs-page.tsx'

const server = createFakeServer()

const line = (no: number, text: string, rest: Partial<LogLine> = {}): LogLine => ({
  no,
  source: 'gateway',
  at: sampleNow - 60_000 + no,
  isDated: true,
  level: 'info',
  text,
  json: null,
  ...rest,
})
const source = (id: string, rest: Partial<LogSource> = {}): LogSource => ({
  id,
  name: id,
  kind: 'file',
  lines: 10,
  bytes: 1_000,
  firstAt: sampleNow - 86_400_000,
  lastAt: sampleNow,
  problem: null,
  ...rest,
})
const group = (id: string, rest: Partial<ErrorGroup> = {}): ErrorGroup => ({
  id,
  source: 'gateway',
  level: 'error',
  signature: `job <n> broke ${id}`,
  sample: `job 7 broke ${id}`,
  count: 3,
  firstAt: sampleNow - 20 * 86_400_000,
  lastAt: sampleNow,
  hours: new Array(24).fill(0),
  muted: null,
  ...rest,
})
const histogram: LogHistogram = {
  since: sampleNow - 120_000,
  stepMs: 60_000,
  counts: Object.fromEntries(logLevels.map((level) => [level, [0, 0]])) as LogHistogram['counts'],
}

/** The page with lines, the newest first as the server answers them. */
async function open(
  items: LogLine[],
  {
    path = '/logs',
    sources = [source('gateway')],
    groups = [] as ErrorGroup[],
    role = 'viewer' as Role,
    page = {} as { nextCursor?: string | null; searchedBackTo?: number | null; problem?: string | null },
  } = {},
) {
  const shown = showOnPage(() => <LogsPage />, { path, overview: sampleOverview() })
  await server.settled()
  await server.last('/api/logs/sources').answer({ items: sources, trouble: null })
  await server.last('/api/logs/news').answer({ items: [], cursor: '0000000a-9', more: false, restarted: false })
  await server.last('/api/logs').answer({ items, nextCursor: null, searchedBackTo: null, problem: null, ...page })
  await server.last('/api/logs/histogram').answer(histogram)
  await server.last('/api/errors').answer({ items: groups, nextCursor: null })
  await server.settled()
  for (const request of server.to('/api/auth/me'))
    await request.answer({ id: 'a', name: 'a', role, mayAct: role !== 'viewer' })
  await server.settled()
  return shown
}

test('the newest line stands last, with its level, its source and what was looked for marked', async () => {
  await open([line(2, 'two is slow', { level: 'warn' }), line(1, 'one')], { path: '/logs?q=SLOW' })
  expect(textsOf('.log-lines .log-text')).toEqual(['one', 'two is slow'])
  expect(textsOf('.log-lines .log-level')).toEqual(['info', 'warn'])
  expect(textsOf('.log-lines mark')).toEqual(['slow'])
})

test('the address is the filter', async () => {
  await open([line(1, 'one')], { path: '/logs?q=a%2Bb&regex=1&level=warn&source=gateway&range=all' })
  expect(server.last('/api/logs').query).toEqual({
    regex: 'a+b',
    level: 'warn,error,fatal',
    source: 'gateway',
    limit: '200',
  })
})

test('what a line says is never more than text', async () => {
  await open([line(1, '<img src=x onerror=alert(1)>')])
  expect(textsOf('.log-lines .log-text')).toEqual(['<img src=x onerror=alert(1)>'])
  expect(document.querySelector('.logs-page img')).toBeNull()
})

test('where no source has a line, it says where they are looked for and how one is named', async () => {
  await open([], { sources: [source('gateway', { lines: 0, bytes: 0, firstAt: null, lastAt: null })] })
  expect(find('.logs-empty').textContent).toContain('No log was found yet')
  expect(find('.logs-empty').textContent).toContain('[[logs]]')
})

test('a filter that finds nothing can be taken back', async () => {
  await open([], { path: '/logs?level=error' })
  expect(find('.logs-empty').textContent).toContain('No line fits all of this')
  expect(textsOf('.logs-empty button')).toEqual(['Look through all that is kept', 'Show all lines'])
})

test('how far back was looked is said, with what stood in the way', async () => {
  await open(
    Array.from({ length: 200 }, (_, no) => line(200 - no, 'one')),
    {
      page: { nextCursor: '5.1', searchedBackTo: sampleNow - 3 * 86_400_000, problem: 'Not everything was looked at.' },
    },
  )
  expect(find('.logs-reach').textContent).toContain('searched back to')
  expect(find('.logs-reach').textContent).toContain('Not everything was looked at.')
  expect(find('.logs-head h2').textContent).toBe('200+ lines of 24 hours')
})

test('a search that found little goes on by itself', async () => {
  await open([line(9, 'one')], { page: { nextCursor: '5.1', searchedBackTo: 5, problem: 'Not everything.' } })
  expect(server.last('/api/logs').query.cursor).toBe('5.1')
  await server
    .last('/api/logs')
    .answer({ items: [line(3, 'older')], nextCursor: null, searchedBackTo: null, problem: null })
  expect(textsOf('.log-lines .log-text')).toEqual(['older', 'one'])
})

test('kinds of errors that are muted stand apart, and only who may act can mute', async () => {
  const groups = [group('a'), group('b', { muted: { at: sampleNow, by: 'Ann' } })]
  await open([line(1, 'one')], { groups })
  expect(textsOf('.error-pick')).toEqual(['job n broke a'])
  expect(find('.error-feed > footer').textContent).toContain('1 muted kind')
  expect(document.querySelector('.error-feed .icon-button')).toBeNull()
})

test('an operator mutes a kind of error', async () => {
  await open([line(1, 'one')], { groups: [group('a')], role: 'operator' })
  find('.error-feed .icon-button').click()
  await server.settled()
  expect(server.last('/api/errors/a/muted').body).toEqual({ isMuted: true })
})

test('a line that opens shows its fields and what stands around it', async () => {
  await open([line(2, 'two', { json: '{"msg":"two","n":1}' }), line(1, 'one')])
  find('.log-lines > li:last-child .log-open').click()
  await server.settled()
  const { query } = server.last('/api/logs/around')
  expect(query).toEqual({ line: `${sampleNow - 60_000 + 2}.2`, count: '2' })
  await server.last('/api/logs/around').answer({ items: [line(1, 'one'), line(2, 'two')], nextCursor: null })
  expect(textsOf('.log-around .log-text')).toEqual(['one', 'two'])
  expect(textsOf('.log-fields dd')).toEqual(['two', '1'])
})

test('a line that names a session leads to it, once it is known which one that is', async () => {
  const id = 'openclaw.main.a5d1b30c-2154-4979-86da-7e13ffdc37fd'
  await open([line(1, `run ended sessionId=${id.slice(14)}`)])
  find('.log-lines > li:last-child .log-open').click()
  await server.settled()
  expect(document.querySelector('.log-acts a')).toBeNull()
  expect(server.last('/api/sessions').query.q).toBe(id.slice(14))
  await server.last('/api/sessions').answer({ items: [{ id, key: 'agent:main:main' }], nextCursor: null })
  expect(find<HTMLAnchorElement>('.log-acts a').getAttribute('href')).toBe(`/sessions/${id}`)
})

test('logs that are not to be had say so in the words of the server', async () => {
  showOnPage(() => <LogsPage />, { path: '/logs', overview: sampleOverview() })
  await server.settled()
  await server.last('/api/logs/news').refuse(403, 'This needs the role viewer; you are screen.')
  expect(document.body.textContent).toContain('This needs the role viewer')
})
