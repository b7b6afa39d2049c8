import type { Act, Outcome } from '../../../src/audit/act.ts'
import type { Credential } from '../../../src/auth/credential-kind.ts'
import { dayOf } from '../../../src/lib/timezone.ts'
import type { Mark } from '../../components/state-mark.tsx'

export const outcomeWords: Record<Outcome, { name: string; mark: Mark }> = {
  done: { name: 'Done', mark: 'healthy' },
  failed: { name: 'Failed', mark: 'stopped' },
  refused: { name: 'Refused', mark: 'waiting' },
  unfinished: { name: 'Unfinished', mark: 'unknown' },
}

export const credentialNames: Record<Credential, string> = {
  'same user': 'Same user',
  'command line': 'Command line',
  'agent’s shell': 'Agent’s shell',
  'signed-in browser': 'Signed-in browser',
  token: 'Token',
  terminal: 'Confirmed terminal',
  rule: 'Confirmed rule',
}

/** The name of a caller without the id of the credential, which stands in brackets behind it. */
export const nameOf = ({ who }: Pick<Act, 'who'>) => /^(.+) \([^()]*\)$/.exec(who)?.[1] ?? who

/** An act that was asked for since this server started may still be going on; an older one was cut off. */
export const reasonOf = ({ outcome, detail, at }: Act, startedAt: number) =>
  outcome === 'unfinished'
    ? at >= startedAt
      ? 'Still going on.'
      : 'Wheelhouse ended before this was over. Whether it took effect is not known.'
    : detail

/** The acts of each day, in their order. A clock that was set back puts no day there twice. */
export const byDay = (acts: readonly Act[], timezone: string): Map<string, Act[]> =>
  Map.groupBy(acts, ({ at }) => dayOf(at, timezone))

/** `Today, Sunday 29 November`. */
export function dayName(day: string, today: string): string {
  const noon = new Date(`${day}T12:00:00Z`)
  const words = noon.toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })
  const year = day.slice(0, 4) === today.slice(0, 4) ? '' : ` ${day.slice(0, 4)}`
  return `${day === today ? 'Today, ' : ''}${words}${year}`
}
