import type { Depiction } from '../../../src/office/depiction.ts'
import type { OfficeMember } from '../../../src/office/member.ts'

/** Where somebody belongs. */
export type Intent =
  /** Where it is: nothing is known of it. */
  | 'still'
  /** Beside the desk of its parent. */
  | 'beside'
  | 'meeting'
  | 'desk'
  /** At its desk or on a sofa. */
  | 'rest'
  /** Wherever it likes. */
  | 'free'

/** Whether somebody in this state can sit at a table with others: who needs a person stays where one looks for it. */
export const mayMeet = ({ isStill, act, sign }: Depiction) => !isStill && act !== 'sleep' && sign === null

/** What is shown is what is so: whoever works or is needed by a person is at its desk, and only the free walk about. */
export function intentOf(kind: OfficeMember['kind'], depiction: Depiction, isMeeting: boolean): Intent {
  if (depiction.isStill) return 'still'
  if (kind === 'subagent') return 'beside'
  if (depiction.act === 'sleep') return 'rest'
  if (isMeeting && mayMeet(depiction)) return 'meeting'
  return depiction.isFree ? 'free' : 'desk'
}
