import { createMemo, Show } from 'solid-js'
import type { ReportPage } from '../../../src/costs/reports/report.ts'
import { whole } from '../../../src/lib/format.ts'
import { Sparkline } from '../../charts/sparkline.tsx'
import { Panel } from '../../components/panel.tsx'
import { type Column, SumTable } from '../../components/sum-table.tsx'
import { Portrait } from '../../office/portrait.tsx'
import { Money } from './money.tsx'
import { firstRows, restBeside } from './row-share.ts'
import { type SumRow, sumColumns } from './sum-columns.tsx'
import { Swatch } from './swatch.tsx'
import { Name } from './table-cells.tsx'

/** The dearest models, agents or projects; the sum in its foot is the sum of the page. */
export function TopTable(props: {
  title: string
  head: string
  sub: string
  kind: 'model' | 'agent' | 'project'
  report: ReportPage
  /** The same report of today, unless the page shows today alone. */
  today?: ReportPage | undefined
  maxRows: number
  /** The portrait of the agent that a row is about, by the row's key. */
  lookOf?: (key: string) => string | undefined
  inkOf?: (key: string) => string | undefined
  /** The costs of a row in the last fortnight, day by day. */
  lineOf?: (key: string) => (number | null)[] | undefined
  hrefOf(key: string): string
}) {
  const rows = createMemo(() => firstRows(props.report, props.maxRows))
  const todayOf = createMemo(() => new Map(props.today?.rows.map((row) => [row.key, row])))
  const totals = () => props.report.totals

  const name: Column<SumRow> = {
    head: props.head,
    cellClass: 'name',
    cell: ({ key = '', label = '' }) => (
      <div class="row">
        <Show when={props.lookOf?.(key)}>{(look) => <Portrait seed={look()} size={24} />}</Show>
        <Show when={props.inkOf?.(key)}>{(ink) => <Swatch ink={ink()} />}</Show>
        <Name label={label} href={props.hrefOf(key)} />
      </div>
    ),
  }
  const line: Column<SumRow> = {
    head: '14 days',
    class: 'c-line',
    cell: ({ key }) => (
      <Show when={key !== undefined && props.lineOf?.(key)}>
        {(values) => <Sparkline values={values()} width={70} height={18} />}
      </Show>
    ),
  }
  const today: Column<SumRow> = {
    head: 'Today',
    class: 'right c-cost',
    cell: ({ key }) => (
      <Show when={key !== undefined} fallback={props.today && <Money totals={restBeside(props.today, rows().shown)} />}>
        <Show when={todayOf().get(key!)} fallback={<span class="quiet">$0</span>}>
          {(today) => <Money totals={today()} id={`${props.kind}-today:${key}`} />}
        </Show>
      </Show>
    ),
    sum: () => <Show when={props.today}>{(today) => <Money totals={today().totals} id="range-today" />}</Show>,
  }
  const hasToday = createMemo(() => props.today !== undefined)
  const columns = createMemo(() => [
    name,
    props.lineOf ? line : sumColumns.share(totals),
    hasToday() ? today : sumColumns.tokens(totals),
    sumColumns.cost(totals, { idOf: ({ key }) => `${props.kind}:${key}`, sumId: 'range' }),
  ])

  return (
    <Panel title={props.title} sub={props.sub} class={`split by-${props.kind}`}>
      <Show when={props.report.rows.length > 0} fallback={<p class="empty">No model calls in this range.</p>}>
        <SumTable<SumRow>
          rows={rows().shown}
          columns={columns()}
          hasSum
          rest={rows().restCount > 0 ? { row: rows().rest, label: `${whole(rows().restCount)} more` } : undefined}
        />
      </Show>
    </Panel>
  )
}
