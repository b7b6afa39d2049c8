import { expect, test } from 'bun:test'
import type { Schedule } from '../facts/fact.ts'
import { missesOf, overlapsOf } from './misses.ts'
import type { RunTime } from './run-time.ts'

/** Hours and minutes of Friday, 20 November 2026, in UTC; `-1 22:00` is the day before. */
function at(text: string): number {
  const [, day = '0', hours, minutes] = /^(?:(-?\d+) )?(\d+):(\d+)$/.exec(text)!
  return Date.UTC(2026, 10, 20 + Number(day), Number(hours), Number(minutes))
}

const run = (text: string, minutes: number | 'running' = 1, rest: Partial<RunTime> = {}): RunTime => ({
  at: at(text),
  status: minutes === 'running' ? 'running' : 'ok',
  durationMs: minutes === 'running' ? null : minutes * 60_000,
  byHand: null,
  ...rest,
})
const cron = (expr: string, timezone: string | null = null): Schedule => ({ kind: 'cron', expr, timezone })
const every = (minutes: number): Schedule => ({ kind: 'every', everyMs: minutes * 60_000, anchorMs: null })

type Asked = {
  now?: string
  since?: string | null
  from?: string
  timezone?: string
  enabled?: boolean
  system?: boolean
}

/** The misses as `HH:MM`, with `!` where the run before still went on. */
function missed(
  schedule: Schedule,
  runs: RunTime[],
  {
    now = '12:00',
    since = '-9 00:00',
    from = '-7 00:00',
    timezone = 'UTC',
    enabled = true,
    system = false,
  }: Asked = {},
) {
  const steadySince = since === null ? null : at(since)
  const job = { schedule, enabled, system, steadySince, lastAt: runs[0]?.at ?? null }
  return missesOf(job, runs, { from: at(from), now: at(now), timezone })
    .map(({ at: when, why }) => `${new Date(when).toISOString().slice(11, 16)}${why === 'still-running' ? '!' : ''}`)
    .join(' ')
}

const rows: [what: string, found: string, expected: string][] = [
  [
    'a job that ran every time has missed nothing',
    missed(cron('0 */2 * * *'), [run('08:00'), run('10:00'), run('12:00')], { since: '07:00', now: '12:30' }),
    '',
  ],
  ['a planned time without a run is a miss', missed(cron('0 */2 * * *'), [run('06:00'), run('10:00')]), '08:00'],
  [
    'a run that began some minutes late counts',
    missed(cron('0 */2 * * *'), [run('06:00'), run('08:05'), run('10:04')]),
    '',
  ],
  [
    'a run that a runtime made up for an hour later counts',
    missed(cron('0 */2 * * *'), [run('06:00'), run('09:10'), run('10:00')]),
    '',
  ],
  [
    'a run that a person started stands for no planned time',
    missed(cron('0 */2 * * *'), [run('06:00'), run('08:20', 1, { byHand: true }), run('10:00')]),
    '08:00',
  ],
  ['a time that passed just now is not judged yet', missed(cron('0 * * * *'), [run('10:00')], { now: '11:14' }), ''],
  ['it is judged a quarter of an hour later', missed(cron('0 * * * *'), [run('10:00')], { now: '11:15' }), '11:00'],
  [
    'a job of every ten minutes is judged after five',
    missed(cron('*/10 * * * *'), [run('11:40')], { now: '11:55' }),
    '11:50',
  ],
  [
    'nothing is judged before the first run that is known',
    missed(cron('0 * * * *'), [run('09:00'), run('10:00'), run('11:00')]),
    '',
  ],
  [
    'nothing is judged before the job had this schedule',
    missed(cron('0 * * * *'), [run('06:00'), run('11:00')], { since: '10:30' }),
    '',
  ],
  [
    'a job that never ran is judged from when it was made',
    missed(cron('0 * * * *'), [], { since: '09:30' }),
    '10:00 11:00',
  ],
  ['a job of which nothing is known is not judged', missed(cron('0 * * * *'), [], { since: null }), ''],
  ['a job that is off has missed nothing', missed(cron('0 * * * *'), [run('06:00')], { enabled: false }), ''],
  ['jobs of the runtime itself are not judged', missed(cron('0 * * * *'), [run('06:00')], { system: true }), ''],
  [
    'a run that goes on is why the next one did not start',
    missed(cron('0 * * * *'), [run('09:00'), run('10:00', 'running')]),
    '11:00!',
  ],
  [
    'a run of the day before yesterday is over, whatever was written of it',
    missed(cron('0 9 * * *'), [run('-3 09:00'), run('-2 09:00', 'running')]),
    '09:00 09:00',
  ],
  ['a run that went on is, too', missed(cron('0 * * * *'), [run('08:00', 150), run('11:00')]), '09:00! 10:00!'],
  ['an expression that is none has no plan', missed(cron('every morning'), [run('06:00')]), ''],
  [
    'a schedule in a zone is judged there',
    missed(cron('0 9 * * *', 'Europe/Vienna'), [run('-2 08:00'), run('-1 08:00')]),
    '08:00',
  ],
  [
    'where a night has no 02:30, the run at 03:00 counts',
    missedOver('2027-03-28', cron('30 2 * * *', 'Europe/Vienna'), ['2027-03-27T01:30Z', '2027-03-28T01:00Z']),
    '',
  ],
  [
    'where 02:30 comes twice, one run is enough',
    missedOver('2026-10-25', cron('30 2 * * *', 'Europe/Vienna'), ['2026-10-24T00:30Z', '2026-10-25T00:30Z']),
    '',
  ],
  [
    'a clock that was set back over a run makes no miss',
    missed(cron('0 * * * *'), [run('10:00'), run('11:00')], { now: '10:40' }),
    '',
  ],
  [
    'nor does one that was ahead while it ran',
    missed(cron('0 * * * *'), [run('10:00'), run('11:00'), run('12:00'), run('13:00')], { now: '12:20' }),
    '',
  ],
  [
    'nor does a run that is made again',
    missed(cron('0 * * * *'), [run('10:00'), run('11:00'), run('11:00')], { now: '11:50' }),
    '',
  ],
  [
    'an interval counts from the run before',
    missed(every(60), [run('08:00'), run('09:02'), run('10:05'), run('11:07')]),
    '',
  ],
  [
    'a gap of three intervals is two misses',
    missed(every(60), [run('07:00'), run('08:00'), run('11:00')]),
    '09:00 10:00',
  ],
  [
    'an interval that is over and half as much again is a miss',
    missed(every(60), [run('09:00'), run('10:00')], { now: '11:20' }),
    '11:00',
  ],
  ['an interval of nothing is no plan', missed({ kind: 'every', everyMs: 0, anchorMs: null }, [run('06:00')]), ''],
  ['a job that was to run once and did not', missed({ kind: 'at', at: at('10:00') }, [], { since: '09:00' }), '10:00'],
  ['a job that ran once', missed({ kind: 'at', at: at('10:00') }, [run('10:00')], { since: '09:00' }), ''],
  ['a schedule nobody knows', missed({ kind: 'unknown' }, [run('06:00')]), ''],
]

