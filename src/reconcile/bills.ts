import type { Permit } from '../audit/action-gate.ts'
import { Refusal } from '../lib/refusal.ts'
import { dayOf, monthOf } from '../lib/timezone.ts'
import type { Store } from '../store/store.ts'
import { type Bill, type BillDraft, checkedBill } from './bill.ts'

export type Bills = ReturnType<typeof createBills>

/** A bill in dollars that was there before. */
type BillBefore = Pick<Bill, 'provider' | 'month' | 'usdCents' | 'note' | 'at' | 'by'>

type Row = Omit<Bill, 'id'> & { id: number; removed: number }

const columns = 'id, provider, month, removed, amount, currency, rate, usd_cents AS usdCents, note, at, by'

/**
 * The bills that people typed in, in wheelhouse.sqlite. Each change is a row of its own, and the latest of a provider and
 * month counts; so that a change can be undone, and stays on record. Throws what SQLite throws where the disk is full.
 */
export function createBills(
  store: Store,
  { now, timezone, before = [] }: { now: () => number; timezone: string; before?: readonly BillBefore[] },
) {
  const db = store.$client
  const insert = db.prepare<{ id: number }, Omit<Row, 'id'>>(
    `INSERT INTO bills (provider, month, removed, amount, currency, rate, usd_cents, note, at, by)
     VALUES ($provider, $month, $removed, $amount, $currency, $rate, $usdCents, $note, $at, $by) RETURNING id`,
  )

  for (const { provider, month, usdCents, note, at, by } of before)
    insert.get({
      provider,
      month,
      removed: 0,
      amount: (usdCents / 100).toFixed(2),
      currency: 'USD',
      rate: '1',
      usdCents,
      note,
      at,
      by,
    })

  const latest = (provider: string, month: string, beforeId = Number.MAX_SAFE_INTEGER): Row | null =>
    db
      .query<Row, [string, string, number]>(
        `SELECT ${columns} FROM bills WHERE provider = ? AND month = ? AND id < ? ORDER BY id DESC LIMIT 1`,
      )
      .get(provider, month, beforeId)

  function present(provider: string, month: string): Row {
    const row = latest(provider, month)
    if (!row || row.removed) throw new Refusal('not-found', 'There is no bill of this provider and month.')
    return row
  }

  const withoutId = ({ id, ...row }: Row) => row

  return {
    /** The bill as it would be kept. Throws a Refusal that says what is wrong. */
    check: (draft: BillDraft) => checkedBill(draft, monthOf(dayOf(now(), timezone))),

    /** Enters a bill, or changes the one of its provider and month; answers the number of the change. */
    enter(permit: Permit, draft: BillDraft, by: string): { change: number } {
      permit.check()
      const bill = checkedBill(draft, monthOf(dayOf(now(), timezone)))
      return { change: insert.get({ ...bill, removed: 0, at: now(), by })!.id }
    },

    /** Throws a Refusal where there is none. */
    remove(permit: Permit, provider: string, month: string, by: string): { change: number } {
      permit.check()
      return { change: insert.get({ ...withoutId(present(provider, month)), removed: 1, at: now(), by })!.id }
    },

    /**
     * Brings back what there was before a change. Throws a Refusal where it is not known, or somebody has changed the bill
     * since.
     */
    undo(permit: Permit, change: number, by: string): { change: number } {
      permit.check()
      const row = db.query<Row, [number]>(`SELECT ${columns} FROM bills WHERE id = ?`).get(change)
      if (!row) throw new Refusal('not-found', 'There is no such change of a bill.')
      if (latest(row.provider, row.month)!.id !== change)
        throw new Refusal('conflict', 'This bill has been changed again since. Look at it.')
      const before = latest(row.provider, row.month, change)
      // What is brought back was said when it was typed in.
      return { change: insert.get(withoutId(before ?? { ...row, removed: 1, at: now(), by }))!.id }
    },

    /** Whom a change concerns; undefined where there is none. */
    about: (change: number): { provider: string; month: string } | undefined =>
      db
        .query<{ provider: string; month: string }, [number]>('SELECT provider, month FROM bills WHERE id = ?')
        .get(change) ?? undefined,

    /** The bills of a month, by provider. */
    ofMonth: (month: string): Bill[] =>
      db
        .query<Row, [string]>(
          `SELECT ${columns} FROM bills WHERE id IN (SELECT max(id) FROM bills WHERE month = ? GROUP BY provider)
             AND removed = 0 ORDER BY provider`,
        )
        .all(month)
        .map(({ removed, ...bill }) => bill),
  }
}
