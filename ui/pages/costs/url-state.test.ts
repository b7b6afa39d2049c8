import { expect, test } from 'bun:test'
import { changes, daysInWords, daysOf, readUrl, searchWith } from './url-state.ts'

const today = '2026-11-21'
const read = (search: string) => readUrl(Object.fromEntries(new URLSearchParams(search)), today)

test('an address that says nothing is the last 30 days, by model', () =>
  expect(read('')).toEqual({
    range: '30d',
    days: { since: '2026-10-23', until: today },
    timezone: undefined,
    filter: {},
    stack: 'model',
    by: 'session',
    asTable: [],
    figure: undefined,
    tab: undefined,
  }))

test('a range ends today and holds as many days as its name says', () => {
  expect(daysOf('today', today)).toEqual({ since: today, until: today })
  expect(daysOf('7d', '2026-03-03')).toEqual({ since: '2026-02-25', until: '2026-03-03' })
  expect(daysOf('30d', today)).toEqual({ since: '2026-10-23', until: today })
  expect(daysOf('90d', today)).toEqual({ since: '2026-08-24', until: today })
  expect(daysOf('month', today)).toEqual({ since: '2026-11-01', until: today })
  expect(daysOf('all', today)).toEqual({})
})

test('days of one’s own are taken in any order; what is no day is left out', () => {
  expect(read('since=2026-11-01&until=2026-11-12')).toMatchObject({
    range: 'custom',
    days: { since: '2026-11-01', until: '2026-11-12' },
  })
  expect(read('since=2026-11-12&until=2026-11-01').days).toEqual({ since: '2026-11-01', until: '2026-11-12' })
  expect(read('since=2026-11-12&until=2026-02-31')).toMatchObject({ range: 'custom', days: { since: '2026-11-12' } })
  expect(read('since=yesterday').range).toBe('30d')
  expect(read('range=7d&since=2026-11-12').range).toBe('7d')
})

test('what cannot be read is as usual', () =>
  expect(read('range=fortnight&by=mood&stack=weight')).toMatchObject({ range: '30d', by: 'session', stack: 'model' }))

test('a filter for what has none is a filter, too', () =>
  expect(read('project=&agent=openclaw:forge').filter).toEqual({ project: '', agent: 'openclaw:forge' }))

test('the usual has the shortest address', () => {
  const search = searchWith('?range=7d&by=day', changes.range('90d'))
  expect(search).toBe('?range=90d&by=day')
  expect(searchWith(search, changes.range('30d'))).toBe('?by=day')
  expect(searchWith(search, changes.days({ since: '2026-11-01' }))).toBe('?by=day&since=2026-11-01')
  expect(searchWith('?agent=a&cron=c&by=day', changes.noFilter())).toBe('?by=day')
  expect(searchWith('?figure=today&tab=calls', changes.figure('month'))).toBe('?figure=month')
  expect(searchWith('', changes.asTable(['heat'], 'days', true))).toBe('?table=heat%2Cdays')
  expect(searchWith('?table=heat', changes.asTable(['heat'], 'heat', false))).toBe('?')
})

test('what was written is read again', () => {
  const search = searchWith('', { ...changes.filter('model', 'a&b=c'), ...changes.figure('day:2026-11-12') })
  expect(read(search)).toMatchObject({ filter: { model: 'a&b=c' }, figure: 'day:2026-11-12' })
})

test('days are said as one says them', () => {
  const words = (since?: string, until?: string) =>
    daysInWords('custom', { ...(since !== undefined && { since }), ...(until !== undefined && { until }) })
  expect(daysInWords('30d', {})).toBe('last 30 days')
  expect(words('2026-11-12', '2026-11-12')).toBe('12 Nov')
  expect(words('2026-11-01', '2026-11-12')).toBe('1 to 12 Nov')
  expect(words('2026-10-01', '2026-11-12')).toBe('1 Oct to 12 Nov')
  expect(words('2026-10-01')).toBe('since 1 Oct')
  expect(words(undefined, '2026-10-01')).toBe('until 1 Oct')
})