for (const [what, found, expected] of rows) test(what, () => expect(found).toBe(expected))

function missedOver(day: string, schedule: Schedule, runs: string[]) {
  const now = Date.parse(`${day}T12:00Z`)
  const times = runs.map((text) => ({ at: Date.parse(text), status: 'ok' as const, durationMs: 1_000, byHand: null }))
  const job = { schedule, enabled: true, system: false, steadySince: now - 9 * 86_400_000, lastAt: null }
  return missesOf(job, times, { from: now - 7 * 86_400_000, now, timezone: 'UTC' })
    .map(({ at: when }) => new Date(when).toISOString())
    .join(' ')
}

test('a run that begins before the one before it has ended overlaps it', () => {
  const times = (runs: RunTime[]) =>
    overlapsOf(runs, at('12:00')).map((when) => new Date(when).toISOString().slice(11, 16))
  expect(times([run('08:00', 5), run('08:10', 5)])).toEqual([])
  expect(times([run('08:10', 5), run('08:00', 15)])).toEqual(['08:10'])
  expect(times([run('08:00', 90), run('08:30', 1), run('09:00', 1), run('10:00', 1)])).toEqual(['08:30', '09:00'])
  // A later run has begun: when the one before it ended is not known.
  expect(times([run('11:00', 'running'), run('11:30', 1)])).toEqual([])
  expect(times([run('10:00', 90), run('11:00', 'running')])).toEqual(['11:00'])
  expect(times([run('08:00', 90), run('08:30', 0, { status: 'skipped' })])).toEqual([])
})

const failed = (text: string, minutes = 1) => run(text, minutes, { status: 'error' })

test('times that a runtime leaves out after a failure are not missed', () => {
  // The fifth failure in a row is followed by an hour of rest.
  const runs = [failed('08:00'), failed('08:05'), failed('08:10'), failed('08:15'), failed('08:31'), run('09:35')]
  const fiveMinutely = missed(cron('*/5 * * * *'), [...runs, run('09:40')], { now: '09:44', since: '07:59' })
  expect(fiveMinutely).toBe('')
  expect(missed(every(5), [...runs, run('09:40')], { now: '09:42', since: '07:59' })).toBe('')
  // A job that succeeded has no rest.
  expect(missed(cron('*/5 * * * *'), [run('08:00'), run('08:15')], { now: '08:19', since: '07:59' })).toBe(
    '08:05 08:10',
  )
  // The rest after one failure is half a minute, and hides nothing later.
  expect(missed(cron('*/5 * * * *'), [failed('08:00'), run('08:15')], { now: '08:19', since: '07:59' })).toBe(
    '08:05 08:10',
  )
})

test('an hour that came twice, because the clock was set back, holds no overlap', () => {
  const began = (runs: RunTime[]) =>
    overlapsOf(runs, at('12:00')).map((when) => new Date(when).toISOString().slice(11, 16))
  const again = (one: RunTime): RunTime => ({ ...one, at: one.at + 4_000 })
  const first = [run('02:00', 8, { byHand: false }), run('02:10', 8, { byHand: false })]
  expect(began([...first, ...first.map(again)])).toEqual([])
  // A person who starts it in the same minute does overlap, and so does a later time.
  expect(began([run('02:00', 8), { ...run('02:00', 2, { byHand: true }), at: at('02:00') + 30_000 }])).toEqual([
    '02:00',
  ])
  expect(began([run('02:00', 15), run('02:10', 1)])).toEqual(['02:10'])
})
