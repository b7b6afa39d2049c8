import { expect, test } from 'bun:test'
import type { Fact, UsageFact } from '../../facts/fact.ts'
import { filled, usage } from '../../indexing/testing/filled.ts'

const answer = (rest: Partial<UsageFact>): UsageFact => ({
  ...usage('main.s1', { at: Date.UTC(2026, 10, 20, 12) }),
  ...rest,
})
const tokens = (input: number) => ({ ...answer({}).tokens, input })

/** What is counted, by key, and the sums made of it. */
function keptOf(facts: Fact[]) {
  const db = filled(facts).index.$client
  return {
    counted: db
      .query<{ key: string }, []>('SELECT key FROM usage WHERE counted = 1 ORDER BY key')
      .all()
      .map(({ key }) => key),
    sums: db
      .query(
        `SELECT session_id, sum(calls) AS calls, sum(input) AS input, sum(total) AS total, sum(cost_usd) AS cost_usd,
           sum(priced_calls) AS priced_calls FROM usage_15m GROUP BY 1 ORDER BY 1`,
      )
      .all(),
  }
}

test('of two readings of one answer the one of higher rank stands, whichever comes first', () => {
  const [early, late] = [
    answer({ key: 'a', tokens: tokens(10), rank: 1 }),
    answer({ key: 'a', tokens: tokens(90), rank: 2 }),
  ]
  expect(keptOf([early, late])).toEqual(keptOf([late]))
  expect(keptOf([late, early])).toEqual(keptOf([late]))
})

test('a replayed reading counts only where the answer itself is not known', () => {
  const own = answer({ key: 'a', answerId: 'm' })
  const replayed = answer({ key: 'b', answerId: 'm', replayed: true, sessionId: 'openclaw.main.s2' })
  expect(keptOf([replayed]).counted).toEqual(['b'])
  expect(keptOf([replayed, own])).toEqual(keptOf([own, replayed]))
  expect(keptOf([replayed, own]).counted).toEqual(['a'])
})

test('of replayed readings alone the best one counts', () => {
  const replays = [1, 3, 2].map((rank) => answer({ key: `e${rank}`, answerId: 'm', replayed: true, rank }))
  expect(keptOf(replays).counted).toEqual(['e3'])
})

test('two answers of one name that are no replayed readings both count', () =>
  expect(keptOf([answer({ key: 'a', answerId: 'm' }), answer({ key: 'b', answerId: 'm' })]).counted).toEqual([
    'a',
    'b',
  ]))

test('when the last priced answer leaves a sum, its cost is unknown again and not nothing', () => {
  const priced = answer({ key: 'a', loggedUsd: 1, rank: 1 })
  const other = answer({ key: 'b', loggedUsd: null, model: priced.model, provider: 'nobody' })
  const unpriced = { ...priced, loggedUsd: null, rank: 2 }
  expect(keptOf([priced, other, unpriced]).sums).toMatchObject([{ calls: 2, cost_usd: null, priced_calls: 0 }])
})
