import { expect, test } from 'bun:test'
import { type Part, partKinds } from './drift.ts'
import { comparedCents, explanationOf } from './drift-words.ts'

const part = (kind: Part['kind'], cents: number): Part => ({ kind, cents, sessions: ['a'], sessionCount: 1, tokens: 0 })

/** The amounts that stand in a sentence, in cents, added up. */
const sumOf = (words: string) =>
  [...words.matchAll(/([+−])\$([\d.]+)/g)].reduce(
    (sum, [, sign, usd]) => sum + (sign === '−' ? -1 : 1) * Math.round(Number(usd) * 100),
    0,
  )

test('whatever explains a difference, the amounts in the words add up to the difference beside them', () => {
  for (let count = 0; count <= partKinds.length; count++) {
    const parts = partKinds.slice(0, count).map((kind, n) => part(kind, (n % 2 ? -1 : 1) * (142 - n * 13)))
    const leftCents = -7
    const statement = {
      witness: 'statusline' as const,
      ledgerCents: 2_000,
      statedCents: 2_000,
      driftCents: parts.reduce((sum, { cents }) => sum + cents, leftCents),
      parts,
      leftCents,
      saidAt: 1,
      sessions: 2,
      ledgerSessions: 3,
      note: '',
    }
    const row = {
      runtime: 'claude-code' as const,
      payee: 'anthropic',
      ledgerCents: 2_000,
      unpricedTokens: 0,
      isSubscription: false,
      limit: null,
      statements: [statement],
    }
    expect(sumOf(explanationOf(row, () => 'just now'))).toBe(comparedCents(statement))
  }
})
