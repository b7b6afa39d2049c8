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
    sums: db.query('SELECT session_id, calls, input, total, cost_usd, priced_calls FROM usage_15m ORDER BY 1').all(),
  }
}

test('whether readings come at once or one by one, the sums are the same', () => {
  const readings = Array.from({ length: 12 }, (_, n) =>
    answer({
      key: `k${n % 5}`,
      answerId: `m${(n % 5) % 2}`,
      replayed: n % 5 > 2,
      rank: (n * 7) % 11,
      tokens: tokens(100 + n),
      sessionId: `openclaw.main.s${n % 3}`,
    }),
  )
  const sums = (facts: Fact[][]) => {
    const { index, add } = filled([])
    for (const some of facts) add(some)
    return index.$client
      .query('SELECT session_id, calls, input, total, priced_calls FROM usage_15m ORDER BY session_id, input')
      .all()
  }
  const whole = sums([readings])
  for (let from = 0; from < readings.length; from++) {
    const turned = [...readings.slice(from), ...readings.slice(0, from)]
    expect(sums(turned.map((reading) => [reading]))).toEqual(whole)
    expect(sums([turned.slice(0, 5), turned.slice(5)])).toEqual(whole)
  }
})

test('in whatever order readings come, the sums are the same', () => {
  const readings = Array.from({ length: 8 }, (_, n) =>
    answer({
      key: `k${n % 5}`,
      answerId: n % 3 === 0 ? 'm1' : 'm2',
      replayed: n % 2 === 0,
      rank: n,
      tokens: tokens(100 + n),
      sessionId: `openclaw.main.s${n % 3}`,
    }),
  )
  const whole = keptOf(readings)
  let state = 5
  for (let round = 0; round < 40; round++) {
    const shuffled = readings
      .map((reading) => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
        return { reading, at: state }
      })
      .sort((a, b) => a.at - b.at)
      .map(({ reading }) => reading)
    expect(keptOf(shuffled)).toEqual(whole)
  }
})
