import { addDays, dayOf } from '../../lib/timezone.ts'
import { inSnapshot } from '../../store/snapshot.ts'
import type { Costs } from '../costs.ts'
import { type CostsPage, type CostsPageQuestion, drawnDays, firstLately } from './page.ts'
import { rangeOf } from './question.ts'
import type { createStacks } from './read-stacks.ts'
import type { Grouping } from './report.ts'
import type { ReportContext } from './report-context.ts'
import type { Summary } from './summary.ts'

type Deps = {
  costs: Costs
  summary: () => Summary
  stacks: ReturnType<typeof createStacks>
}

/** So many of the dearest are on the page; more of them are asked for. */
const topRows = 200
/** Times are shown from the newest on, so that all of them come along. */
const maxLines = 5_000
const isTime = (by: Grouping) => by === 'day' || by === 'week' || by === 'month' || by === 'block'

/** Everything the Costs page shows, read in one transaction. Throws a Refusal with the word of a question that is wrong. */
export const createCostsPage =
  ({ index, timezone, now }: ReportContext, { costs, summary, stacks }: Deps) =>
  (question: CostsPageQuestion): CostsPage =>
    inSnapshot(index, () => {
      const { since, until, stack: stackBy = 'model', by = 'session', ...filter } = question
      const { zone } = rangeOf(question, timezone)
      const today = dayOf(now(), zone)
      const days = { ...(since !== undefined && { since }), ...(until !== undefined && { until }) }
      const summed = summary()
      const firstDay = summed.firstDay ?? today
      // Days of which nothing is known are no part of an average.
      const known = { ...days, since: since !== undefined && since > firstDay ? since : firstDay }
      const isOneDay = since !== undefined && since === until
      const asked = (by: Grouping, limit = topRows) => costs.page({ ...filter, ...days, by, limit })
      const askedToday = (by: Grouping) => costs.page({ ...filter, since: today, until: today, by, limit: topRows })
      return {
        timezone: zone,
        today,
        summary: summed,
        dayCurve: costs.dayCurve(),
        lately: costs.report({
          timezone: summed.timezone,
          since: firstLately(summed),
          until: summed.day,
          by: 'day',
        }),
        modelsToday: askedToday('model'),
        agentsToday: askedToday('agent'),
        fortnight: stacks.stack({ ...filter, since: addDays(today, -13), until: today, by: 'model' }),
        stack: stacks.stack({
          ...filter,
          ...drawnDays(since === undefined ? known : days, today),
          by: stackBy,
          ...(isOneDay && { per: 'hour' as const }),
        }),
        heat: stacks.heatMap({ ...filter, ...drawnDays(known, today) }),
        models: asked('model'),
        agents: asked('agent'),
        projects: asked('project'),
        lines: asked(by, isTime(by) ? maxLines : topRows),
      }
    })
