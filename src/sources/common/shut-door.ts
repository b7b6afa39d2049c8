import type { ApprovalDoor } from '../../facts/approval.ts'
import { Refusal } from '../../lib/refusal.ts'

/** A door that stays shut because an agent's shell has started this program: nothing is asked through it or answered. */
export const createShutDoor = (): ApprovalDoor => ({
  open() {},
  async answer() {
    throw new Refusal('forbidden', 'An agent has started this Wheelhouse, so that it decides nothing for agents.')
  },
  findings: () => [
    {
      level: 'warn',
      code: 'approvals-by-agent',
      message: 'An agent’s shell has started this Wheelhouse, so it takes part in no approvals.',
      fix: 'Start it in a terminal of your own.',
    },
  ],
  close() {},
})
