import type { Decision } from '../facts/approval.ts'

/** What a person does, as a verb before its object. */
export const decisionVerbs: Record<Decision, string> = {
  'allow-once': 'allow',
  'allow-always': 'always allow',
  deny: 'deny',
}
