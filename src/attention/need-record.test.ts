import { expect, test } from 'bun:test'
import { needKinds } from './need.ts'
import { type Aside, isAside, settledHow, snoozeEnd, subjectOf } from './need-record.ts'

const hour = 3_600_000
const now = Date.UTC(2026, 10, 20, 21, 12)

test('a snooze lasts an hour, until nine in the morning of the configured zone, or until something changes', () => {
  expect(snoozeEnd('hour', now, 'UTC')).toBe(now + hour)
  expect(snoozeEnd('tomorrow', now, 'UTC')).toBe(Date.UTC(2026, 10, 21, 9))
  expect(snoozeEnd('tomorrow', now, 'Europe/Vienna')).toBe(Date.UTC(2026, 10, 21, 8))
  // There it is the next day already.
  expect(snoozeEnd('tomorrow', now, 'Pacific/Auckland')).toBe(Date.UTC(2026, 10, 21, 20))
  expect(snoozeEnd('change', now, 'UTC')).toBeNull()
})

const aside = (how: Aside['how'], until: number | null = null): Aside => ({
  how,
  at: now,
  by: 'a',
  byId: 'a',
  until,
  face: 'f',
})

test('what was dismissed or is ignored stays aside; a snooze ends with its time', () => {
  expect(isAside(null, 'f', now)).toBe(false)
  expect(isAside(aside('dismissed'), 'other', now + 999 * hour)).toBe(true)
  expect(isAside(aside('ignored'), 'other', now + 999 * hour)).toBe(true)
  expect(isAside(aside('snoozed', now + hour), 'other', now + hour - 1)).toBe(true)
  expect(isAside(aside('snoozed', now + hour), 'f', now + hour)).toBe(false)
})

test('a snooze until it changes ends with the first change', () => {
  expect(isAside(aside('snoozed'), 'f', now + 999 * hour)).toBe(true)
  expect(isAside(aside('snoozed'), 'g', now)).toBe(false)
})

test('a snooze in the past is over, and so is one from before which the clock was set back', () => {
  expect(isAside(aside('snoozed', now - 1), 'f', now)).toBe(false)
  expect(isAside(aside('snoozed', now + hour), 'f', now - 30_000)).toBe(true)
  expect(isAside(aside('snoozed', now + hour), 'f', now - 2 * hour)).toBe(false)
})

test('a rule is about the agent, or the job, budget or file itself; who asks for rights is never ignored', () => {
  const of = Object.fromEntries(needKinds.map((kind) => [kind, subjectOf({ kind, id: 'id', agentId: 'agent' })]))
  expect(of).toEqual({
    'terminal-asks': null,
    'agent-asked': null,
    'approval-asked': null,
    'pairing-asked': null,
    waiting: 'agent',
    stalled: 'agent',
    failed: 'agent',
    'cron-failed': 'id',
    'cron-overdue': 'id',
    'budget-passed': 'id',
    'breaker-tripped': 'id',
    'context-full': 'agent',
    'context-filling': 'agent',
    burning: 'agent',
    'file-conflict': 'id',
    incident: null,
  })
})

test('how a need settled is said by what it was, how old it was, and its job', () => {
  const how = (kind: Parameters<typeof settledHow>[0]['kind'], since: number, job?: Parameters<typeof settledHow>[3]) =>
    settledHow({ kind, since }, now, 24 * hour, job)
  expect(how('waiting', now)).toBe('answered')
  expect(how('failed', now - 23 * hour)).toBe('went-on')
  expect(how('failed', now - 24 * hour)).toBe('history')
  expect(how('cron-failed', now, { enabled: true, present: true })).toBe('ran-again')
  expect(how('cron-failed', now, { enabled: false, present: true })).toBe('off')
  expect(how('cron-failed', now, { enabled: true, present: false })).toBe('off')
  expect(how('context-full', now)).toBe('room-again')
})
