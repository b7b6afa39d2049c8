import { expect, test } from 'bun:test'
import { filled, session, usage } from '../../indexing/testing/filled.ts'
import { createBurnWatch } from './burn.ts'

const now = Date.UTC(2026, 10, 20, 12)
const minute = 60_000

/** Calls of a session, each `[minutes ago, US dollars]`. */
function burnOf(calls: Record<string, [ago: number, usd: number][]>) {
  const { index } = filled(
    Object.entries(calls).flatMap(([name, all]) => [
      session(`main.${name}`),
      ...all.map(([ago, usd], number) =>
        usage(`main.${name}`, {
          at: now - ago * minute,
          loggedUsd: usd,
          tokens: { output: 1 },
          key: `${name} ${number}`,
        }),
      ),
    ]),
  )
  return createBurnWatch(index, { now: () => now })().map(({ sessionId, perHourUsd, usualUsd }) => [
    sessionId,
    Math.round(perHourUsd),
    usualUsd === null ? null : Math.round(usualUsd),
  ])
}

/** Thirty busy quarters of an hour on other days, each of which cost a dollar: four dollars an hour. */
const past = Array.from({ length: 30 }, (_, number): [number, number] => [1_440 + number * 15, 1])

test('a session that spends far more than is usual for its runtime is named, with both', () =>
  expect(
    burnOf({
      past,
      fast: [
        [1, 1],
        [2, 1],
      ],
      slow: [[1, 0.1]],
    }),
  ).toEqual([['openclaw.main.fast', 24, 4]]))

test('what costs little is nothing to look at, however unusual it is', () =>
  expect(burnOf({ past: past.map(([ago]) => [ago, 0.01]), fast: [[1, 1]] })).toEqual([]))

test('what was spent before the last five minutes is over', () => expect(burnOf({ past, fast: [[6, 9]] })).toEqual([]))

test('where nothing is known to be usual, only a lot is unusual', () => {
  expect(burnOf({ fast: [[1, 4]] })).toEqual([])
  expect(burnOf({ fast: [[1, 9]] })).toEqual([['openclaw.main.fast', 108, null]])
})
