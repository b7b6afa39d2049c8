import type { Runtime } from '../facts/runtimes.ts'
import { type CostWitness, mainAgentNote } from '../facts/stated-figure.ts'
import { parseAgentId } from '../ids.ts'
import type { Bill } from './bill.ts'
import {
  type ComparedSession,
  centsOf,
  type Drift,
  driftOf,
  type LoosePart,
  lacksInLedger,
  partsOfSessions,
  toCents,
} from './drift.ts'

/** What a runtime spent by our ledger, whoever pays, and what witnesses state of it. Money in cents, times in ms. */
export type RuntimeRow = {
  runtime: Runtime
  /** Whom it pays most; '' where that is unknown. */
  payee: string
  ledgerCents: number
  unpricedTokens: number
  /** Whether a subscription pays it: then no bill is about it. */
  isSubscription: boolean
  statements: Statement[]
  /** How much of a subscription is used, as the runtime says; the fullest window that still holds. */
  limit: { name: string; usedPercent: number; at: number } | null
}

/** What one witness states of a runtime in the month, beside the whole of the ledger. */
export type Statement = Drift & {
  witness: CostWitness
  /** When it said something last. */
  saidAt: number
  /** Of how many sessions it speaks, and how many the ledger knows. */
  sessions: number
  ledgerSessions: number
  note: string
}

/** What a provider is paid by use in the month, and its bill. */
export type PayeeRow = {
  payee: string
  runtimes: Runtime[]
  ledgerCents: number
  unpricedTokens: number
  bill: Bill | null
  /** What of the ledger came after the bill was typed in: the bill does not know it, and is not compared with it. */
  afterBillCents: number
  /** null without a bill. */
  drift: Drift | null
}

/** Everything that the page of a month shows. */
export type Reconciliation = {
  month: string
  timezone: string
  at: number
  /** The last day of the month that has begun. */
  until: string
  isOver: boolean
  /** The months that can be looked at, the latest first. */
  months: string[]
  ledgerCents: number
  unpricedTokens: number
  runtimes: RuntimeRow[]
  payees: PayeeRow[]
  /**
   * What the head of the page is about: all payees with a bill; without any bill what runtimes themselves state; without
   * that nothing.
   */
  overall: (Drift & { of: 'bills' | 'runtimes' }) | null
  /** The month before by the same measure, in percent of our ledger. */
  before: { month: string; percent: number } | null
  /** What witnesses state of sessions beyond the ledger, day by day; their sum is that of these days. */
  days: { day: string; cents: number }[]
}

/** A session of the ledger in the month, with its sub-agents. `payee` is who gets most of it. */
export type LedgerSession = {
  session: string
  runtime: Runtime
  agentId: string
  payee: string
  usd: number | null
  unpricedTokens: number
  boundTokens: number
}

/** What a witness states of a session in the month; `session` is '' for figures of no single session. */
export type StatedSession = {
  witness: CostWitness
  runtime: Runtime
  session: string
  usd: number
  saidAt: number
  /** What of the ledger came after its last word. */
  afterUsd: number
  note: string
}

type ReconciliationInput = Pick<Reconciliation, 'month' | 'timezone' | 'at' | 'until' | 'isOver' | 'months'> & {
  sessions: readonly LedgerSession[]
  stated: readonly StatedSession[]
  /** What each runtime spent with each payee. */
  spending: readonly { runtime: Runtime; payee: string; usd: number; unpricedTokens: number }[]
  /** The same for the month as UTC has it. */
  utcSpending: readonly { runtime: Runtime; payee: string; usd: number }[]
  /** What was spent with a payee after its bill was typed in, within the month. */
  afterBill: ReadonlyMap<string, number>
  bills: readonly Bill[]
  subscriptions: readonly Runtime[]
  limits: readonly { runtime: Runtime; name: string; usedPercent: number; at: number; isPast: boolean }[]
  days: readonly { day: string; usd: number }[]
  before: Reconciliation['before']
}

/** Puts our ledger beside what others state. */
export function reconcile(input: ReconciliationInput): Reconciliation {
  const { month, timezone, at, until, isOver, months, sessions, stated, spending, subscriptions, bills } = input
  const names = [...new Set([...spending, ...stated].map(({ runtime }) => runtime))]
  const usdOf = (runtime: Runtime) => sumOf(spending.filter((one) => one.runtime === runtime))
  const totalUsd = sumOf(spending)
  const ledgerCents = toCents(totalUsd)
  const shares = centsOf(names.map(usdOf), ledgerCents)
  const runtimes = names
    .map((runtime, number): RuntimeRow => {
      const row = { runtime, usd: usdOf(runtime), cents: shares[number] ?? 0 }
      return {
        runtime,
        payee: usualPayee(runtime, spending),
        ledgerCents: row.cents,
        unpricedTokens: tokensOf(spending.filter((one) => one.runtime === runtime)),
        isSubscription: subscriptions.includes(runtime),
        statements: statementsOf(runtime, row.usd, sessions, stated),
        limit: fullest(input.limits.filter((one) => one.runtime === runtime && !one.isPast)),
      }
    })
    .sort((a, b) => b.ledgerCents - a.ledgerCents)
  const lacks = lacksByPayee(sessions, stated, spending, subscriptions)
  const payees = payeesOf(input, lacks)
  return {
    month,
    timezone,
    at,
    until,
    isOver,
    months,
    ledgerCents,
    unpricedTokens: tokensOf(spending),
    runtimes,
    payees,
    overall: overallOf(input, lacks, bills, runtimes),
    before: input.before,
    days: withCents(input.days),
  }
}

