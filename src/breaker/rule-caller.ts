import type { Caller } from '../auth/caller.ts'
import type { Guard } from './guard.ts'

/**
 * Who acts where a guard does: a rule that a person switched on and confirmed, with no more rights than they had then.
 * The record of acts names the rule and the person.
 */
export const ruleCaller = ({ subject, measures, setBy, role }: Guard, name: string): Caller => ({
  role,
  id: `rule:${subject}`,
  name: `Rule “${name}”, switched ${measures.length > 0 ? 'on' : 'off'} by ${setBy}`,
  mayAct: true,
})
