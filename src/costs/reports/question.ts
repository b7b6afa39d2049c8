import { runtimes } from '../../facts/fact.ts'
import { Refusal } from '../../lib/refusal.ts'
import { addDays, isDay, isTimezone, quarterMs, startOfDay } from '../../lib/timezone.ts'
import type { CostFilter } from './report.ts'

/**
 * Which answers are asked for. Days are both included, in the zone; `from` and `to` (ms, the end not included) ask
 * for less than days, such as an hour or a block, and lie on quarters of an hour.
 */
export type Question = CostFilter & {
  since?: string
  until?: string
  timezone?: string
  from?: number
  to?: number
}

/** Quarters of an hour since the epoch, the end not included. */
export type Range = { from: number; to: number }

export const always: Range = { from: 0, to: Number.MAX_SAFE_INTEGER }

/** Checks a question and says which quarters of an hour it is about. Throws a Refusal with the word that is wrong. */
export function rangeOf(
  { since, until, timezone, from, to, runtime }: Question,
  ownZone: string,
): Range & { zone: string } {
  const zone = timezone ?? ownZone
  if (!isTimezone(zone))
    throw new Refusal('bad-input', `There is no time zone “${zone}”. Use a name like Europe/Vienna or UTC.`)
  for (const [name, day] of Object.entries({ since, until }))
    if (day !== undefined && !isDay(day))
      throw new Refusal('bad-input', `${name} must be a day like 2026-11-20, not “${day}”.`)
  if (since !== undefined && until !== undefined && since > until)
    throw new Refusal('bad-input', `since (${since}) lies after until (${until}).`)
  if (runtime !== undefined && !(runtimes as readonly string[]).includes(runtime))
    throw new Refusal('bad-input', `There is no runtime “${runtime}”. Known: ${runtimes.join(', ')}.`)
  for (const [name, at] of Object.entries({ from, to }))
    if (at !== undefined && (!Number.isSafeInteger(at) || at % quarterMs !== 0))
      throw new Refusal('bad-input', `${name} must be a full quarter of an hour in milliseconds, not “${at}”.`)
  const first = since === undefined ? 0 : startOfDay(since, zone) / quarterMs
  const end = until === undefined ? always.to : startOfDay(addDays(until, 1), zone) / quarterMs
  return {
    zone,
    from: Math.max(first, (from ?? 0) / quarterMs),
    to: Math.min(end, to === undefined ? always.to : to / quarterMs),
  }
}

/** A condition for rows of `usage_15m` or `usage`, and what it needs. */
export type Where = { sql: string; values: Record<string, string | number> }

/** `family` is the list of sessions that the asked one stands for. */
export function whereOf(
  table: 'quarters' | 'usage',
  range: Range,
  filter: CostFilter,
  family?: readonly string[],
): Where {
  const values: Where['values'] = {}
  const conditions: string[] = []
  const need = (condition: string, name: string, value: string | number) => {
    conditions.push(condition)
    values[name] = value
  }
  if (table === 'usage') conditions.push('counted = 1')
  const [column, size] = table === 'quarters' ? ['quarter', 1] : ['at', quarterMs]
  if (range.from > 0) need(`${column} >= $from`, 'from', range.from * size)
  if (range.to < always.to) need(`${column} < $to`, 'to', range.to * size)
  if (filter.runtime !== undefined) need('runtime = $runtime', 'runtime', filter.runtime)
  if (filter.agent !== undefined) need('agent_id = $agent', 'agent', filter.agent)
  if (filter.model !== undefined) need('model = $model', 'model', filter.model)
  if (filter.session !== undefined) need('session_id = $session', 'session', filter.session)
  if (filter.project !== undefined) conditions.push(ofSession('project_path', 'project', filter.project, values))
  if (filter.cron !== undefined) conditions.push(ofSession('cron_id', 'cron', filter.cron, values))
  if (family !== undefined)
    need('session_id IN (SELECT value FROM json_each($family))', 'family', JSON.stringify(family))
  return { sql: conditions.length === 0 ? '1' : conditions.join(' AND '), values }
}

/** '' asks for those that have none, also where nothing is known of their session. */
function ofSession(column: string, name: string, value: string, values: Where['values']) {
  if (value === '') return `session_id NOT IN (SELECT id FROM sessions WHERE ${column} <> '')`
  values[name] = value
  return `session_id IN (SELECT id FROM sessions WHERE ${column} = $${name})`
}
