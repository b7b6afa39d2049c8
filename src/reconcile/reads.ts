import type { createReconciliation, ReconciliationQuestion } from './read-reconciliation.ts'
import type { Reconciliation } from './reconciliation.ts'

export type ReconcileReads = ReturnType<typeof reconcileReads>

/** What can be asked of the ledger beside what others state. */
export const reconcileReads = ({ reconciliation }: { reconciliation: ReturnType<typeof createReconciliation> }) => ({
  /** Its name has a thread answer it that answers reports, and not pages. */
  costReconciliation: (question: ReconciliationQuestion): Reconciliation => reconciliation(question),
})
