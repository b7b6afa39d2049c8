import type { createReconciliation, ReconciliationQuestion } from './read-reconciliation.ts'
import type { Reconciliation } from './reconciliation.ts'

export type ReconcileReads = ReturnType<typeof reconcileReads>

/** What can be asked of the ledger beside what others state. */
export const reconcileReads = ({ reconciliation }: { reconciliation: ReturnType<typeof createReconciliation> }) => ({
  reconciliation: (question: ReconciliationQuestion): Reconciliation => reconciliation(question),
})
