import { runtimeName } from '../facts/runtimes.ts'
import { ago } from '../lib/format.ts'
import { comparedCents, dollars, explanationOf, partWords, signed } from '../reconcile/drift-words.ts'
import { payeeLabel } from '../reconcile/payee.ts'
import type { PayeeRow, Reconciliation, RuntimeRow } from '../reconcile/reconciliation.ts'
import { drawTable, plainText } from './table.ts'

/** Our ledger of a month beside what others state, with what explains the difference. */
export function formatReconciliation(
  { month, timezone, at, overall, runtimes, payees, ledgerCents }: Reconciliation,
  { colour, width }: { colour: boolean; width?: number | undefined },
): string {
  if (runtimes.length === 0 && payees.length === 0) return `Nothing is known of ${month}.\n`
  const own = (row: RuntimeRow, isOtlp: boolean) => {
    const statement = row.statements.find(({ witness }) => (witness === 'otlp') === isOtlp)
    return statement ? `${dollars(statement.statedCents)} ${signed(comparedCents(statement))}` : '–'
  }
  const age = (said: number) => ago(said, at, timezone)
  const byRuntime = drawTable<RuntimeRow>(
    [
      { head: 'Runtime', of: ({ runtime }) => runtimeName(runtime) },
      { head: 'Ledger', of: (row) => `${row.unpricedTokens > 0 ? '≥' : ''}${dollars(row.ledgerCents)}`, right: true },
      { head: 'Itself', of: (row) => own(row, false), right: true },
      { head: 'OTLP', of: (row) => own(row, true), right: true, drop: 1 },
      { head: 'What explains the difference', of: (row) => explanationOf(row, age), shrinks: true },
    ],
    runtimes,
    { colour, width },
  )
  const byPayee = drawTable<PayeeRow>(
    [
      { head: 'Provider', of: ({ payee }) => plainText(payeeLabel(payee), 40) },
      { head: 'Ledger', of: (row) => dollars(row.ledgerCents), right: true },
      { head: 'Bill', of: ({ drift }) => (drift ? dollars(drift.statedCents) : '–'), right: true },
      { head: 'Drift', of: ({ drift }) => (drift ? signed(drift.driftCents) : '–'), right: true },
      {
        head: 'Since the bill',
        of: (row) => (row.afterBillCents ? dollars(row.afterBillCents) : ''),
        right: true,
        drop: 1,
      },
    ],
    payees,
    { colour, width },
  )
  return `${headOf(month, overall, ledgerCents)}\n${byRuntime}\n${byPayee}`
}

function headOf(month: string, drift: Reconciliation['overall'], ledgerCents: number): string {
  if (!drift)
    return `${month}: our ledger has ${dollars(ledgerCents)}, and nobody has stated anything. Enter a bill on the page, or install the status line under Settings, Hooks.\n`
  const theirs = drift.of === 'bills' ? 'billed' : 'stated by runtimes'
  const lines = drift.parts.map(
    (part) =>
      `  ${signed(part.cents).padStart(10)}  ${partWords[part.kind].short}: ${partWords[part.kind].about(part)}`,
  )
  return [
    `${month}: ${signed(drift.driftCents)}. Our ledger has ${dollars(drift.ledgerCents)}, ${dollars(drift.statedCents)} was ${theirs}.`,
    ...lines,
    `  ${signed(drift.leftCents).padStart(10)}  left over`,
    '',
  ].join('\n')
}
