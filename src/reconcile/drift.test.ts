import { expect, test } from 'bun:test'
import { type ComparedSession, centsOf, driftOf, type LoosePart, partKinds, partsOfSessions } from './drift.ts'
import { numbersFrom } from './testing/numbers-from.ts'

test('parts and what is left over come to the drift, to the cent, in random worlds', () => {
  for (let seed = 1; seed <= 2_000; seed++) {
    const next = numbersFrom(seed)
    const amount = () => (next() - 0.4) * 10 ** Math.floor(next() * 6 - 2)
    const parts: LoosePart[] = Array.from({ length: Math.floor(next() * 12) }, () => ({
      kind: partKinds[Math.floor(next() * partKinds.length)]!,
      usd: amount(),
      sessions: [String(Math.floor(next() * 5))],
      tokens: 0,
    }))
    const ledger = Math.abs(amount())
    const isExplained = next() < 0.5
    const stated = isExplained ? parts.reduce((sum, { usd }) => sum + usd, ledger) : Math.abs(amount())
    const drift = driftOf(ledger, stated, parts)
    const all = [drift.ledgerCents, drift.statedCents, drift.leftCents, ...drift.parts.map(({ cents }) => cents)]
    expect([seed, all.every(Number.isSafeInteger)]).toEqual([seed, true])
    expect([seed, drift.parts.reduce((sum, { cents }) => sum + cents, drift.leftCents)]).toEqual([
      seed,
      drift.driftCents,
    ])
    expect([seed, drift.statedCents - drift.ledgerCents]).toEqual([seed, drift.driftCents])
    expect([seed, Math.abs(drift.ledgerCents / 100 - ledger) <= 0.0051]).toEqual([seed, true])
    // What is explained whole leaves nothing over but what rounding needs.
    if (isExplained) expect([seed, Math.abs(drift.leftCents) <= 1]).toEqual([seed, true])
  }
})

test('sessions explain the whole of a difference, but for a witness that counts less', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const next = numbersFrom(seed)
    const sessions: ComparedSession[] = Array.from({ length: Math.floor(next() * 40) }, (_, number) => {
      const ledgerUsd = next() < 0.2 ? null : next() * 5
      const afterUsd = ledgerUsd !== null && next() < 0.3 ? next() * ledgerUsd : 0
      const before = (ledgerUsd ?? 0) - afterUsd
      return {
        session: String(number),
        ledgerUsd,
        statedUsd: next() < 0.2 ? null : before + (next() < 0.5 ? next() : 0),
        afterUsd,
        unpricedTokens: next() < 0.2 ? 1_000 : 0,
        boundTokens: next() < 0.2 ? 1_000 : 0,
      }
    })
    const ledger = sessions.reduce((sum, { ledgerUsd }) => sum + (ledgerUsd ?? 0), 0)
    const stated = sessions.reduce((sum, { statedUsd }) => sum + (statedUsd ?? 0), 0)
    const { leftCents } = driftOf(ledger, stated, partsOfSessions(sessions))
    expect([seed, Math.abs(leftCents) <= 1]).toEqual([seed, true])
  }
})

const compared = (given: Partial<ComparedSession>): ComparedSession => ({
  session: 's',
  ledgerUsd: 1,
  statedUsd: 1,
  afterUsd: 0,
  unpricedTokens: 0,
  boundTokens: 0,
  ...given,
})

const check = (given: Partial<ComparedSession>, parts: string) =>
  expect(
    partsOfSessions([compared(given)])
      .map(({ kind, usd }) => `${kind} ${usd}`)
      .join(', '),
  ).toBe(parts)

test('sums that agree need no explanation', () => check({}, ''))
test('what a runtime counts beyond a transcript are side calls', () => check({ statedUsd: 3 }, 'side-calls 2'))
test('where tokens have no price, that explains it', () =>
  check({ statedUsd: 3, unpricedTokens: 9, boundTokens: 9 }, 'no-price 2'))
test('where a count is a placeholder, that explains it', () => check({ statedUsd: 3, boundTokens: 9 }, 'placeholder 2'))
test('a session that the ledger does not know was not read', () =>
  check({ ledgerUsd: null, statedUsd: 2 }, 'not-read 2'))
test('a session without any price is known all the same', () =>
  check({ ledgerUsd: null, statedUsd: 2, unpricedTokens: 5 }, 'no-price 2'))
test('a session of which nothing is said is missing there', () => check({ statedUsd: null }, 'not-stated -1'))
test('a witness that stops explains what came after, and nothing else', () => {
  check({ ledgerUsd: 5, statedUsd: 2, afterUsd: 3 }, 'stopped -3')
  check({ ledgerUsd: 5, statedUsd: 3, afterUsd: 3 }, 'stopped -3, side-calls 1')
  check({ ledgerUsd: 5, statedUsd: 1, afterUsd: 3 }, 'stopped -3')
})
test('a witness that counts less than the transcript is left over', () => check({ statedUsd: 0.5 }, ''))

test('cents come to their sum, and stay near their amounts', () => {
  expect(centsOf([0.005, 0.005, 0.005], 2)).toEqual([1, 1, 0])
  expect(centsOf([1.004, 1.004, -0.5], 151)).toEqual([100, 101, -50])
  expect(centsOf([0.333, 0.333, 0.334], 100)).toEqual([33, 33, 34])
  expect(centsOf([], 0)).toEqual([])
})
