import { expect, test } from 'bun:test'
import { advance, asked, type Before, beginWatch, type Watch } from './progress.ts'
import { nothingKnown, type Reading, type ServiceState, type Verb } from './service.ts'

const limits = { endMs: 20_000, beginMs: 10_000, answerMs: 30_000, steadyMs: 3_000 }
const up = (life: string, rest: Partial<Reading> = {}): Reading => ({
  ...nothingKnown,
  state: 'running',
  life,
  pid: Number(life),
  ...rest,
})
const is = (state: ServiceState, rest: Partial<Reading> = {}): Reading => ({ ...nothingKnown, state, ...rest })

/** Plays what is seen, a second apart, and answers with how it ended and the steps as they then stand. */
function play(verb: Verb, before: Before, seen: Reading[], { answers = false, everyMs = 1_000 } = {}) {
  let watch: Watch = asked(beginWatch({ verb, before, limits, answers, ask: 'do it' }, 0), 0)
  let now = 0
  for (const reading of seen) {
    now += everyMs
    const next = advance(watch, reading, now)
    watch = next.watch
    if (next.verdict.kind !== 'going') return { ended: next.verdict, at: now, steps: shapeOf(watch) }
  }
  return { ended: { kind: 'going' as const }, at: now, steps: shapeOf(watch) }
}
const shapeOf = ({ steps }: Watch) => steps.map(({ key, state }) => `${key} ${state}`).join(', ')
const times = (count: number, reading: Reading) => Array.from({ length: count }, () => reading)
const running: Before = { life: '1', state: 'running', pid: 1 }
const stopped: Before = { life: null, state: 'stopped', pid: null }

test('a restart is done when another life has stayed up', () =>
  expect(
    play('restart', running, [
      up('1'),
      is('stopping', { life: '1' }),
      is('stopped'),
      is('starting', { life: '2' }),
      ...times(4, up('2')),
    ]),
  ).toEqual({
    ended: { kind: 'done' },
    at: 8_000,
    steps: 'ask done, end done, begin done, steady done',
  }))

test('an answer of ok that changes nothing is a failure, with what is still there', () => {
  const { ended, steps } = play('restart', running, times(30, up('1')))
  expect(ended).toEqual({
    kind: 'failed',
    reason: 'Nothing changed after 20 s; process 1 still runs. It was asked to restart and did not.',
  })
  expect(steps).toBe('ask done, end failed, begin open, steady open')
  expect(play('stop', running, times(30, up('1'))).ended).toEqual({
    kind: 'failed',
    reason: 'Nothing changed after 20 s; process 1 still runs. It was asked to stop and did not.',
  })
})

test('one that drains is waited for, and says what it waits for', () => {
  const draining = is('stopping', { life: '1', pid: 1, reason: 'lets 2 runs end' })
  const watch = advance(
    asked(beginWatch({ verb: 'restart', before: running, limits, answers: false, ask: '' }, 0), 0),
    draining,
    1_000,
  ).watch
  expect(watch.steps.find(({ key }) => key === 'end')).toMatchObject({ state: 'now', words: 'lets 2 runs end' })
  expect(play('restart', running, times(40, draining)).ended).toEqual({
    kind: 'failed',
    reason: 'It is still stopping after 20 s; process 1 still runs. It was asked to restart and did not.',
  })
})

test('one that is only expected has not begun, and may take its time', () => {
  const expected = is('starting')
  const { ended, steps } = play('restart', running, [
    is('stopping', { life: '1' }),
    expected,
    expected,
    is('stopped', { reason: 'its process is gone' }),
    ...times(4, up('2')),
  ])
  expect([ended.kind, steps]).toEqual(['done', 'ask done, end done, begin done, steady done'])
  expect(play('restart', running, [up('2'), is('stopped', { reason: 'its process is gone' })]).ended).toEqual({
    kind: 'failed',
    reason: 'Its process is gone.',
  })
})

