import { createMemo, Show } from 'solid-js'
import type { ReportRow } from '../../../../src/costs/reports/report.ts'
import type { Summary } from '../../../../src/costs/reports/summary.ts'
import { money, tokens, whole } from '../../../../src/lib/format.ts'
import { type Column, SumTable } from '../../../components/sum-table.tsx'
import { HowSection } from '../breakdown/breakdown-formula.tsx'
import { BreakdownOverlay, type Frame } from '../breakdown/breakdown-overlay.tsx'
import { exactly } from '../breakdown/formula.ts'
import { Money } from '../money.tsx'
import { placedRows } from '../row-share.ts'
import { Name } from '../table-cells.tsx'
import { createReport } from './create-report.ts'

/** The middle, with as many neighbours on either side. */
const shownRows = 14

type Ranked = { item: ReportRow; place: number; isMiddle: boolean }

const columns: Column<Ranked>[] = [
  { head: 'Place', class: 'c-time', cell: ({ place }) => whole(place + 1) },
  {
    head: 'Session',
    cellClass: 'name',
    cell: ({ item }) => <Name label={item.label} href={`/sessions/${encodeURIComponent(item.key)}`} />,
  },
  { head: 'Tokens', class: 'right c-tokens', cell: ({ item }) => tokens(item.totalTokens) },
  { head: 'Cost', class: 'right c-cost', strong: true, cell: ({ item }) => <Money totals={item} /> },
]

/** The median session by cost, with its neighbours. */
export function MedianSession(props: Frame & { summary: Summary; spent: unknown }) {
  const median = () => props.summary.medianSession
  const sessions = createReport(
    () => {
      const known = median()
      return known
        ? {
            since: known.since,
            until: known.until,
            timezone: props.summary.timezone,
            by: 'family' as const,
            middle: true as const,
            limit: shownRows,
          }
        : undefined
    },
    () => props.spent,
  )
  const ranked = createMemo(() => {
    const middle = sessions.data()
    return middle ? placedRows(middle) : []
  })
  return (
    <BreakdownOverlay
      {...props}
      value={money(median()?.usd)}
      exactly={exactly(median()?.usd ?? null)}
      foot="One expensive session moves the mean, not the median."
    >
      <Show when={median()} fallback={<p class="empty">No session had a cost in the last 30 days.</p>}>
        {(median) => (
          <HowSection title="How it is calculated">
            <p class="formula">
              {whole(median().sessions)} sessions, each with its sub-agents, cost something in the last 30 days. In a
              row by what they cost, the one in the middle cost {money(median().usd, true)}: half cost more, half less.
            </p>
          </HowSection>
        )}
      </Show>
      <SumTable rows={ranked()} columns={columns} isMarked={({ isMiddle }) => isMiddle} />
    </BreakdownOverlay>
  )
}