const usualPayee = (runtime: Runtime, spending: ReconciliationInput['spending']) =>
  spending.filter((one) => one.runtime === runtime).toSorted((a, b) => b.usd - a.usd)[0]?.payee ?? ''

const sumOf = (rows: readonly { usd: number | null }[]) => rows.reduce((sum, { usd }) => sum + (usd ?? 0), 0)
const tokensOf = (rows: readonly { unpricedTokens: number }[]) => rows.reduce((sum, one) => sum + one.unpricedTokens, 0)

const fullest = (limits: readonly { name: string; usedPercent: number; at: number }[]) => {
  const [first] = [...limits].sort((a, b) => b.usedPercent - a.usedPercent)
  return first ? { name: first.name, usedPercent: first.usedPercent, at: first.at } : null
}

function withCents(days: readonly { day: string; usd: number }[]) {
  const cents = centsOf(
    days.map(({ usd }) => usd),
    toCents(sumOf(days)),
  )
  return days.map(({ day }, number) => ({ day, cents: cents[number] ?? 0 }))
}

/** What each witness states of a runtime, the one that speaks of most sessions first. */
function statementsOf(
  runtime: Runtime,
  ledgerUsd: number,
  sessions: readonly LedgerSession[],
  stated: readonly StatedSession[],
): Statement[] {
  const own = sessions.filter((one) => one.runtime === runtime)
  const words = stated.filter((one) => one.runtime === runtime)
  return [...new Set(words.map(({ witness }) => witness))]
    .map((witness): Statement => {
      const said = words.filter((one) => one.witness === witness)
      const bySession = said.filter(({ session }) => session !== '')
      const parts =
        bySession.length === said.length
          ? partsOfSessions(comparedSessions(own, bySession))
          : leftOut(ledgerUsd, own, said)
      return {
        witness,
        ...driftOf(ledgerUsd, sumOf(said), parts),
        saidAt: Math.max(...said.map(({ saidAt }) => saidAt)),
        sessions: bySession.length,
        ledgerSessions: own.length,
        note: said.find(({ note }) => note !== '')?.note ?? '',
      }
    })
    .sort((a, b) => b.sessions - a.sessions)
}

function comparedSessions(own: readonly LedgerSession[], said: readonly StatedSession[]): ComparedSession[] {
  const statedOf = new Map(said.map((one) => [one.session, one]))
  const known = new Set(own.map(({ session }) => session))
  return [
    ...own.map(({ session, usd, unpricedTokens, boundTokens }) => ({
      session,
      ledgerUsd: usd,
      statedUsd: statedOf.get(session)?.usd ?? null,
      afterUsd: statedOf.get(session)?.afterUsd ?? 0,
      unpricedTokens,
      boundTokens,
    })),
    ...said
      .filter(({ session }) => !known.has(session))
      .map(({ session, usd }) => ({
        session,
        ledgerUsd: null,
        statedUsd: usd,
        afterUsd: 0,
        unpricedTokens: 0,
        boundTokens: 0,
      })),
  ]
}

/**
 * What a statement about a whole runtime leaves out: what came after it, and the agents besides the main one where it
 * says that it may count that one alone, and that explains anything.
 */
function leftOut(ledgerUsd: number, own: readonly LedgerSession[], said: readonly StatedSession[]): LoosePart[] {
  const after = said.reduce((sum, { afterUsd }) => sum + afterUsd, 0)
  const stopped: LoosePart[] = after === 0 ? [] : [{ kind: 'stopped', usd: -after, sessions: [], tokens: 0 }]
  if (!said.some(({ note }) => note.includes(mainAgentNote))) return stopped
  const others = own.filter(({ agentId }) => parseAgentId(agentId)?.slug !== 'main')
  const usd = sumOf(others)
  const left = sumOf(said) - ledgerUsd + after
  if (usd === 0 || Math.abs(left + usd) >= Math.abs(left)) return stopped
  return [...stopped, { kind: 'other-agents', usd: -usd, sessions: others.map(({ session }) => session), tokens: 0 }]
}

