import type { Approval, TakingPartState } from './approval.ts'

export type ApprovalEvent =
  /** These are new, or have changed. */
  | { kind: 'approvals.changed'; approvals: Approval[] }
  /** Somebody switched taking part on or off, or what a runtime cannot do has become known. */
  | { kind: 'approvals.switched'; takingPart: TakingPartState[] }