test('a start that fails says why, and an old failure is not taken for a new one', () => {
  const before: Before = { life: 'old', state: 'failed', pid: null }
  const old = is('failed', { life: 'old', reason: 'ended with exit code 1' })
  expect(play('start', before, [old, up('2'), up('2'), up('2'), up('2')]).ended).toEqual({ kind: 'done' })
  expect(play('start', before, [old, is('failed', { life: 'new', reason: 'ended with exit code 78' })]).ended).toEqual({
    kind: 'failed',
    reason: 'It ended with exit code 78.',
  })
  expect(play('start', stopped, times(20, is('stopped'))).ended).toEqual({
    kind: 'failed',
    reason: 'It did not start within 10 s.',
  })
})

test('one that comes up and ends at once has failed', () => {
  expect(
    play('start', stopped, [up('2'), is('failed', { life: '2', reason: 'ended with exit code 3' })]).ended,
  ).toEqual({ kind: 'failed', reason: 'It ended with exit code 3.' })
  expect(play('start', stopped, [up('2'), up('2'), is('stopped')]).ended).toMatchObject({ kind: 'failed' })
})

test('one that is started again and again never counts as steady', () => {
  const loop = Array.from({ length: 60 }, (_, at) =>
    at % 2 === 0 ? up(`${at}`) : is('starting', { life: `${at}`, reason: 'ended with exit code 1' }),
  )
  expect(play('start', stopped, loop).ended).toEqual({
    kind: 'failed',
    reason: 'It does not stay up: ended with exit code 1.',
  })
})

test('where it can be asked, it has to answer before it counts', () => {
  const silent = up('2', { ready: false, reason: 'nothing answers on port 80 yet' })
  const options = { answers: true }
  expect(
    play('start', stopped, [silent, silent, ...times(5, up('2', { ready: true, port: 80 }))], options),
  ).toMatchObject({ ended: { kind: 'done' }, steps: 'ask done, begin done, answer done, steady done' })
  expect(play('start', stopped, times(60, silent), options).ended).toEqual({
    kind: 'failed',
    reason: 'It runs, and does not answer after 30 s: nothing answers on port 80 yet.',
  })
})

test('a stop is done when it stays stopped; one that comes back by itself has not stopped', () => {
  expect(play('stop', running, [is('stopping', { life: '1' }), ...times(5, is('stopped'))])).toMatchObject({
    ended: { kind: 'done' },
    steps: 'ask done, end done, steady done',
  })
  expect(play('stop', running, [is('stopped'), is('stopped'), up('2')]).ended).toEqual({
    kind: 'failed',
    reason: 'It stopped and is running again as process 2: something else starts it.',
  })
})

test('what cannot be seen is not taken for done', () => {
  const blind = is('unknown', { reason: 'no Docker engine answers' })
  expect(play('stop', running, times(40, blind)).ended).toEqual({
    kind: 'failed',
    reason: 'Whether it ended cannot be seen: no Docker engine answers.',
  })
  expect(play('stop', running, [is('stopped'), ...times(40, blind)]).ended.kind).toBe('failed')
  expect(play('start', stopped, times(40, blind)).ended).toEqual({
    kind: 'failed',
    reason: 'Whether it started cannot be seen: no Docker engine answers.',
  })
})

test('a gateway that changes its version or its process under us has restarted all the same', () =>
  expect(
    play('restart', running, [up('2', { version: '2026.10.1' }), ...times(4, up('2', { version: '2026.10.1' }))]).ended,
  ).toEqual({ kind: 'done' }))

test('an update has come true when another version stays up, and not when the same one does', () => {
  const before: Before = { ...running, version: '2026.3.24' }
  const restarted = (version: string | null) =>
    play('update', before, [
      up('1', { version: '2026.3.24' }),
      is('stopping', { life: '1' }),
      ...times(5, up('2', { version })),
    ]).ended
  expect(restarted('2026.3.28')).toEqual({ kind: 'done' })
  expect(restarted('2026.3.24')).toEqual({
    kind: 'failed',
    reason: 'It restarted, and is version 2026.3.24 still: nothing newer was installed.',
  })
  expect(restarted(null)).toEqual({ kind: 'done' })
})
