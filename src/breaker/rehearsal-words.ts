import type { Rehearsal } from './rehearsal.ts'

/** What a rehearsal comes to, in one or two sentences. */
export function rehearsalSentence({
  trips,
  jobsHeld,
  runsHeld,
  sessionsStopped,
  knownSince,
  since,
  until,
}: Rehearsal): string {
  if (knownSince === null) return 'Nothing is known of the last 30 days to rehearse it with.'
  const days = Math.floor((until - knownSince) / 86_400_000)
  const known =
    knownSince - since <= 86_400_000
      ? 'In the last 30 days'
      : days < 1
        ? 'In the hours that are known'
        : `In the ${days === 1 ? 'day that is' : `${days} days that are`} known`
  if (trips === 0) return `${known} it would not have acted.`
  const held =
    jobsHeld === 0 ? 'and' : `held ${count(jobsHeld, 'cron job')}, so that ${count(runsHeld, 'run')} waited, and`
  const stopped = sessionsStopped === 0 ? 'stopped nothing' : `stopped ${count(sessionsStopped, 'session')}`
  return `${known} it would have acted ${trips === 1 ? 'once' : `${trips} times`}${jobsHeld === 0 ? '' : ','} ${held} ${stopped}.`
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
