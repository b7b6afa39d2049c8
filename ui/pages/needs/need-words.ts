import type { Need, NeedGroup } from '../../../src/attention/need.ts'
import type { NeedRecord, SettledHow } from '../../../src/attention/need-record.ts'
import type { NeedRows } from '../../../src/attention/reads.ts'
import { clock, duration, relativeTime } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { attentionLabels, failureIn } from '../../components/attention-labels.ts'

type Job = NeedRows['jobs'][number]

export const groupNames: Record<NeedGroup, string> = {
  decide: 'To decide',
  stopped: 'Stopped',
  stuck: 'Stuck',
  short: 'Running short',
  check: 'Worth a look',
}

/** What is so, as the end of a sentence that begins with a name. `now` in ms. */
export function predicateOf(need: Pick<Need, 'kind' | 'reason' | 'since'>, job?: Job, now = 0): string {
  switch (need.kind) {
    case 'failed': {
      const words = failureIn(need)?.words
      return words === undefined ? 'failed' : `stopped: ${words}`
    }
    case 'cron-failed':
      return streakOf(job?.runs ?? []) ?? attentionLabels['cron-failed']
    case 'waiting': {
      const asked = oneLine(need.reason ?? '')
      if (asked === '') return attentionLabels.waiting
      // A reason that is a predicate itself needs no other.
      return /^(?:waits|asks|wants|needs) /.test(asked) ? asked : `${attentionLabels.waiting}: ${asked}`
    }
    case 'stalled':
      return need.since === null
        ? 'is not making progress'
        : `has made no progress for ${relativeTime(need.since, now)}`
    default:
      return attentionLabels[need.kind]
  }
}

const isFailure = ({ status }: Job['runs'][number]) => status === 'error' || status === 'timed-out'

/** So many runs are counted, unless all of the latest failed. */
const countedRuns = 5

/** `failed 3 of its last 5 runs`; undefined where one failure is all that is known. */
export function streakOf(runs: Job['runs']): string | undefined {
  const ended = runs.filter(({ status }) => status !== 'running')
  const inARow = ended.findIndex((run) => !isFailure(run))
  const streak = inARow === -1 ? ended.length : inARow
  if (streak > countedRuns) return `failed ${streak} times in a row`
  const last = ended.slice(0, countedRuns)
  const failed = last.filter(isFailure).length
  if (last.length < 2) return undefined
  return failed === last.length ? `failed its last ${failed} runs` : `failed ${failed} of its last ${last.length} runs`
}

/** What ends it, or tries it again, without anybody; '' where nothing is known to. `now` in ms. */
export function untilWords({ kind, until }: Pick<Need, 'kind' | 'until'>, now: number): string {
  if (kind === 'waiting') return 'waits until it is answered'
  if (until === null) return ''
  const when = until <= now ? 'now' : relativeTime(until, now)
  switch (kind) {
    case 'failed':
      return `history ${when}`
    case 'cron-failed':
    case 'cron-overdue':
      return until <= now ? 'next run is due' : `next run ${when}`
    case 'terminal-asks':
      return `its code ends ${when}`
    case 'budget-passed':
    case 'breaker-tripped':
      return `resets ${when}`
    default:
      return ''
  }
}

/** What the button that opens a need says: a verb, and what it opens, which a phone leaves out. */
export function openWords(kind: Need['kind']): [verb: string, object: string] {
  switch (kind) {
    case 'terminal-asks':
      return ['Compare', 'the code']
    case 'agent-asked':
      return ['Open', 'access']
    case 'cron-failed':
    case 'cron-overdue':
      return ['Open', 'the job']
    case 'budget-passed':
      return ['Open', 'costs']
    case 'breaker-tripped':
      return ['Open', 'headroom']
    case 'file-conflict':
      return ['Open', 'the file']
    case 'incident':
      return ['Open', 'the incident']
    case 'approval-asked':
    case 'pairing-asked':
      return ['Open', 'the request']
    default:
      return ['Open', 'session']
  }
}

/** What a rule hides, as the end of a sentence that begins with a name. */
export const ignoredLabels: Record<Need['kind'], string> = {
  'terminal-asks': 'asks to act',
  'agent-asked': 'asks for rights',
  waiting: 'is waiting for you',
  'approval-asked': 'is waiting for a decision',
  'pairing-asked': 'asks to be let in',
  stalled: 'is not making progress',
  failed: 'fails',
  'cron-failed': 'fails when it runs',
  'cron-overdue': 'does not succeed in time',
  'budget-passed': 'passes its budget',
  'breaker-tripped': 'runs short',
  'context-full': 'runs out of context',
  'context-filling': 'runs low on context',
  burning: 'spends unusually fast',
  'file-conflict': 'has changes that conflict',
  incident: 'is an open alert',
}

const settledLabels: Record<SettledHow, string> = {
  answered: 'no longer waiting',
  'went-on': 'went on',
  'ran-again': 'ran again',
  off: 'the job was switched off or removed',
  history: 'older than a day',
  'room-again': 'has room again',
  'period-over': 'a new period began',
  over: 'is over',
  replaced: 'needed you for something else',
}

/** How a need that is over ended, and how long it lasted: `ran again after 1 h 04`. */
export function settledWords({ settledHow, settledAt, since, openedAt }: NeedRecord): string {
  if (settledHow === null || settledAt === null) return ''
  const lasted = settledAt - (since ?? openedAt)
  const words = settledLabels[settledHow]
  return settledHow === 'history' || lasted < 60_000 ? words : `${words} after ${duration(lasted)}`
}

/** What a need was about, in the past, as the end of a sentence that begins with a name. */
export function pastWords({ kind, reason }: Pick<NeedRecord, 'kind' | 'reason'>): string {
  const failure = failureIn({ kind, reason })
  switch (kind) {
    case 'waiting':
      return 'waited for you'
    case 'approval-asked':
      return 'waited for a decision'
    case 'pairing-asked':
      return 'asked to be let in'
    case 'stalled':
      return 'made no progress'
    case 'failed':
      return failure ? `stopped: ${failure.words}` : 'failed'
    case 'cron-failed':
      return failure ? `failed: ${failure.words}` : 'failed'
    case 'cron-overdue':
      return 'had not succeeded in time'
    case 'budget-passed':
      return 'had passed its budget'
    case 'breaker-tripped':
      return 'ran short'
    case 'context-full':
      return 'ran out of context'
    case 'context-filling':
      return 'filled its context'
    case 'burning':
      return 'spent unusually fast'
    case 'file-conflict':
      return 'had changes that conflicted'
    case 'incident':
      return 'was an open alert'
    case 'terminal-asks':
      return 'asked to act'
    case 'agent-asked':
      return 'asked for rights'
  }
}

/** When a snooze ends: `until tomorrow 09:00`. `now` in ms. */
export function snoozeWords(until: number | null, now: number, timezone: string): string {
  if (until === null) return 'until it changes'
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: timezone })
  const at = clock(until, timezone)
  if (day.format(until) === day.format(now)) return `until ${at}`
  return day.format(until) === day.format(now + 86_400_000)
    ? `until tomorrow ${at}`
    : `until ${relativeTime(until, now, timezone)}`
}

/** A name in one plain line; what it is of where the name would not be visible. */
export const plainName = (name: string | null, fallback: string) => oneLine(name ?? '') || fallback
