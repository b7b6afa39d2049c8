import { expect, test } from 'bun:test'
import { weekOf } from '../../../../src/lib/timezone.ts'
import { type BreakdownSources, breakdownIdOfRow, breakdownOf } from './breakdown-id.ts'

const sources: BreakdownSources = {
  range: '30d',
  days: { since: '2026-10-23', until: '2026-11-21' },
  filter: { agent: 'openclaw:forge' },
  timezone: 'Asia/Tokyo',
  configuredZone: 'UTC',
  today: '2026-11-21',
  configuredToday: '2026-11-20',
  blockMs: 18_000_000,
  blockRuntime: 'claude-code',
  idle: { since: '2026-10-22', until: '2026-11-20' },
  budgets: [{ name: 'all: of it', per: 'month', startAt: 0, endAt: 86_400_000, filter: { runtime: 'codex' } }],
  nameOf: (_, key) => key.toUpperCase(),
}
const scopeOf = (id: string) => {
  const opened = breakdownOf(id, sources)
  return opened?.kind === 'sum' ? opened.scope : opened
}

test('today and the month are of everything, in the configured zone', () => {
  expect(scopeOf('today')).toEqual({ timezone: 'UTC', since: '2026-11-20', until: '2026-11-20' })
  expect(scopeOf('month')).toEqual({ timezone: 'UTC', since: '2026-11-01', until: '2026-11-20' })
})

test('what stands below is of the days, the zone and the filter of the page', () => {
  const page = { agent: 'openclaw:forge', timezone: 'Asia/Tokyo' }
  expect(scopeOf('range')).toEqual({ ...page, ...sources.days })
  expect(scopeOf('model:a:b')).toEqual({ ...page, ...sources.days, model: 'a:b' })
  expect(scopeOf('project:')).toEqual({ ...page, ...sources.days, project: '' })
  expect(scopeOf('model-today:m')).toEqual({ ...page, since: '2026-11-21', until: '2026-11-21', model: 'm' })
  expect(scopeOf('day:2026-11-16.2026-11-21')).toEqual({ ...page, since: '2026-11-16', until: '2026-11-21' })
})

test('a row of agents says whose it is, whatever the page is filtered by', () =>
  expect(scopeOf('agent:openclaw:quill')).toMatchObject({ agent: 'openclaw:quill' }))

test('a block is five hours of the runtime whose blocks they are', () =>
  expect(scopeOf('block:72000000')).toEqual({
    timezone: 'Asia/Tokyo',
    since: '1970-01-02',
    until: '1970-01-02',
    from: 72_000_000,
    to: 90_000_000,
    runtime: 'claude-code',
  }))

test('a budget is what its period and its filter hold', () =>
  expect(scopeOf('budget:all: of it')).toEqual({
    timezone: 'UTC',
    since: '1970-01-01',
    until: '1970-01-01',
    from: 0,
    to: 86_400_000,
    runtime: 'codex',
  }))

test('what is no figure opens nothing', () => {
  for (const id of ['', 'nonsense', 'day:yesterday', 'block:x', 'hour:8.3', 'hour:1.24', 'budget:other', 'model-x:y'])
    expect([id, breakdownOf(id, sources)]).toEqual([id, undefined])
})

test('an hour of the week is named', () =>
  expect(breakdownOf('hour:5.23', sources)).toEqual({
    kind: 'hour',
    title: 'Fridays, 23:00 to 0:00',
    weekday: 5,
    hour: 23,
  }))

test('a line of a report opens into its days', () => {
  expect(breakdownIdOfRow('day', '2026-11-20')).toBe('day:2026-11-20')
  expect(breakdownIdOfRow('month', '2026-02')).toBe('day:2026-02-01.2026-02-28')
  expect(breakdownIdOfRow('week', '2026-W01')).toBe('day:2025-12-29.2026-01-04')
  expect(breakdownIdOfRow('session', 'openclaw.a.b')).toBe('session:openclaw.a.b')
  for (const day of ['2024-12-30', '2026-01-01', '2026-11-21', '2027-01-03'])
    expect(breakdownIdOfRow('week', weekOf(day)).split(':')[1]!.split('.')).toSatisfy(
      ([since, until]: string[]) => since! <= day && day <= until!,
    )
})
