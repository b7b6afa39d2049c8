/**
 * The difference between our ledger and what somebody else states, in parts that explain it and what is left over. Money
 * goes in as US dollars and comes out in whole cents, so that everything that is shown adds up exactly.
 */

/**
 * Why two sums differ, in one closed list:
 * side-calls: the runtime counts more than the transcript of a session holds (titles, summaries and the like)
 * no-price: the ledger has tokens of the session without a price
 * placeholder: the runtime wrote a lower bound for a count
 * not-read: a session is stated of which the ledger knows nothing
 * not-stated: the ledger knows a session of which nothing is stated
 * stopped: the ledger goes on after the last word about a session
 * month-boundary: the provider's month is that of UTC
 * other-agents: the statement leaves out agents
 */
export const partKinds = [
  'side-calls',
  'no-price',
  'placeholder',
  'not-read',
  'not-stated',
  'stopped',
  'month-boundary',
  'other-agents',
] as const

export type PartKind = (typeof partKinds)[number]

/** A part of a difference, before it is rounded: positive where others state more than our ledger. */
export type LoosePart = { kind: PartKind; usd: number; sessions: string[]; tokens: number }

/** A part of a difference. Of many sessions those with the largest part are named; `sessionCount` counts all. */
export type Part = { kind: PartKind; cents: number; sessions: string[]; sessionCount: number; tokens: number }

/** What explains a difference: `parts` and `leftCents` come to `driftCents`, exactly. */
export type Drift = { ledgerCents: number; statedCents: number; driftCents: number; parts: Part[]; leftCents: number }

const maxNamed = 50

/** A difference with its parts, the largest first; parts of one kind are one, and those below a cent vanish. */
export function driftOf(ledgerUsd: number, statedUsd: number, loose: readonly LoosePart[]): Drift {
  const [ledgerCents, statedCents] = [toCents(ledgerUsd), toCents(statedUsd)]
  const driftCents = statedCents - ledgerCents
  const parts = partKinds.flatMap((kind) => {
    const same = loose.filter((part) => part.kind === kind)
    const bySize = same.toSorted((a, b) => Math.abs(b.usd) - Math.abs(a.usd))
    const sessions = [...new Set(bySize.flatMap((part) => part.sessions))]
    const usd = same.reduce((sum, part) => sum + part.usd, 0)
    const tokens = same.reduce((sum, part) => sum + part.tokens, 0)
    return same.length === 0
      ? []
      : { kind, usd, tokens, sessions: sessions.slice(0, maxNamed), sessionCount: sessions.length }
  })
  const left = statedUsd - ledgerUsd - parts.reduce((sum, { usd }) => sum + usd, 0)
  const cents = centsOf([...parts.map(({ usd }) => usd), left], driftCents)
  return {
    ledgerCents,
    statedCents,
    driftCents,
    parts: parts
      .map(({ usd, ...part }, number) => ({ ...part, cents: cents[number] ?? 0 }))
      .filter((part) => part.cents !== 0)
      .sort((a, b) => Math.abs(b.cents) - Math.abs(a.cents)),
    leftCents: cents[parts.length] ?? 0,
  }
}

/** Dollars as whole cents. Adding 0 makes a zero of −0. */
export const toCents = (usd: number) => Math.round(usd * 100) + 0

/** Amounts as whole cents that come to a given sum, each as near to its amount as that allows. */
export function centsOf(amounts: readonly number[], sumCents: number): number[] {
  const exact = amounts.map((usd) => usd * 100)
  const cents = exact.map(Math.round)
  let missing = sumCents - cents.reduce((sum, one) => sum + one, 0)
  // Whoever was rounded furthest in the wrong direction gives way first; the last of equals, which is what is left over.
  const order = exact.map((_, number) => number).sort((a, b) => roundedOff(b) - roundedOff(a) || b - a)
  const step = Math.sign(missing)
  for (let turn = 0; missing !== 0 && order.length > 0; turn++) {
    cents[order[turn % order.length]!]! += step
    missing -= step
  }
  return cents.map((one) => one + 0)

  function roundedOff(number: number) {
    return (exact[number]! - Math.round(exact[number]!)) * Math.sign(missing)
  }
}

/** A session as the ledger and a witness have it in a month; null where one of them does not know it. */
export type ComparedSession = {
  session: string
  ledgerUsd: number | null
  statedUsd: number | null
  /** What of the ledger came after the last word about the session. */
  afterUsd: number
  unpricedTokens: number
  boundTokens: number
}

/** What explains the difference between a witness and the ledger, session by session. */
export function partsOfSessions(sessions: readonly ComparedSession[]): LoosePart[] {
  return sessions.flatMap(({ session, ledgerUsd, statedUsd, afterUsd, unpricedTokens, boundTokens }): LoosePart[] => {
    const part = (kind: PartKind, usd: number, tokens = 0) =>
      usd === 0 ? [] : [{ kind, usd, tokens, sessions: [session] }]
    if (statedUsd === null) return part('not-stated', -(ledgerUsd ?? 0))
    if (ledgerUsd === null && unpricedTokens === 0) return part('not-read', statedUsd)
    const more = statedUsd - (ledgerUsd ?? 0) + afterUsd
    const stopped = part('stopped', -afterUsd)
    // A witness that counts less than its transcript has no reason that we know: that is left over.
    if (more <= 0) return stopped
    if (unpricedTokens > 0) return [...stopped, ...part('no-price', more, unpricedTokens)]
    if (boundTokens > 0) return [...stopped, ...part('placeholder', more, boundTokens)]
    return [...stopped, ...part('side-calls', more)]
  })
}

/** The parts that are missing in our ledger, and so explain a bill as well; the others say what a witness lacks. */
export const lacksInLedger: readonly PartKind[] = ['side-calls', 'no-price', 'placeholder', 'not-read']
