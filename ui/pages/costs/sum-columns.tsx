import type { ReportRow, Totals } from '../../../src/costs/reports/report.ts'
import { tokens, whole } from '../../../src/lib/format.ts'
import type { Column } from '../../components/sum-table.tsx'
import { Money } from './money.tsx'
import { shareOf } from './row-share.ts'
import { Name, ShareBar, shareWords } from './table-cells.tsx'

/** A row of a report, or the sum of several of them, which has no key. */
export type SumRow = Totals & { key?: string; label?: string; breakdown?: ReportRow[] }

/** The columns that tables of sums share. `totals` is the sum of the whole table. */
export const sumColumns = {
  name: <Row extends { label?: string }>(head: string, hrefOf?: (row: Row) => string | undefined): Column<Row> => ({
    head,
    cellClass: 'name',
    cell: (row) => <Name label={row.label ?? ''} href={hrefOf?.(row)} />,
  }),

  calls: (totals: () => Totals, className = 'right c-tokens'): Column<SumRow> => ({
    head: 'Answers',
    class: className,
    cell: ({ calls }) => whole(calls),
    sum: () => whole(totals().calls),
  }),

  tokens: (totals: () => Totals, className = 'right c-tokens'): Column<SumRow> => ({
    head: 'Tokens',
    class: className,
    cell: ({ totalTokens }) => tokens(totalTokens),
    title: ({ totalTokens }) => `${whole(totalTokens)} tokens`,
    sum: () => tokens(totals().totalTokens),
  }),

  /** The share of a row in the sum, with a bar. */
  share: (totals: () => Totals, className = 'c-share'): Column<SumRow> => ({
    head: 'Share',
    class: className,
    cell: (row) => <ShareBar share={shareOf(row, totals())} />,
    title(row) {
      const share = shareOf(row, totals())
      return share === undefined ? undefined : `${shareWords(share)} of the sum`
    },
  }),

  /** `idOf` names the figure that the cost of a row opens, `sumId` the figure of the sum. */
  cost: (
    totals: () => Totals,
    {
      idOf,
      sumId,
      className = 'right c-cost',
    }: { idOf?: (row: SumRow) => string | undefined; sumId?: string; className?: string } = {},
  ): Column<SumRow> => ({
    head: 'Cost',
    class: className,
    strong: true,
    cell: (row) => <Money totals={row} id={row.key === undefined ? undefined : idOf?.(row)} />,
    sum: () => <Money totals={totals()} id={sumId} />,
  }),
}
