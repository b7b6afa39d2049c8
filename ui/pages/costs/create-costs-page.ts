import { firstLately } from '../../../src/costs/reports/page.ts'
import type { CostFilter, Grouping, Report } from '../../../src/costs/reports/report.ts'
import type { HeatMap, Stack, Stacking } from '../../../src/costs/reports/stack.ts'
import type { Summary } from '../../../src/costs/reports/summary.ts'
import { addDays } from '../../../src/lib/timezone.ts'
import { api, ask } from '../../data/api.ts'
import { createQuery } from './create-query.ts'
import type { Days } from './url-state.ts'

/** What the page asks: of which days, of which answers, and how two of its panels are grouped. */
export type Asked = { days: Days; filter: CostFilter; timezone: string; today: string; stack: Stacking; by: Grouping }

/** All of a page's answers. */
export type Costs = {
  summary: Summary
  stack: Stack
  heat: HeatMap
  models: Report
  modelsToday: Report
  /** The last fortnight by model. */
  fortnight: Stack
  agents: Report
  agentsToday: Report
  projects: Report
  lines: Report
  /** The last thirty days of everything and all of this month, whatever is asked for. */
  lately: Report
}

/** A page draws no more days than this; lists and sums hold all of them. */
export const maxDays = 400

/** Of days without an end as many as are drawn. */
function drawn({ since, until = '' }: Days, today: string) {
  const last = until === '' || until > today ? today : until
  const first = addDays(last, 1 - maxDays)
  return { since: since === undefined || since < first ? first : since > last ? last : since, until: last }
}

/** Asks all of it at once, so that every sum on the page is of the same moment. */
export const createCosts = (asked: () => Asked | undefined, spent: () => unknown) =>
  createQuery(
    asked,
    async ({ days, filter, timezone, today, stack, by }): Promise<Costs> => {
      const of = { ...filter, timezone }
      const all = { ...of, ...days }
      const now = { ...of, since: today, until: today }
      const report = (query: typeof all, by: Grouping) => ask(api.costs.report.get({ query: { ...query, by } }))
      const summary = await ask(api.costs.summary.get())
      const first = summary.firstDay ?? today
      // Days of which nothing is known are no part of an average.
      const known = { ...days, since: days.since !== undefined && days.since > first ? days.since : first }
      const isFew = days.since !== undefined && days.since === days.until
      const [stacked, heat, models, modelsToday, fortnight, agents, agentsToday, projects, lines, lately] =
        await Promise.all([
          ask(
            api.costs.stack.get({
              query: {
                ...of,
                ...drawn(days.since === undefined ? known : days, today),
                by: stack,
                ...(isFew && { per: 'hour' as const }),
              },
            }),
          ),
          ask(api.costs.heatmap.get({ query: { ...of, ...drawn(known, today) } })),
          report(all, 'model'),
          report(now, 'model'),
          ask(api.costs.stack.get({ query: { ...of, since: addDays(today, -13), until: today, by: 'model' } })),
          report(all, 'agent'),
          report(now, 'agent'),
          report(all, 'project'),
          report(all, by),
          report({ timezone: summary.timezone, since: firstLately(summary), until: summary.day }, 'day'),
        ] as const)
      return {
        summary,
        stack: stacked,
        heat,
        models,
        modelsToday,
        fortnight,
        agents,
        agentsToday,
        projects,
        lines,
        lately,
      }
    },
    spent,
  )
