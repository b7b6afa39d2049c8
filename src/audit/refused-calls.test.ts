import { expect, test } from 'bun:test'
import { callerAs } from '../auth/testing/caller-as.ts'
import { Refusal } from '../lib/refusal.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { createActionGate } from './action-gate.ts'
import { createAudit } from './audit.ts'
import { createRefusedCalls } from './refused-calls.ts'

const notFound = () => new Refusal('not-found', 'There is no job with that id.')

function start() {
  let time = 1_000
  const audit = createAudit(storeInMemory('wheelhouse'), { now: () => time, publish() {} })
  const calls = createRefusedCalls(audit, { now: () => time })
  const note = (
    by: 'viewer' | 'operator' | 'stranger' = 'operator',
    rest: { target?: string; error?: Error; name?: string } = {},
  ) =>
    calls.note({
      caller: by === 'stranger' ? undefined : callerAs(by, { id: 'token:abc', name: rest.name ?? 'Ann' }),
      address: '10.0.0.7',
      action: 'asked to change something',
      target: rest.target ?? 'DELETE /api/crons/nobody',
      error: rest.error ?? notFound(),
    })
  const lines = () => audit.lines({ limit: 1_000 }).items
  return { audit, note, lines, pass: (ms: number) => (time += ms) }
}

test('a call that is refused before the gate leaves one line with what is known', () => {
  const { note, lines } = start()
  note()
  note('stranger', { error: new Refusal('unauthorized', 'Sign in.') })
  expect(lines().map(({ id: _, at: __, actId: ___, ...line }) => line)).toEqual([
    {
      stage: 'refused',
      who: 'Nobody signed in (10.0.0.7)',
      role: 'nobody',
      credential: null,
      action: 'asked to change something',
      target: 'DELETE /api/crons/nobody',
      detail: 'Sign in.',
    },
    {
      stage: 'refused',
      who: 'Ann (token:abc)',
      role: 'operator',
      credential: 'token',
      action: 'asked to change something',
      target: 'DELETE /api/crons/nobody',
      detail: 'There is no job with that id.',
    },
  ])
})

test('what the gate has written down is not written twice', async () => {
  const { audit, note, lines } = start()
  const gate = createActionGate(audit)
  const draft = { action: 'run job', target: 'nightly', needs: 'operator' } as const
  const caller = callerAs('viewer', { id: 'token:abc', name: 'Ann' })
  for (const passing of [
    gate.pass({ ...draft, caller, perform() {} }),
    gate.pass({ ...draft, caller: callerAs('operator', { mayAct: false }), perform() {} }),
    gate.pass({
      ...draft,
      caller: callerAs('operator'),
      perform() {
        throw notFound()
      },
    }),
  ]) {
    const error = await passing.then(
      () => undefined,
      (error: Error) => error,
    )
    const before = lines().length
    expect(note('viewer', { error: error! })).toBe(false)
    expect(lines()).toHaveLength(before)
  }
})

test('strangers fill no disk: a few lines an hour are kept, and the next one counts the rest', () => {
  const { note, lines, pass } = start()
  for (let calls = 0; calls < 5_000; calls++) note('stranger', { target: `POST /api/tokens?${'x'.repeat(9_000)}` })
  expect(lines()).toHaveLength(60)
  expect(Math.max(...lines().map(({ target }) => target.length))).toBeLessThan(250)
  pass(3_600_000)
  note('stranger')
  expect(lines()[0]?.detail).toBe('There is no job with that id. 4940 more were refused before and not written down.')
  note('stranger')
  expect(lines()[0]?.detail).toBe('There is no job with that id.')
})

test('what one caller is refused takes no lines from another', () => {
  const { note, lines } = start()
  for (let calls = 0; calls < 400; calls++) note('viewer')
  expect(lines()).toHaveLength(300)
  expect(note('viewer', { name: 'Bo' })).toBe(true)
  expect(note('stranger')).toBe(true)
})

test('a clock that is set back stops nothing', () => {
  const { note, pass } = start()
  for (let calls = 0; calls < 61; calls++) note('stranger')
  expect(note('stranger')).toBe(false)
  pass(-500)
  expect(note('stranger')).toBe(true)
})
