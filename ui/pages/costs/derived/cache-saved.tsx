import { createMemo } from 'solid-js'
import type { ReportRow } from '../../../../src/costs/reports/report.ts'
import type { Summary } from '../../../../src/costs/reports/summary.ts'
import { money, percent, tokens } from '../../../../src/lib/format.ts'
import { type Column, SumTable } from '../../../components/sum-table.tsx'
import { HowSection } from '../breakdown/breakdown-formula.tsx'
import { BreakdownOverlay, type Frame } from '../breakdown/breakdown-overlay.tsx'
import { exactly } from '../breakdown/formula.ts'
import { Money } from '../money.tsx'
import { sumColumns } from '../sum-columns.tsx'
import { daysInWords } from '../url-state.ts'
import { createReport } from './create-report.ts'

const tokenColumn = (head: string, countOf: (row: ReportRow) => number): Column<ReportRow> => ({
  head,
  class: 'right',
  cell: (row) => tokens(countOf(row)),
})

const columns: Column<ReportRow>[] = [
  sumColumns.name<ReportRow>('Model'),
  tokenColumn('Input', ({ inputTokens }) => inputTokens),
  tokenColumn('Cache read', ({ cacheReadTokens }) => cacheReadTokens),
  tokenColumn('Cache write', ({ cacheWriteTokens }) => cacheWriteTokens),
  { head: 'Paid', class: 'right c-cost', strong: true, cell: (row) => <Money totals={row} /> },
]

/** The savings of the cache: their formula, and the models that read from it. */
export function CacheSaved(props: Frame & { summary: Summary; spent: unknown }) {
  const cache = () => props.summary.cache
  const models = createReport(
    () => ({ since: cache().since, until: cache().until, timezone: props.summary.timezone, by: 'model' }),
    () => props.spent,
  )
  const rows = createMemo(() =>
    (models.data()?.rows ?? [])
      .filter(({ cacheReadTokens, cacheWriteTokens }) => cacheReadTokens + cacheWriteTokens > 0)
      .sort((a, b) => b.cacheReadTokens - a.cacheReadTokens),
  )
  return (
    <BreakdownOverlay
      {...props}
      value={money(cache().savedUsd)}
      exactly={exactly(cache().savedUsd)}
      foot="Savings cannot be looked up; they are calculated."
    >
      <HowSection title="How it is calculated">
        <p class="formula">{cache().formula}</p>
        <p class="label">
          {cache().readPercent === null
            ? 'nothing was read'
            : `${percent(cache().readPercent)} of the input came from the cache`}
          , {daysInWords('custom', cache())}
        </p>
      </HowSection>
      <SumTable rows={rows()} columns={columns} />
    </BreakdownOverlay>
  )
}
