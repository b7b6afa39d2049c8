import type { EndedHow, Incident, IncidentStep } from '../../../src/alerts/incident.ts'
import type { Severity } from '../../../src/alerts/rule.ts'
import { valueWords } from '../../../src/alerts/rule-words.ts'
import { clock, duration, relativeTime } from '../../../src/lib/format.ts'
import type { Mark } from '../../components/state-mark.tsx'

export const severityNames: Record<Severity, string> = { severe: 'Severe', warn: 'Warning', info: 'Note' }
export const severityMarks: Record<Severity, Mark> = { severe: 'stopped', warn: 'waiting', info: 'thinking' }

/** The mark of an incident: of how much it matters while it goes on, then a check. */
export const markOf = ({ endedAt, severity }: Pick<Incident, 'endedAt' | 'severity'>): Mark =>
  endedAt === null ? severityMarks[severity] : 'healthy'

const endings: Record<EndedHow, string> = {
  over: 'over by itself',
  gone: 'not read any more',
  rule: 'its rule was changed',
}

/** How an incident stands, in half a sentence. `now` in ms. */
export function standingWords(incident: Incident, now: number): string {
  const { endedAt, endedHow, acknowledgedBy, snoozedUntil, isMuted, startedAt } = incident
  if (endedAt !== null) return `${endings[endedHow ?? 'over']} after ${duration(Math.max(0, endedAt - startedAt))}`
  if (isMuted) return 'quiet, maintenance'
  if (acknowledgedBy !== null) return `acknowledged by ${acknowledgedBy}`
  if (snoozedUntil !== null && snoozedUntil > now) return `snoozed until ${clock(snoozedUntil)}`
  return `for ${duration(Math.max(0, now - startedAt))}`
}

/** The worst value of it; '' where it has none that says anything. */
export function worstWords({ peak, unit, condition }: Pick<Incident, 'peak' | 'unit' | 'condition'>): string {
  if (peak === null || unit === null) return ''
  if (unit !== 'times') return valueWords(peak, unit)
  if (condition === null) return `${peak.toFixed(1)}× the usual`
  return peak > 1 ? `${peak} in a row` : ''
}

/** The same as a part of a line: `peak 97%`. */
export function peakWords(incident: Pick<Incident, 'peak' | 'unit' | 'side' | 'condition'>): string {
  const words = worstWords(incident)
  if (words === '' || incident.condition === 'cron-failed') return words
  return `${incident.side === 'below' || incident.unit === 'days' ? 'least' : 'peak'} ${words}`
}

/** What an incident was about and what is known of it, in a line. */
export const aboutWords = (incident: Incident) =>
  [
    ...(incident.title.includes(incident.subject.name) ? [] : [incident.subject.name]),
    ...(incident.text === null ? [] : [incident.text]),
    ...(incident.times > 1 ? [`began ${incident.times} times`] : []),
  ].join(', ')

/** What happened at a step. */
export function stepWords({ kind, text }: IncidentStep, incident: Incident): string {
  switch (kind) {
    case 'began':
      return 'It began'
    case 'opened':
      return `Raised: ${incident.sentence}`
    case 'reopened':
      return 'It began again'
    case 'escalated':
      return 'It became severe'
    case 'closed':
      return text === 'gone'
        ? 'Nothing is read of it any more'
        : text === 'rule'
          ? 'Its rule was changed'
          : 'It was over'
    case 'acknowledged':
      return 'Acknowledged'
    case 'snoozed':
      return `Snoozed until ${text === null ? 'later' : clock(Date.parse(text))}`
    case 'woken':
      return 'Wanted again'
    case 'muted':
      return 'Quiet for maintenance'
    case 'unmuted':
      return 'The maintenance was over, and it was not'
    case 'note':
      return text ?? ''
  }
}

/** Where what an incident is about is looked at; undefined where there is no page of it. */
export function hrefOfSubject({
  subject: { id },
  ruleId,
}: Pick<Incident, 'subject' | 'ruleId'>): { href: string; words: string } | undefined {
  const [kind = '', ...rest] = id.split(':')
  const name = encodeURIComponent(rest.join(':'))
  switch (kind) {
    case 'session':
      return { href: `/sessions/${name}`, words: 'Open the session' }
    case 'approval':
      return { href: `/approvals/${name}`, words: 'Open the request' }
    case 'job':
      return { href: `/crons/${name}`, words: 'Open the job' }
    case 'gateway':
      return { href: '/gateway', words: 'Open the gateway' }
    case 'budget':
    case 'costs':
      return { href: '/costs', words: 'Open costs' }
    case 'agents':
      return { href: '/sessions', words: 'Open sessions' }
    case 'machine':
    case 'disk':
    case 'gpu':
    case 'self':
      return { href: '/', words: 'Open the machine on the Bridge' }
    default:
      return ruleId === '' ? undefined : { href: `/alerts/rules?rule=${ruleId}`, words: 'Open the rule' }
  }
}

/** When it began, and when it was over. */
export function spanWordsOf({ startedAt, endedAt }: Incident, now: number, timezone: string): string {
  const day = relativeDay(startedAt, now, timezone)
  const from = `${day} ${clock(startedAt, timezone)}`
  if (endedAt === null) return `since ${from}`
  const end = relativeDay(endedAt, now, timezone)
  return `${from} to ${end === day ? '' : `${end} `}${clock(endedAt, timezone)}`
}

function relativeDay(at: number, now: number, timezone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, day: 'numeric', month: 'short' })
  return format.format(at) === format.format(now) ? 'today' : format.format(at)
}

/** The time of a row: of today by the clock, else the day with it. */
export const whenWords = (at: number, now: number, timezone: string) =>
  relativeDay(at, now, timezone) === 'today'
    ? clock(at, timezone)
    : `${relativeDay(at, now, timezone)} ${clock(at, timezone)}`

export const lastWords = (at: number | null, now: number) => (at === null ? 'never' : relativeTime(at, now))
