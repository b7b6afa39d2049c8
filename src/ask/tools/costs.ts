import { z } from 'zod'
import type { Question } from '../../costs/reports/question.ts'
import { type Grouping, groupingWords, type ReportRow } from '../../costs/reports/report.ts'
import { defined } from '../../lib/defined.ts'
import { cost } from '../../lib/format.ts'
import { fromJson } from '../../lib/json.ts'
import { lastDayOf, startOfDay } from '../../lib/timezone.ts'
import type { Table } from '../table.ts'
import { agentIdOf, projectLabel, sessionLabel } from './names.ts'
import { agent, day } from './schemas.ts'
import { type Asked, dayWords, defineTool, queryOf, spanWords } from './tool.ts'

const groupings = ['day', 'month', 'agent', 'model', 'session', 'project', 'runtime', 'cron'] as const

/** A cost as pages say it; unknown where nothing of it has a price. */
const costCell = ({ costUsd, unpricedTokens }: Pick<ReportRow, 'costUsd' | 'unpricedTokens'>) =>
  costUsd === null ? null : { value: costUsd, words: cost(costUsd, unpricedTokens > 0) }

/** The page of one row: its day, or the same days narrowed to it. */
function hrefOf(by: Grouping, key: string, rest: Record<string, string | undefined>): string {
  switch (by) {
    case 'day':
      return `/costs${queryOf({ ...rest, range: undefined, since: key, until: key })}`
    case 'month': {
      const since = [`${key}-01`, rest.since ?? ''].toSorted().at(-1)
      const until = [lastDayOf(key), rest.until ?? '9999'].toSorted()[0]
      return `/costs${queryOf({ ...rest, range: undefined, since, until })}`
    }
    case 'session':
    case 'agent':
    case 'model':
    case 'project':
    case 'runtime':
    case 'cron':
      return `/costs${queryOf({ ...rest, [by]: key })}`
    default:
      return `/costs${queryOf({ ...rest, by })}`
  }
}

async function labels(by: Grouping, rows: ReportRow[], asked: Asked): Promise<(row: ReportRow) => string> {
  if (by === 'project') return ({ label }) => projectLabel(label)
  if (by === 'day') return ({ key }) => dayWords(key)
  if (by !== 'session') return ({ label }) => label
  const ids = rows.map(({ key }) => key)
  const { reader } = asked.questions
  const known = new Map(fromJson(await reader.sessionsOf({ ids }, asked)).map((session) => [session.id, session]))
  return ({ key }) => {
    const session = known.get(key)
    return session ? sessionLabel(session, asked) : 'a session that is not in the index any more'
  }
}

export const costs = defineTool({
  name: 'read_costs',
  doing: 'Reads costs',
  description:
    'What agents cost, in US dollars, with tokens and calls: one row for each day, agent, model, session and so on, the dearest first (days in their order), and the sum of all. Narrow it by days and by agent, model, project, runtime or cron job.',
  input: z.object({
    by: z.enum(groupings),
    since: day.optional(),
    until: day.optional(),
    agent: agent.optional(),
    model: z.string().max(200).optional(),
    runtime: z.string().max(40).optional(),
    limit: z.number().int().min(1).max(40).default(12),
  }),
  async read({ by, limit, agent, since, until, model, runtime }, asked): Promise<Table> {
    const agentId = agent === undefined ? undefined : agentIdOf(agent, asked)
    const filter: Question = defined({ since, until, model, runtime, agent: agentId })
    const { reader } = asked.questions
    // Of days the last ones count.
    const isByTime = by === 'day' || by === 'month'
    const report = fromJson(await reader.costReport({ by, ...filter, limit: isByTime ? 400 : limit }, asked))
    const rows = isByTime ? report.rows.slice(-limit) : report.rows
    const isAll = since === undefined && until === undefined
    const address = { range: isAll ? 'all' : undefined, since, until, agent: agentId, model, runtime }
    const labelOf = await labels(by, rows, asked)
    const narrowed = [agent, model, runtime].filter((word) => word !== undefined)
    return {
      title: `Costs by ${groupingWords[by].toLowerCase()}${narrowed.length > 0 ? ` of ${narrowed.join(', ')}` : ''}, ${spanWords(since, until)}`,
      href: `/costs${queryOf({ ...address, by: isByTime ? undefined : by })}`,
      columns: [
        { name: 'cost', unit: 'usd' },
        { name: 'tokens', unit: 'tokens' },
        { name: 'calls', unit: 'count' },
      ],
      rows: rows.map((row) => ({
        label: labelOf(row),
        href: hrefOf(by, row.key, address),
        cells: [costCell(row), row.totalTokens, row.calls],
      })),
      total: {
        label: 'all together',
        cells: [costCell(report.totals), report.totals.totalTokens, report.totals.calls],
      },
      rowCount: report.rowCount,
      ...(report.totals.subscriptionTokens > 0 && {
        note: 'What a subscription pays is not in the costs.',
      }),
      ...(by === 'day' && { isByTime: true as const }),
    }
  },
})

export const costsByHour = defineTool({
  name: 'read_costs_by_hour',
  doing: 'Reads the hours of a day',
  description: 'What each hour of one day cost.',
  input: z.object({ day, agent: agent.optional() }),
  async read({ day, agent }, asked): Promise<Table> {
    const agentId = agent === undefined ? undefined : agentIdOf(agent, asked)
    const { reader, timezone, now } = asked.questions
    const filter = defined({ agent: agentId, since: day, until: day })
    const stack = fromJson(await reader.costStack({ by: 'model', per: 'hour', ...filter }, asked))
    const href = `/costs${queryOf(filter)}`
    const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: timezone })
    return {
      title: `Costs by hour${agent === undefined ? '' : ` of ${agent}`}, ${dayWords(day)}`,
      href,
      columns: [
        { name: 'cost', unit: 'usd' },
        { name: 'tokens', unit: 'tokens' },
      ],
      rows: stack.days
        .filter(({ key }) => Number(key) >= startOfDay(day, timezone) && Number(key) <= now())
        .map((row) => ({
          label: hour.format(Number(row.key)),
          cells: [costCell(row) ?? (row.calls === 0 ? 0 : null), row.totalTokens],
        })),
      rowCount: stack.days.length,
      isByTime: true,
    }
  },
})
