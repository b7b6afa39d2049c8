import { inSnapshot } from '../../store/snapshot.ts'
import type { Store } from '../../store/store.ts'
import type { Costs } from '../costs.ts'
import type { BreakdownView, BreakdownViews } from './page.ts'
import type { Question } from './question.ts'
import type { createBreakdowns } from './read-breakdown.ts'
import type { createStacks } from './read-stacks.ts'
import { sumTotals, zeroTotals } from './report.ts'
import type { HeatMap } from './stack.ts'

/** How many calls a breakdown brings along; the others are read page by page. */
const firstCalls = 40
/** So many sessions or models it shows, and so many days. */
const maxRows = 200
const maxDays = 5_000
const maxHourMs = 2 * 86_400_000

type Deps = {
  costs: Costs
  breakdowns: ReturnType<typeof createBreakdowns>
  stacks: ReturnType<typeof createStacks>
}

/** A breakdown and the ways it is made up, read in one transaction. Throws a Refusal with the word that is wrong. */
export const createBreakdownViews =
  (index: Store, { costs, breakdowns, stacks }: Deps) =>
  (question: Question): BreakdownViews =>
    inSnapshot(index, () => {
      const timesBy = isShort(question) ? 'hour' : 'day'
      return {
        breakdown: breakdowns.rows({ ...question, limit: firstCalls }),
        sessions: costs.page({ ...question, by: 'session', breakdown: true, limit: maxRows }),
        models: costs.page({ ...question, by: 'model', limit: maxRows }),
        times:
          timesBy === 'hour'
            ? hoursOf(stacks.heatMap(question))
            : costs.page({ ...question, by: 'day', limit: maxDays }),
        timesBy,
      }
    })

/** Whether a question is of one day, or of at most two: then its hours are shown instead of its days. */
const isShort = ({ since, until, from, to }: Question) =>
  (from !== undefined && to !== undefined && to - from <= maxHourMs) || (since !== undefined && since === until)

/** The hours of a heat map as lines of a report. */
function hoursOf({ cells }: HeatMap): BreakdownView {
  const two = (hour: number) => String(hour).padStart(2, '0')
  const days = new Set(cells.map(({ day }) => day))
  const rows = cells.map(({ day, hour, ...totals }) => ({
    key: `${day} ${two(hour)}`,
    label: `${days.size > 1 ? `${day} ` : ''}${two(hour)}:00–${two((hour + 1) % 24)}:00`,
    ...totals,
  }))
  return { rows, rowCount: rows.length, rest: zeroTotals, totals: sumTotals(rows) }
}
