import { expect, test } from 'bun:test'
import { needKinds } from '../../../src/attention/need.ts'
import type { NeedRecord } from '../../../src/attention/need-record.ts'
import type { NeedRows } from '../../../src/attention/reads.ts'
import { failureIn } from '../../components/attention-labels.ts'
import {
  ignoredLabels,
  openWords,
  pastWords,
  predicateOf,
  settledWords,
  snoozeWords,
  streakOf,
  untilWords,
} from './need-words.ts'

const now = Date.UTC(2026, 10, 20, 21, 12)
const hour = 3_600_000

/** The words for runs that are drawn the latest first: `x` failed, `o` went well, `r` runs, `-` was skipped. */
function check(drawn: string) {
  const statuses = { x: 'error', t: 'timed-out', o: 'ok', r: 'running', '-': 'skipped' } as const
  const runs = [...drawn].map((letter) => ({ status: statuses[letter as keyof typeof statuses] }))
  return streakOf(runs as NeedRows['jobs'][number]['runs'])
}

test('a job says how many of its last runs failed', () => {
  expect(check('xoxox')).toBe('failed 3 of its last 5 runs')
  expect(check('xoooooxx')).toBe('failed 1 of its last 5 runs')
  expect(check('xx')).toBe('failed its last 2 runs')
  expect(check('xtx-o')).toBe('failed 3 of its last 5 runs')
})
test('more in a row than are counted are said to be in a row', () =>
  expect(check('xxxxxxxo')).toBe('failed 7 times in a row'))
test('a run that is not over counts neither way, and one failure alone is no streak', () => {
  expect(check('rxo')).toBe('failed 1 of its last 2 runs')
  expect(check('x')).toBeUndefined()
  expect(check('')).toBeUndefined()
})

test('a failure is said in our words, and only what failed has one', () => {
  const need = { kind: 'failed', reason: '429 {"error":{"type":"rate_limit_error"}}', since: null } as const
  expect(predicateOf(need)).toBe('stopped: rate limit reached')
  expect(predicateOf({ ...need, reason: null })).toBe('failed')
  expect(failureIn({ kind: 'waiting', reason: 'rate limit' })).toBeUndefined()
})

test('who waits is said with what for, once', () => {
  const waits = (reason: string | null) => predicateOf({ kind: 'waiting', reason, since: null })
  expect(waits('which window?')).toBe('is waiting for you: which window?')
  expect(waits('waits for permission to use Bash')).toBe('waits for permission to use Bash')
  expect([waits(null), waits(' \u202e ')]).toEqual(['is waiting for you', 'is waiting for you'])
})

test('what ends a need without anybody is said where it is known', () => {
  expect(untilWords({ kind: 'failed', until: now + 22 * hour }, now)).toBe('history in 22 h')
  expect(untilWords({ kind: 'cron-failed', until: now + hour }, now)).toBe('next run in 1 h')
  expect(untilWords({ kind: 'cron-failed', until: now - 1 }, now)).toBe('next run is due')
  expect(untilWords({ kind: 'terminal-asks', until: now + 90_000 }, now)).toBe('its code ends in 1 min')
  expect(untilWords({ kind: 'budget-passed', until: now + 3 * hour }, now)).toBe('resets in 3 h')
  expect(untilWords({ kind: 'waiting', until: null }, now)).toBe('waits until it is answered')
  expect(untilWords({ kind: 'stalled', until: null }, now)).toBe('')
})

test('a snooze says its end as one would', () => {
  expect(snoozeWords(now + hour, now, 'UTC')).toBe('until 22:12')
  expect(snoozeWords(Date.UTC(2026, 10, 21, 9), now, 'UTC')).toBe('until tomorrow 09:00')
  expect(snoozeWords(null, now, 'UTC')).toBe('until it changes')
})

test('what settled says how and after how long', () => {
  const record = { settledAt: now, since: now - 64 * 60_000, openedAt: 0, settledHow: 'ran-again' } as NeedRecord
  expect(settledWords(record)).toBe('ran again after 1 h 04')
  expect(settledWords({ ...record, since: null, openedAt: now - 120_000 })).toBe('ran again after 2 min')
  expect(settledWords({ ...record, settledHow: 'history' })).toBe('older than a day')
  expect(settledWords({ ...record, settledAt: null, settledHow: null })).toBe('')
})

test('every kind has all its words', () => {
  for (const kind of needKinds)
    for (const words of [
      predicateOf({ kind, reason: null, since: null }),
      pastWords({ kind, reason: null }),
      ignoredLabels[kind],
      openWords(kind).join(' '),
    ])
      expect([kind, words.length > 3]).toEqual([kind, true])
})
