import { quarterMs } from '../../lib/timezone.ts'
import { sessionIdsSql } from '../../sessions/read-sessions.ts'
import type { CostFilter } from '../reports/report.ts'

/** Quarters of an hour since the epoch, the end not included. */
export type Range = { from: number; to: number }

export const always: Range = { from: 0, to: Number.MAX_SAFE_INTEGER }

/** A condition as SQL, and the values it binds. */
export type Where = {
  sql: string
  values: Record<string, string | number>
  /** Whether it asks for nothing but times and runtimes, so that `usage_15m_totals` answers it. */
  isOverall: boolean
}

/** Which rows of `usage_15m` a filter finds. `family` holds the ids of the sessions that the asked family stands for. */
export const whereSums = (range: Range, filter: CostFilter, family?: readonly string[]): Where =>
  conditionsOf({ column: 'quarter', unit: 1 }, range, filter, family)

/** Which rows of `usage` it finds: those that count. */
export function whereUsage(range: Range, filter: CostFilter, family?: readonly string[]): Where {
  const { sql, values } = conditionsOf({ column: 'at', unit: quarterMs }, range, filter, family)
  return { sql: `counted = 1 AND ${sql}`, values, isOverall: false }
}

/** The comparison says that a name is there, and so SQLite begins with the names of these sessions. */
const amongSessions = "session_id >= '' AND session_id IN"

function conditionsOf(
  { column, unit }: { column: string; unit: number },
  range: Range,
  filter: CostFilter,
  family: readonly string[] | undefined,
): Where {
  const values: Where['values'] = {}
  const conditions: string[] = []
  const add = (condition: string, name: string, value: string | number) => {
    conditions.push(condition)
    values[name] = value
  }
  if (range.from > 0) add(`${column} >= $from`, 'from', range.from * unit)
  if (range.to < always.to) add(`${column} < $to`, 'to', range.to * unit)
  const { runtime, agent, model, session, project, cron } = filter
  const isOverall = [agent, model, session, project, cron, family].every((asked) => asked === undefined)
  if (runtime !== undefined) add('runtime = $runtime', 'runtime', runtime)
  if (agent !== undefined) add('agent_id = $agent', 'agent', agent)
  if (model !== undefined) add('model = $model', 'model', model)
  if (session !== undefined) add('session_id = $session', 'session', session)
  // '' asks for those that have none, also where nothing is known of their session.
  if (project === '') conditions.push(`session_id NOT IN (${sessionIdsSql.withProject})`)
  else if (project !== undefined) add(`${amongSessions} (${sessionIdsSql.ofProject})`, 'project', project)
  if (cron === '') conditions.push(`session_id NOT IN (${sessionIdsSql.withCronJob})`)
  else if (cron !== undefined) add(`${amongSessions} (${sessionIdsSql.ofCronJob})`, 'cron', cron)
  if (family !== undefined)
    add(`${amongSessions} (SELECT value FROM json_each($family))`, 'family', JSON.stringify(family))
  return { sql: conditions.length === 0 ? '1' : conditions.join(' AND '), values, isOverall }
}
