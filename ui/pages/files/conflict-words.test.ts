import { expect, test } from 'bun:test'
import { conflictTitle, fateOfEarlier, pairWords, standingOf } from './conflict-words.ts'
import { sampleTouch } from './testing/samples.ts'

const conflict = (kind: 'overwrote' | 'outdated', minutes: number, how: 'edit' | 'write' | 'delete' = 'edit') => ({
  kind,
  earlier: sampleTouch({ at: 0 }),
  later: sampleTouch({ at: minutes * 60_000, how }),
})

test('a conflict says who wrote over whom, and how far apart', () => {
  expect(conflictTitle(conflict('overwrote', 26), 'Echo', 'Forge')).toBe('Forge wrote over Echo’s change')
  expect(conflictTitle(conflict('outdated', 26), 'Echo', 'Forge')).toBe('Echo has not seen Forge’s change')
  expect(conflictTitle(conflict('overwrote', 26), 'Echo', 'Echo')).toBe(
    'Echo wrote over its own change in another session',
  )
  expect([0.5, 26, 90].map((minutes) => pairWords(conflict('overwrote', minutes)))).toEqual([
    'under 1 min apart',
    '26 min apart',
    '1 h 30 apart',
  ])
})

test('a loss is claimed only where lines are known to be gone', () => {
  const fate = (lost: number | null, how: 'edit' | 'write' | 'delete' = 'edit') =>
    fateOfEarlier(conflict('overwrote', 1, how), lost, 'Forge')
  expect([fate(1), fate(3), fate(0), fate(null), fate(null, 'write'), fate(null, 'delete')]).toEqual([
    '1 line lost in Forge’s write',
    '3 lines lost in Forge’s write',
    'its lines were kept',
    'not read by Forge',
    'replaced by Forge’s write',
    'deleted by Forge',
  ])
})

test('a conflict is open until somebody acknowledges it, or a day has passed', () => {
  const standing = (hours: number, isAcknowledged: boolean) =>
    standingOf(conflict('overwrote', 0), isAcknowledged, hours * 3_600_000)
  expect([standing(1, false), standing(1, true), standing(24, false), standing(24, true)]).toEqual([
    'open',
    'acknowledged',
    'past',
    'past',
  ])
})

test('a conflict with somebody outside says what nobody we know did', () => {
  const outside = sampleTouch({ sessionId: '', how: 'outside', at: 0 })
  expect(conflictTitle({ kind: 'outside', earlier: sampleTouch(), later: outside }, 'Echo', '')).toBe(
    'Somebody outside changed what Echo works on',
  )
  expect(conflictTitle({ kind: 'overwrote', earlier: outside, later: sampleTouch() }, '', 'Echo')).toBe(
    'Echo wrote over a change from outside',
  )
})
