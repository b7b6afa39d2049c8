import type { Incident } from '../alerts/incident.ts'
import type { Notice } from './notice.ts'

/** What an alert has raised, as a notice says it. */

const prefix = 'incident:'

export const isOfIncident = (dedupeKey: string) => dedupeKey.startsWith(prefix)

/** One that has become severe, and one that has come back, is told again. */
const keyOf = ({ id, times, severity }: Incident) => `${prefix}${id}:${times}:${severity}`

/** Whether people are told of it: not where its need is, and not what somebody has taken or a maintenance window keeps quiet. */
export const isTold = (incident: Incident, at: number): boolean =>
  !incident.isNeedAlready &&
  !incident.isMuted &&
  incident.endedAt === null &&
  incident.acknowledgedAt === null &&
  (incident.snoozedUntil === null || incident.snoozedUntil <= at)

export function noticeOfIncident(incident: Incident, at: number): Notice {
  const { id, severity, subject, title, sentence, text } = incident
  return {
    dedupeKey: keyOf(incident),
    kind: 'incident',
    severity,
    subject: subject.name,
    title: `${subject.name}: ${title}`,
    text: [sentence, ...(text ? [text] : [])].join('\n'),
    href: `/alerts/incidents/${id}`,
    at,
  }
}
