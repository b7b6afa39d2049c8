import { expect, test } from 'bun:test'
import type { GatewayStatus } from '../facts/gateway.ts'
import type { SourceState } from '../facts/source.ts'
import { verdictOf, verdictWith } from './verdict.ts'

const check = (
  trouble: string | null,
  states: SourceState[],
  waiting: number,
  gateways: { state: GatewayStatus; since?: number }[] = [],
) => {
  const sources = states.map((state) => ({ runtime: 'openclaw' as const, state }))
  const { level, text } = verdictWith(
    verdictOf(
      trouble,
      sources,
      gateways.map((gateway) => ({ since: 90_000, ...gateway })),
      100_000,
    ),
    waiting,
  )
  return `${level}: ${text}`
}

test('all is well where sources are read and nobody waits', () =>
  expect(check(null, ['ok'], 0)).toBe("well: All's well"))
test('one who waits is one', () => expect(check(null, ['ok'], 1)).toBe('needs-you: 1 needs you'))
test('a broken source is worse than one who waits', () =>
  expect(check(null, ['ok', 'trouble'], 2)).toBe('fault: Not all of openclaw can be read'))
test('what cannot be kept is the worst', () =>
  expect(check('The disk is full.', ['trouble'], 2)).toBe('fault: The disk is full.'))
test('where nothing is found there is nobody to be well', () =>
  expect(check(null, ['absent', 'absent'], 0)).toBe('no-contact: No agents found'))
test('one source found is enough to be well', () => expect(check(null, ['absent', 'ok'], 0)).toBe("well: All's well"))
test('a gateway that is down is a fault, whoever waits', () =>
  expect(check(null, ['ok'], 2, [{ state: 'connected' }, { state: 'down' }])).toBe('fault: Gateway down'))
test('one that restarts is said to', () =>
  expect(check(null, ['ok'], 2, [{ state: 'restarting' }])).toBe('no-contact: Gateway restarting'))
test('one that does not run, or will not have us, is no fault: the stores are read', () =>
  expect(check(null, ['ok'], 0, [{ state: 'absent' }, { state: 'refused' }, { state: 'connecting' }])).toBe(
    "well: All's well",
  ))

test('one that goes away again and again is a fault that stays, not a blinking one', () =>
  expect(check(null, ['ok'], 2, [{ state: 'unsteady' }])).toBe('fault: Gateway keeps going away'))
test('one that does not answer for a while leaves nothing to be well, but who waits is said first', () => {
  const silent = [{ state: 'connecting' as const, since: 89_000 }]
  expect(check(null, ['ok'], 0, silent)).toBe('no-contact: No contact with the gateway')
  expect(check(null, ['ok'], 1, silent)).toBe('needs-you: 1 needs you')
  expect(check(null, ['ok'], 0, [{ state: 'connecting', since: 200_000 }])).toBe("well: All's well")
})

test('further things that need a person outrank what is merely missing, and no fault', () => {
  const well = verdictOf(null, [{ runtime: 'codex', state: 'ok' }])
  const none = verdictOf(null, [{ runtime: 'codex', state: 'absent' }])
  const fault = verdictOf('the disk is full', [])
  const restarting = verdictOf(null, [], [{ state: 'restarting', since: 0 }])
  expect([well, none, fault, restarting].map((verdict) => verdictWith(verdict, 2).text)).toEqual([
    '2 need you',
    '2 need you',
    'the disk is full',
    'Gateway restarting',
  ])
  expect(verdictWith(well, 0)).toEqual(well)
})