/** What our ledger lacks by the best witness of each runtime, by the payee whose bill has it. */
function lacksByPayee(
  sessions: readonly LedgerSession[],
  stated: readonly StatedSession[],
  spending: ReconciliationInput['spending'],
  subscriptions: readonly Runtime[],
): Map<string, LoosePart[]> {
  const lacks = new Map<string, LoosePart[]>()
  const payeeOfSession = new Map(sessions.map(({ session, payee }) => [session, payee]))
  for (const runtime of new Set(stated.map((one) => one.runtime))) {
    if (subscriptions.includes(runtime)) continue
    const own = sessions.filter((one) => one.runtime === runtime)
    const words = stated.filter((one) => one.runtime === runtime && one.session !== '')
    const [best] = statementsOf(runtime, 0, own, words)
    if (!best) continue
    // A session that the ledger does not know was paid to whom its runtime pays most.
    const usual = usualPayee(runtime, spending)
    const said = words.filter(({ witness }) => witness === best.witness)
    for (const part of partsOfSessions(comparedSessions(own, said))) {
      if (!lacksInLedger.includes(part.kind)) continue
      const payee = payeeOfSession.get(part.sessions[0] ?? '') ?? usual
      lacks.set(payee, lacks.get(payee) ?? [])
      lacks.get(payee)!.push(part)
    }
  }
  return lacks
}

function payeesOf({ spending, subscriptions, bills, ...input }: ReconciliationInput, lacks: Map<string, LoosePart[]>) {
  const billed = spending.filter(({ runtime }) => !subscriptions.includes(runtime))
  const names = [...new Set([...billed.map(({ payee }) => payee), ...bills.map(({ provider }) => provider)])]
  const usdOf = (payee: string) => sumOf(billed.filter((one) => one.payee === payee))
  const cents = centsOf(names.map(usdOf), toCents(sumOf(billed)))
  return names
    .map((payee, number): PayeeRow => {
      const own = billed.filter((one) => one.payee === payee)
      const bill = bills.find(({ provider }) => provider === payee) ?? null
      const ledgerCents = cents[number] ?? 0
      const afterBillCents = toCents(input.afterBill.get(payee) ?? 0)
      const parts = partsOfBill(payee, { ...input, subscriptions, spending, bills }, lacks)
      return {
        payee,
        runtimes: [...new Set(own.map(({ runtime }) => runtime))],
        ledgerCents,
        unpricedTokens: tokensOf(own),
        bill,
        afterBillCents,
        drift: bill && driftOf((ledgerCents - afterBillCents) / 100, bill.usdCents / 100, parts),
      }
    })
    .sort((a, b) => b.ledgerCents - a.ledgerCents)
}

/** What explains the difference between a bill and the ledger. */
function partsOfBill(
  payee: string,
  { spending, utcSpending, subscriptions }: ReconciliationInput,
  lacks: Map<string, LoosePart[]>,
): LoosePart[] {
  const isBilled = (one: { runtime: Runtime; payee: string }) =>
    one.payee === payee && !subscriptions.includes(one.runtime)
  const shift = sumOf(utcSpending.filter(isBilled)) - sumOf(spending.filter(isBilled))
  const part = (kind: LoosePart['kind'], usd: number): LoosePart[] =>
    usd === 0 ? [] : [{ kind, usd, sessions: [], tokens: 0 }]
  return [...part('month-boundary', shift), ...(lacks.get(payee) ?? [])]
}

function overallOf(
  input: ReconciliationInput,
  lacks: Map<string, LoosePart[]>,
  bills: readonly Bill[],
  runtimes: readonly RuntimeRow[],
): Reconciliation['overall'] {
  if (bills.length > 0) {
    const rows = payeesOf(input, lacks).flatMap(({ drift }) => drift ?? [])
    const ledgerCents = rows.reduce((sum, row) => sum + row.ledgerCents, 0)
    const billedCents = bills.reduce((sum, { usdCents }) => sum + usdCents, 0)
    const parts = bills.flatMap(({ provider }) => partsOfBill(provider, input, lacks))
    return { of: 'bills', ...driftOf(ledgerCents / 100, billedCents / 100, parts) }
  }
  const best = runtimes.flatMap(({ statements: [first] }) => first ?? [])
  if (best.length === 0) return null
  const looseOf = ({ kind, cents, sessions, tokens }: Drift['parts'][number]): LoosePart => ({
    kind,
    usd: cents / 100,
    sessions,
    tokens,
  })
  // What nobody has said anything about is not compared.
  const isCompared = ({ kind }: Drift['parts'][number]) => kind !== 'not-stated'
  const silent = best.flatMap(({ parts }) => parts).filter((part) => !isCompared(part))
  const ledgerCents = [...best.map((one) => one.ledgerCents), ...silent.map(({ cents }) => cents)]
  const drift = driftOf(
    ledgerCents.reduce((total, cents) => total + cents, 0) / 100,
    best.reduce((total, { statedCents }) => total + statedCents, 0) / 100,
    best.flatMap(({ parts }) => parts.filter(isCompared).map(looseOf)),
  )
  return { of: 'runtimes', ...drift }
}
