import { createMemo, Show } from 'solid-js'
import { lowerBoundTokens, type Report } from '../../../../src/costs/reports/report.ts'
import type { Summary } from '../../../../src/costs/reports/summary.ts'
import { cost } from '../../../../src/lib/format.ts'
import { monthOf } from '../../../../src/lib/timezone.ts'
import { rangeWords } from '../../../charts/forecast-words.ts'
import { SumTable } from '../../../components/sum-table.tsx'
import { HowSection, Terms } from '../breakdown/breakdown-formula.tsx'
import { BreakdownOverlay, type Frame } from '../breakdown/breakdown-overlay.tsx'
import { type SumRow, sumColumns } from '../sum-columns.tsx'

/** The projection of the month: the part so far, and a typical day for each that is left. */
export function ProjectedMonth(
  props: Frame & {
    summary: Summary
    /** By day, including all days of this month. */
    lately: Report
  },
) {
  const projection = () => props.summary.projectedMonth
  const totals = () => props.summary.thisMonth
  const spentUsd = () => totals().costUsd ?? 0
  const isLowerBound = () => lowerBoundTokens(totals()) > 0
  const days = createMemo(() => props.lately.rows.filter(({ key }) => monthOf(key) === props.summary.month).reverse())
  const columns = [
    sumColumns.name<SumRow>('Day'),
    sumColumns.calls(totals, 'right'),
    sumColumns.tokens(totals, 'right'),
    sumColumns.cost(totals, { idOf: ({ key }) => `day:${key}`, sumId: 'month', className: 'right' }),
  ]
  return (
    <BreakdownOverlay
      {...props}
      value={cost(projection()?.usd, isLowerBound() && projection() !== null)}
      exactly={projection() ? rangeWords(projection()!) : undefined}
      foot="A forecast: it moves with every day."
    >
      <Show when={projection()} fallback={<p class="empty">Too few days of history for a forecast of the month.</p>}>
        {(known) => (
          <>
            <HowSection title="How it is calculated">
              <Terms
                terms={[
                  { usd: spentUsd(), words: 'this month so far', tokens: null },
                  { usd: Math.max(0, known().usd - spentUsd()), words: 'for the days that are left', tokens: null },
                ]}
                sum={cost(known().usd, isLowerBound())}
                words="by month end"
              />
              <p class="label">{known().how}</p>
            </HowSection>
            <SumTable<SumRow> rows={days()} columns={columns} hasSum />
          </>
        )}
      </Show>
    </BreakdownOverlay>
  )
}
