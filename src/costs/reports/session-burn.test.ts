import { expect, test } from 'bun:test'
import { filled, session, usage } from '../../indexing/testing/filled.ts'
import { createBurnWatch } from './burn.ts'
import { burnMinutes, burnOfSessions } from './session-burn.ts'

const now = Date.UTC(2026, 10, 20, 12, 0, 30)
const id = 'openclaw.a.s'

const burnOf = (...calls: { minutesAgo: number; usd: number | null }[]) =>
  burnOfSessions(
    filled([
      session('a.s'),
      ...calls.map(({ minutesAgo, usd }, n) =>
        usage('a.s', { key: `k${n}`, at: now - minutesAgo * 60_000, loggedUsd: usd, tokens: { output: 5 } }),
      ),
    ]).index,
    [id],
    now,
  )[id]

test('a minute without a call costs nothing, and one with calls that have no price is unknown', () => {
  const burn = burnOf({ minutesAgo: 0, usd: null }, { minutesAgo: 7, usd: 0.5 })!
  expect(burn.minutes).toHaveLength(burnMinutes)
  expect([burn.minutes.at(-1), burn.minutes.at(-2), burn.minutes.at(-8)]).toEqual([null, 0, 0.5])
  expect(burn.perMinuteUsd).toBeNull()
})

test('a call without a price among others makes of the pace a lower bound', () =>
  expect(burnOf({ minutesAgo: 0, usd: null }, { minutesAgo: 1, usd: 0.5 })).toMatchObject({
    perMinuteUsd: 0.1,
    isLowerBound: true,
  }))

test('what was asked longer than five minutes ago has no pace any more, and longer than thirty no burn', () => {
  expect(burnOf({ minutesAgo: 6, usd: 0.5 })).toMatchObject({ perMinuteUsd: 0, isLowerBound: false })
  expect(burnOf({ minutesAgo: 31, usd: 0.5 })).toBeUndefined()
})

test('the pace of the list is the one by which an unusual spending is noticed, whenever in a minute one looks', () => {
  for (const seconds of [0, 1, 29, 59]) {
    const at = Date.UTC(2026, 10, 20, 12, 0, seconds)
    for (const secondsAgo of [1, 61, 299, 300, 301]) {
      const { index } = filled([
        session('a.s'),
        usage('a.s', { key: 'k', at: at - secondsAgo * 1_000, loggedUsd: 60, tokens: { output: 5 } }),
      ])
      const perMinuteUsd = burnOfSessions(index, [id], at)[id]?.perMinuteUsd
      const watched = createBurnWatch(index, { now: () => at })()[0]?.perHourUsd
      expect([secondsAgo, (perMinuteUsd ?? 0) * 60]).toEqual([secondsAgo, watched ?? 0])
    }
  }
})
