import { oneLine, plainText } from '../lib/plain-text.ts'
import { redact } from '../lib/redact.ts'

export const severities = ['info', 'warn', 'severe'] as const
export type Severity = (typeof severities)[number]

/** Something that a person should hear of. The same `dedupeKey` is the same thing, however often it is told. */
export type Notice = {
  /** At most 200 characters. */
  dedupeKey: string
  /** What kind of thing it is, as channels choose them: `waiting`, `cron-failed`. */
  kind: string
  severity: Severity
  /** What it is about: the name of an agent, a job, a budget; '' for none. */
  subject: string
  title: string
  /** May have line breaks. */
  text: string
  /** The page that shows it, from the root: `/needs`. */
  href: string
  /** In ms. */
  at: number
}

/** Whether a severity is at least another one. */
export const isAtLeast = (severity: Severity, least: Severity) =>
  severities.indexOf(severity) >= severities.indexOf(least)

const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text)

/** A notice as it may be kept and sent: within bounds, without secrets and without characters that are not text. */
export function boundNotice(notice: Notice): Notice {
  const line = (text: string, length: number) => cut(oneLine(redact(text.slice(0, 4 * length))), length)
  return {
    dedupeKey: line(notice.dedupeKey, 200),
    kind: line(notice.kind, 60),
    severity: notice.severity,
    subject: line(notice.subject, 120),
    title: line(notice.title, 160),
    text: cut(plainText(redact(notice.text.slice(0, 8_000))).trim(), 2_000),
    href: /^\/(?!\/)[\w\-./:%?=&#~,;@+]{0,400}$/.test(notice.href) ? notice.href : '/',
    at: notice.at,
  }
}
