import { createMemo, Show } from 'solid-js'
import { type Totals, zeroTotals } from '../../../../src/costs/reports/report.ts'
import type { HeatMap } from '../../../../src/costs/reports/stack.ts'
import { money, tokens, whole } from '../../../../src/lib/format.ts'
import { addDays } from '../../../../src/lib/timezone.ts'
import { CostText } from '../../../components/cost-text.tsx'
import { type Column, SumTable } from '../../../components/sum-table.tsx'
import { HowSection } from '../breakdown/breakdown-formula.tsx'
import { BreakdownOverlay, type Frame } from '../breakdown/breakdown-overlay.tsx'
import { exactly } from '../breakdown/formula.ts'
import { BreakdownLink } from '../breakdown-link.tsx'
import { weekdayOf } from '../heat-map-data.ts'
import { costWords } from '../money-words.ts'

type Cell = { day: string } & Totals

/** The cost of one hour of the week on each of its days, and their mean. */
export function WeekHour(props: Frame & { heat: HeatMap; weekday: number; hour: number }) {
  /** All days of that weekday, also those without a call in that hour; the newest first. */
  const cells = createMemo(() => {
    const asked = new Map(props.heat.cells.filter(({ hour }) => hour === props.hour).map((cell) => [cell.day, cell]))
    const days: Cell[] = []
    for (let { since: day } = props.heat; day <= props.heat.until; day = addDays(day, 1))
      if (weekdayOf(day) === props.weekday) days.unshift(asked.get(day) ?? { day, ...zeroTotals })
    return days
  })
  const mean = () => props.heat.week.find(({ weekday, hour }) => weekday === props.weekday && hour === props.hour)
  const sumUsd = () => cells().reduce((usd, { costUsd }) => usd + (costUsd ?? 0), 0)
  const columns: Column<Cell>[] = [
    { head: 'Day', cellClass: 'name', cell: ({ day }) => day },
    { head: 'Answers', class: 'right', cell: ({ calls }) => whole(calls) },
    { head: 'Tokens', class: 'right', cell: ({ totalTokens }) => tokens(totalTokens) },
    {
      head: 'Cost',
      class: 'right',
      strong: true,
      cell: (cell) => (
        <BreakdownLink id={`day:${cell.day}`} title="The whole of that day">
          <CostText words={costWords(cell)} />
        </BreakdownLink>
      ),
      sum: () => money(sumUsd()),
    },
  ]
  return (
    <BreakdownOverlay
      {...props}
      value={money(mean()?.meanUsd)}
      exactly={exactly(mean()?.meanUsd ?? null)}
      foot={`Days of ${props.heat.timezone}`}
    >
      <Show when={mean()} fallback={<p class="empty">No model calls in that hour.</p>}>
        {(mean) => (
          <HowSection title="How it is calculated">
            <p class="formula">
              {money(sumUsd(), true)} over {whole(mean().days)} such {mean().days === 1 ? 'day' : 'days'} ={' '}
              {money(mean().meanUsd, true)} on average
            </p>
          </HowSection>
        )}
      </Show>
      <SumTable rows={cells()} columns={columns} hasSum />
    </BreakdownOverlay>
  )
}
