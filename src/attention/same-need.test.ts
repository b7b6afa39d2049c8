import { expect, test } from 'bun:test'
import type { NeedKind } from './need.ts'
import { faceOfNeed, isSameNeed } from './same-need.ts'

const min = 60_000
const at = 100 * min

/** Whether a need of a kind that began at `at` is the same after these changes, out of sight for so long. */
const same = (kind: NeedKind, changes: { since?: number | null; reason?: string | null; id?: string }, goneMs = 0) => {
  const known = { id: 'a', kind, reason: 'Bash', since: at as number | null }
  return isSameNeed(known, { ...known, ...changes }, goneMs)
}

test('what stays as it is, is the same, in sight or after a restart', () => {
  for (const kind of ['waiting', 'stalled', 'failed', 'cron-failed', 'budget-passed', 'terminal-asks'] as const)
    for (const goneMs of [0, 1, 3 * min]) expect([kind, same(kind, {}, goneMs)]).toEqual([kind, true])
})

test('another session, job or budget is never the same', () => expect(same('waiting', { id: 'b' })).toBe(false))

test('another question is another need; a reason that becomes known is none', () => {
  expect(same('waiting', { reason: 'Edit' })).toBe(false)
  expect(same('waiting', { reason: null })).toBe(true)
  expect(same('failed', { reason: 'no credit' })).toBe(false)
  expect(same('stalled', { reason: 'still makes no progress' })).toBe(true)
})

test('a later run of a job is another failure, however it failed', () => {
  expect(same('cron-failed', { since: at + 1 })).toBe(false)
  expect(same('cron-failed', { reason: 'another' })).toBe(true)
})

test('the end of a failed run may be written a little later; a failure later than that is a new one', () => {
  expect(same('failed', { since: at + min })).toBe(true)
  expect(same('failed', { since: at + min + 1 })).toBe(false)
})

test('a question that goes on waits on; one that was out of sight is another where it began later', () => {
  expect(same('waiting', { since: at + 9 * min })).toBe(true)
  expect(same('waiting', { since: at + 9 * min }, 1)).toBe(false)
})

test('the next day or month of a budget is another one, and a new request for rights another request', () => {
  expect(same('budget-passed', { since: at + 1, reason: '$9 of $5' })).toBe(false)
  expect(same('budget-passed', { reason: '$9 of $5' })).toBe(true)
  expect(same('agent-asked', { since: at + 1 })).toBe(false)
})

test('a window that is full again after it had room is a new need, but not where it had room for a moment', () => {
  const full = { id: 'a', kind: 'context-full', reason: null, since: null } as const
  expect([0, 1, min, min + 1].map((goneMs) => isSameNeed(full, full, goneMs))).toEqual([true, true, true, false])
})

test('a snooze until it changes sees steps of a measure, and not each answer', () => {
  const face = (percent: number) => faceOfNeed({ reason: null, percent, since: null })
  expect([81, 84, 85].map((percent) => face(percent) === face(80))).toEqual([true, true, false])
  expect(faceOfNeed({ reason: 'a', percent: null, since: 1 })).not.toBe(
    faceOfNeed({ reason: 'b', percent: null, since: 1 }),
  )
})
