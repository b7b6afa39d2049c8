import { expect, test } from 'bun:test'
import type { CronRunStatus } from '../facts/fact.ts'
import { streakOf } from './streak.ts'

const streak = (...statuses: CronRunStatus[]) => streakOf(statuses.map((status) => ({ status })))

test('failures in a row are counted from the last run back to the last success', () => {
  expect(streak('error', 'timed-out', 'error', 'ok', 'error')).toEqual({ outcome: 'failed', count: 3 })
  expect(streak('ok', 'ok', 'error')).toEqual({ outcome: 'ok', count: 2 })
})

test('a run that was skipped or still goes on neither counts nor ends a streak', () =>
  expect(streak('running', 'error', 'skipped', 'error', 'ok')).toEqual({ outcome: 'failed', count: 2 }))

test('a job that never ended a run has no streak', () => expect([streak(), streak('running')]).toEqual([null, null]))
