import type { Approval, TakingPartState } from './approval.ts'

export type ApprovalEvent =
  /** These are new, or have changed. */
  | { kind: 'approvals.changed'; approvals: Approval[] }
  /** Somebody switched taking part on or off. */
  | { kind: 'approvals.switched'; takingPart: TakingPartState[] }
