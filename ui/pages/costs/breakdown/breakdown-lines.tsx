import { A } from '@solidjs/router'
import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import type { ReportRow, Totals } from '../../../../src/costs/reports/report.ts'
import { agentIdOfSession } from '../../../../src/ids.ts'
import { money, tokens, whole } from '../../../../src/lib/format.ts'
import { type Column, SumTable } from '../../../components/sum-table.tsx'
import { Portrait } from '../../../office/portrait.tsx'
import { firstRows } from '../row-share.ts'
import { type SumRow, sumColumns } from '../sum-columns.tsx'
import type { Scope } from './breakdown-id.ts'
import { createSessionBreakdown } from './create-breakdown.ts'
import { termsOf } from './formula.ts'

const maxRows = 12

type Rows = { rows: ReportRow[]; rowCount: number; rest: Totals; totals: Totals }

/** The rows that a figure is the sum of, the dearest first. */
export function BreakdownLines(props: Rows & { head: string }) {
  return <Lines {...props} columns={[sumColumns.name(props.head), sumColumns.calls(() => props.totals)]} />
}

/** The sessions that a figure is the sum of; each opens its own formula. */
export function SessionLines(props: Rows & { scope: Scope; lookOf(agentId: string): string | undefined }) {
  const [open, setOpen] = createSignal<string>()
  const name: Column<SumRow> = {
    head: 'Session',
    cellClass: 'name',
    cell: ({ key = '', label = '' }) => (
      <div class="row">
        <Show when={props.lookOf(agentIdOfSession(key) ?? '')}>{(look) => <Portrait seed={look()} size={24} />}</Show>
        <button
          class="opener cut"
          type="button"
          aria-expanded={open() === key}
          title={label}
          onClick={() => setOpen(open() === key ? undefined : key)}
        >
          <bdi>{label}</bdi>
        </button>
      </div>
    ),
  }
  const model: Column<SumRow> = {
    head: 'Model',
    class: 'c-model',
    cell: ({ breakdown = [] }) => (
      <div class="cut" title={breakdown.map(({ label }) => label).join(', ')}>
        {breakdown[0]?.label}
        {breakdown.length > 1 ? ` +${breakdown.length - 1}` : ''}
      </div>
    ),
  }
  const isOpen = ({ key }: SumRow) => key !== undefined && open() === key
  return (
    <Lines
      {...props}
      columns={[name, model]}
      isMarked={isOpen}
      detail={(row) => <SessionDetail row={row} scope={props.scope} />}
    />
  )
}

function Lines(
  props: Rows & {
    /** The first two; the others are the same for all lines. */
    columns: Column<SumRow>[]
    isMarked?: (row: SumRow) => boolean
    detail?: (row: SumRow) => JSX.Element
  },
) {
  const [isCut, setIsCut] = createSignal(true)
  const totals = () => props.totals
  const shown = createMemo(() => firstRows(props, isCut() ? maxRows : props.rows.length))
  const share = sumColumns.share(totals)
  const columns = createMemo(() => [
    ...props.columns,
    sumColumns.tokens(totals),
    // The rest is most of the sum, beside which the bars of single rows would say nothing.
    { ...share, cell: (row: SumRow) => row.key !== undefined && share.cell(row) },
    sumColumns.cost(totals),
  ])
  const more = (
    <Show when={isCut()} fallback={<span class="quiet">{whole(shown().restCount)} more, in the exports</span>}>
      <button class="opener quiet" type="button" onClick={() => setIsCut(false)}>
        {whole(shown().restCount)} more
      </button>
    </Show>
  )
  return (
    <SumTable<SumRow>
      rows={shown().shown}
      columns={columns()}
      hasSum
      rest={shown().restCount > 0 ? { row: shown().rest, label: more } : undefined}
      isMarked={props.isMarked}
      detail={props.detail}
    />
  )
}

/** The formula of the cost of one session, with a link to the session. */
function SessionDetail(props: { row: SumRow; scope: Scope }) {
  const key = () => props.row.key ?? ''
  const query = createSessionBreakdown(() => props.scope, key)
  const words = () => {
    const breakdown = query.data()
    if (!breakdown) return query.problem()?.message ?? 'Adding up…'
    const terms = termsOf(breakdown).map(
      ({ usd, words, tokens: count }) => `${count === null ? '' : `${tokens(count)} `}${words} ${money(usd, true)}`,
    )
    return terms.join(' + ') || 'nothing in it has a price'
  }
  return (
    <div class="session-detail">
      <span>
        {words()}, {whole(props.row.calls)} {props.row.calls === 1 ? 'answer' : 'answers'}
      </span>
      <A class="link" href={`/sessions/${encodeURIComponent(key())}`}>
        Open the session
      </A>
    </div>
  )
}
