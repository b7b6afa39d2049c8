import type { Costs } from '../costs/costs.ts'
import { sumsByProvider, sumsBySession, sumsOfSessionsByQuarter, usdAfter } from '../costs/ledger/read-by-session.ts'
import { limitRows } from '../costs/ledger/read-limits.ts'
import type { ReportContext } from '../costs/reports/report-context.ts'
import type { Runtime } from '../facts/runtimes.ts'
import type { StatedFigure } from '../facts/stated-figure.ts'
import { addDays, dayOf, monthOf, quarterMs } from '../lib/timezone.ts'
import { sessionsOfRuntimeKeys } from '../sessions/read-sessions.ts'
import { amountsOf, type StatedAmount } from './amounts.ts'
import type { Bill } from './bill.ts'
import { spanOf } from './month.ts'
import { payeeOf } from './payee.ts'
import { type LedgerSession, type Reconciliation, reconcile, type StatedSession } from './reconciliation.ts'

/** What is compared; figures as `figures.between` has them for the month. */
export type ReconciliationQuestion = {
  month: string
  figures: StatedFigure[]
  bills: Bill[]
  /** The bills of the month before. */
  billsBefore: Bill[]
}

/** So many months can be looked at. */
const maxMonths = 12

/** Reads our ledger of a month, and puts it beside what others state. */
export function createReconciliation({ index, timezone, now, subscriptions, tree }: ReportContext, costs: Costs) {
  const rangeOf = (month: string, zone: string) => {
    const { from, to } = spanOf(month, zone)
    return { from: from / quarterMs, to: to / quarterMs }
  }

  /** What each runtime spent with each payee. */
  const spendingIn = (range: { from: number; to: number }) =>
    sumsByProvider(index, range).map(({ runtime, provider, usd }) => ({ runtime, payee: payeeOf(provider), usd }))

  /** The session that stands for all that one id of a runtime means: copies of its file, and its sub-agents. */
  function standIns(keys: readonly string[]) {
    const byKey = new Map<string, string>()
    const first = new Map<string, string>()
    for (const { id, runtime, key } of sessionsOfRuntimeKeys(index, keys)) {
      const name = `${runtime} ${key}`
      byKey.set(name, byKey.get(name) ?? id)
      first.set(id, byKey.get(name) ?? id)
    }
    const { rootOf } = tree()
    const standInFor = (id: string) => {
      const root = rootOf(id)
      return first.get(root) ?? root
    }
    /** A session that nothing was read of keeps a name of its own. */
    const ofKey = (runtime: string, key: string) => {
      const id = byKey.get(`${runtime} ${key}`)
      return id === undefined ? `${runtime} ${key}` : standInFor(id)
    }
    return { standInFor, ofKey }
  }

  function ledgerSessions(range: { from: number; to: number }, standInFor: (id: string) => string) {
    const sessions = new Map<string, LedgerSession & { most: number; ids: Set<string> }>()
    const spending = new Map<string, Spent>()
    for (const row of sumsBySession(index, range)) {
      const session = standInFor(row.session)
      const payee = payeeOf(row.provider)
      const name = `${row.runtime} ${payee}`
      const spent = spending.get(name) ?? { runtime: row.runtime, payee, usd: 0, unpricedTokens: 0 }
      spent.usd += row.usd ?? 0
      spent.unpricedTokens += row.unpricedTokens
      spending.set(name, spent)
      const known = sessions.get(session)
      if (!known) {
        const { runtime, agentId, usd, unpricedTokens, boundTokens } = row
        const first = { session, runtime, agentId, payee, usd, unpricedTokens, boundTokens }
        sessions.set(session, { ...first, most: usd ?? 0, ids: new Set([row.session]) })
        continue
      }
      known.ids.add(row.session)
      if (row.usd !== null) known.usd = (known.usd ?? 0) + row.usd
      known.unpricedTokens += row.unpricedTokens
      known.boundTokens += row.boundTokens
      if ((row.usd ?? 0) > known.most) {
        known.most = row.usd ?? 0
        known.payee = payee
      }
    }
    return { sessions, spending: [...spending.values()] }
  }

  function months(current: string): string[] {
    const known = costs.report({ by: 'month' }).rows.map(({ key }) => key)
    return [...new Set([current, ...known])]
      .filter((month) => month <= current)
      .toSorted()
      .toReversed()
      .slice(0, maxMonths)
  }

  function driftBefore(month: string, bills: readonly Bill[]): Reconciliation['before'] {
    if (bills.length === 0) return null
    const before = monthOf(addDays(`${month}-01`, -1))
    const spending = spendingIn(rangeOf(before, timezone)).filter(({ runtime }) => !subscriptions.includes(runtime))
    const names = new Set(bills.map(({ provider }) => provider))
    const ledger = spending.reduce((sum, { payee, usd }) => sum + (names.has(payee) ? usd : 0), 0)
    if (ledger < 0.005) return null
    const billed = bills.reduce((sum, { usdCents }) => sum + usdCents / 100, 0)
    return { month: before, percent: (billed / ledger - 1) * 100 }
  }

  return ({ month, figures, bills, billsBefore }: ReconciliationQuestion): Reconciliation => {
    const at = now()
    const { from, to, lastDay } = spanOf(month, timezone)
    const range = rangeOf(month, timezone)
    const today = dayOf(at, timezone)
    const until = lastDay < today ? lastDay : today
    const keys = figures.flatMap(({ sessionKey }) => (sessionKey === '' ? [] : sessionKey))
    const { standInFor, ofKey } = standIns(keys)
    const { sessions, spending } = ledgerSessions(range, standInFor)
    const amounts = amountsOf(figures)
      .filter((amount) => amount.at >= from && amount.at < to)
      .map((amount) => ({
        ...amount,
        session: amount.sessionKey === '' ? '' : ofKey(amount.runtime, amount.sessionKey),
      }))
    const utc = rangeOf(month, 'UTC')
    return reconcile({
      month,
      timezone,
      at,
      until,
      isOver: lastDay < today,
      months: months(monthOf(today)),
      sessions: [...sessions.values()],
      stated: statedSessions(amounts, sessions, to),
      spending,
      utcSpending: utc.from === range.from && utc.to === range.to ? spending : spendingIn(utc),
      afterBill: afterBills(bills, at, to),
      bills,
      subscriptions,
      limits: limitRows(index).map((limit) => ({ ...limit, isPast: limit.resetsAt !== null && limit.resetsAt <= at })),
      days: byDay(amounts, sessions, range),
      before: driftBefore(month, billsBefore),
    })
  }

  function statedSessions(
    amounts: readonly NamedAmount[],
    sessions: ReadonlyMap<string, { ids: ReadonlySet<string> }>,
    until: number,
  ): StatedSession[] {
    const stated = new Map<string, StatedSession>()
    for (const { witness, runtime, session, usd, at, note } of amounts) {
      const name = `${witness} ${runtime} ${session}`
      const known = stated.get(name)
      if (known) Object.assign(known, { usd: known.usd + usd, saidAt: Math.max(known.saidAt, at) })
      else stated.set(name, { witness, runtime, session, usd, saidAt: at, afterUsd: 0, note })
    }
    // Several witnesses stop at times of their own.
    for (const witness of new Set(amounts.map((one) => one.witness))) {
      const said = [...stated.values()].filter((one) => one.witness === witness && sessions.has(one.session))
      const after = new Map(
        said.flatMap(({ session, saidAt }) => [...sessions.get(session)!.ids].map((id) => [id, saidAt])),
      )
      const usdOf = new Map(usdAfter(index, after, until).map(({ session, usd }) => [session, usd]))
      for (const one of said) for (const id of sessions.get(one.session)!.ids) one.afterUsd += usdOf.get(id) ?? 0
    }
    for (const one of stated.values())
      if (one.session === '') one.afterUsd = spentAfter(one.saidAt, until, (spent) => spent.runtime === one.runtime)
    return [...stated.values()]
  }

  /** What was spent in the whole quarters of an hour after a moment (ms), of what belongs to it. */
  function spentAfter(at: number, until: number, belongs: (spent: { runtime: Runtime; payee: string }) => boolean) {
    const own = spendingIn({ from: Math.ceil(at / quarterMs), to: until / quarterMs }).filter(belongs)
    return own.reduce((sum, { usd }) => sum + usd, 0)
  }

  /** What was spent with each payee after its bill was typed in. */
  function afterBills(bills: readonly Bill[], at: number, to: number): Map<string, number> {
    return new Map(
      bills.flatMap((bill) => {
        if (bill.at >= to || bill.at > at) return []
        const isOwn = ({ runtime, payee }: { runtime: Runtime; payee: string }) =>
          payee === bill.provider && !subscriptions.includes(runtime)
        return [[bill.provider, spentAfter(bill.at, to, isOwn)] as const]
      }),
    )
  }

  /** What witnesses state beyond the ledger, day by day, of the sessions that they and the ledger know. */
  function byDay(
    amounts: readonly NamedAmount[],
    sessions: ReadonlyMap<string, { ids: ReadonlySet<string> }>,
    range: { from: number; to: number },
  ) {
    const days = new Map<string, number>()
    const known = new Map<number, string>()
    const add = (at: number, usd: number) => {
      // No day begins within a quarter of an hour, and the zone is slow to ask.
      const quarter = Math.floor(at / quarterMs)
      const day = known.get(quarter) ?? dayOf(quarter * quarterMs, timezone)
      known.set(quarter, day)
      days.set(day, (days.get(day) ?? 0) + usd)
    }
    const said = new Map<string, { witness: StatedAmount['witness']; at: number; ids: ReadonlySet<string> }>()
    for (const { witness, session, at, usd } of amounts) {
      const found = sessions.get(session)
      if (!found) continue
      // Of two witnesses of a session the first is compared.
      const one = said.get(session) ?? { witness, at, ids: found.ids }
      if (one.witness !== witness) continue
      said.set(session, { ...one, at })
      add(at, usd)
    }
    const lastWords = new Map([...said.values()].flatMap(({ at, ids }) => [...ids].map((id) => [id, at])))
    if (lastWords.size > 0)
      // What came after the last word is not compared.
      for (const { session, quarter, usd } of sumsOfSessionsByQuarter(index, [...lastWords.keys()], range))
        if (quarter * quarterMs <= (lastWords.get(session) ?? 0)) add(quarter * quarterMs, -usd)
    return [...days].map(([day, usd]) => ({ day, usd })).sort((a, b) => (a.day < b.day ? -1 : 1))
  }
}

/** What a runtime spent with a payee. */
type Spent = { runtime: Runtime; payee: string; usd: number; unpricedTokens: number }

type NamedAmount = StatedAmount & { session: string }
