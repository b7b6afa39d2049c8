import { Elysia } from 'elysia'
import { z } from 'zod'
import type { ActionGate } from '../audit/action-gate.ts'
import { withCaller } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import type { AskedMonth, StatedFigure } from '../facts/stated-figure.ts'
import { jsonBody, type Reader } from '../lib/json.ts'
import { lazily } from '../lib/lazily.ts'
import { Refusal } from '../lib/refusal.ts'
import { addDays, dayOf, monthOf } from '../lib/timezone.ts'
import type { Bills } from './bills.ts'
import type { Figures } from './figures.ts'
import { askedMonth, spanOf } from './month.ts'
import { payeeLabel } from './payee.ts'
import type { ReconcileReads } from './reads.ts'

const monthPattern = /^\d{4}-(0[1-9]|1[0-2])$/
const text = (max: number) => z.string().max(max)
const draft = lazily(() =>
  z.object({
    provider: text(200),
    month: text(20),
    amount: text(60),
    currency: text(20),
    rate: text(60).optional(),
    note: text(1_000).optional(),
  }),
)
const ofMonth = lazily(() => z.object({ month: text(20).optional() }))
const place = lazily(() => z.object({ provider: text(200), month: text(20) }))
const undoing = lazily(() => z.object({ change: z.number().int().min(1) }))

export type ReconcileRouteDeps = {
  reader: Reader<ReconcileReads>
  figures: Pick<Figures, 'between' | 'write'>
  /** Asks gateways what a month has cost; rejects with a Refusal where none answers. */
  askGateways: (asked: AskedMonth) => Promise<StatedFigure[]>
  bills: Bills
  actionGate: ActionGate
  timezone: string
  now: () => number
}

/** Our ledger beside what others state, and the bills that people type in. */
export function reconcileRoutes({
  reader,
  figures,
  askGateways,
  bills,
  actionGate,
  timezone,
  now,
}: ReconcileRouteDeps) {
  const monthIn = (asked: string | undefined) => {
    const month = asked ?? monthOf(dayOf(now(), timezone))
    if (!monthPattern.test(month)) throw new Refusal('bad-input', `month must be like 2026-11, not “${month}”.`)
    return month
  }
  return new Elysia({ prefix: '/api/reconcile' })
    .use(withCaller)
    .get(
      '/',
      async ({ query, request }) => {
        const month = monthIn(query.month)
        const { from, to } = spanOf(month, timezone)
        const question = {
          month,
          figures: figures.between(from, to),
          bills: bills.ofMonth(month),
          billsBefore: bills.ofMonth(monthOf(addDays(`${month}-01`, -1))),
        }
        return jsonBody(await reader.costReconciliation(question, request))
      },
      { query: ofMonth, ...requireRole('viewer') },
    )
    .post(
      '/gateway',
      ({ body, caller }) => {
        const month = monthIn(body?.month)
        return actionGate.pass({
          caller,
          action: 'ask gateways',
          target: `what ${month} has cost`,
          needs: 'operator',
          async perform() {
            const stated = await askGateways(askedMonth(month, timezone))
            figures.write(stated)
            return { figures: stated.length }
          },
        })
      },
      { body: ofMonth.optional(), ...requireRole('operator') },
    )
    .post(
      '/bills',
      ({ body, caller }) => {
        const { provider, month } = bills.check(body)
        return actionGate.pass({
          caller,
          action: 'enter bill',
          target: targetOf(provider, month),
          needs: 'operator',
          perform: (permit) => bills.enter(permit, body, caller.name),
        })
      },
      { body: draft, ...requireRole('operator') },
    )
    .delete(
      '/bills/:provider/:month',
      ({ params: { provider, month }, caller }) =>
        actionGate.pass({
          caller,
          action: 'remove bill',
          target: targetOf(provider, month),
          needs: 'operator',
          perform: (permit) => bills.remove(permit, provider, month, caller.name),
        }),
      { params: place, ...requireRole('operator') },
    )
    .post(
      '/bills/undo',
      ({ body: { change }, caller }) => {
        const about = bills.about(change)
        if (!about) throw new Refusal('not-found', 'There is no such change of a bill.')
        return actionGate.pass({
          caller,
          action: 'undo change of bill',
          target: targetOf(about.provider, about.month),
          needs: 'operator',
          perform: (permit) => bills.undo(permit, change, caller.name),
        })
      },
      { body: undoing, ...requireRole('operator') },
    )
}

const targetOf = (provider: string, month: string) => `${payeeLabel(provider)}, ${month}`
