import { expect, test } from 'bun:test'
import { quarterMs } from '../lib/timezone.ts'
import { costsOf } from './past-costs.ts'

const at = (text: string) => Date.parse(`2026-11-${text}Z`)

/** A quarter of an hour that began then, in UTC. */
const quarter = (text: string, usd: number | null, unsureTokens = 0) => ({
  agentId: 'a',
  quarter: at(text) / quarterMs,
  usd,
  unsureTokens,
})

function told(
  quarters: ReturnType<typeof quarter>[],
  since: string,
  until: string,
  { timezone = 'UTC', workFrom = 0 } = {},
) {
  const within = { since: at(since), until: at(until), timezone, workFrom }
  return costsOf(quarters, ['a'], within).map(({ at, usd, isLowerBound }) => [
    new Date(at).toISOString().slice(8, 16),
    isLowerBound ? `≥${usd}` : usd,
  ])
}

test('what a quarter of an hour cost is added at its end, and what was before belongs to the day', () =>
  expect(told([quarter('20T08:00', 1), quarter('20T10:15', 2)], '20T10:00', '20T12:00')).toEqual([
    ['20T10:00', 1],
    ['20T10:30', 3],
  ]))

test('at midnight a day begins at nothing, also where the last quarter cost something', () =>
  expect(told([quarter('20T23:45', 1), quarter('21T00:00', 2)], '20T22:00', '21T02:00')).toEqual([
    ['20T22:00', 0],
    ['21T00:00', 0],
    ['21T00:15', 2],
  ]))

test('two midnights are two days', () =>
  expect(told([quarter('20T23:30', 1), quarter('21T12:00', 2)], '20T23:40', '22T01:00')).toEqual([
    ['20T23:40', 0],
    ['20T23:45', 1],
    ['21T00:00', 0],
    ['21T12:15', 2],
    ['22T00:00', 0],
  ]))

test('midnight is that of the zone', () =>
  expect(told([], '20T22:00', '20T23:30', { timezone: 'Europe/Berlin' })).toEqual([
    ['20T22:00', 0],
    ['20T23:00', 0],
  ]))

test('what has no price makes a sum a lower bound, or unknown', () => {
  expect(told([quarter('20T10:00', null, 5)], '20T10:00', '20T12:00').at(-1)).toEqual(['20T10:15', '≥null'])
  expect(told([quarter('20T10:00', 1), quarter('20T11:00', null, 5)], '20T10:00', '20T12:00').at(-1)).toEqual([
    '20T11:15',
    '≥1',
  ])
})

test('before the first call that is kept a cost is unknown', () =>
  expect(told([quarter('20T11:00', 1)], '20T10:00', '20T12:00', { workFrom: at('20T11:00') })).toEqual([
    ['20T10:00', null],
    ['20T11:15', 1],
  ]))

test('what has not ended yet is not told', () =>
  expect(told([quarter('20T10:00', 1)], '20T09:00', '20T10:10').at(-1)).toEqual(['20T09:00', 0]))

test('an agent that cost nothing is told once', () => expect(told([], '20T01:00', '20T05:00')).toHaveLength(1))
