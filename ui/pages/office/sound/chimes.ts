import type { OfficeMember } from '../../../../src/office/member.ts'
import type { SessionState } from '../../../../src/sessions/severity.ts'

/** What can be heard: somebody began to wait for a person, or something went wrong. */
export type Chime = 'waits' | 'failed'

/** No two sounds are nearer to each other than this, in ms. */
export const chimeEveryMs = 5_000

const chimes: Partial<Record<SessionState, Chime>> = {
  waiting: 'waits',
  failed: 'failed',
  'timed-out': 'failed',
}

/**
 * What is heard of what changed between a moment and the next; null for nothing. Whoever was not there before may have
 * waited for long, and what a person stopped is no failure. Of several a failure is heard.
 */
export function chimeOf(before: readonly OfficeMember[], after: readonly OfficeMember[]): Chime | null {
  const states = new Map(before.map(({ id, state }) => [id, state]))
  const heard = after.flatMap(({ id, state }) => {
    const then = states.get(id)
    return then === undefined || then === state ? [] : (chimes[state] ?? [])
  })
  return heard.includes('failed') ? 'failed' : (heard[0] ?? null)
}
