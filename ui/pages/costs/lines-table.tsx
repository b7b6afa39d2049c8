import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import type { Grouping, ReportPage, Totals } from '../../../src/costs/reports/report.ts'
import { groupings, groupingWords } from '../../../src/costs/reports/report.ts'
import { tokens, whole } from '../../../src/lib/format.ts'
import { Panel } from '../../components/panel.tsx'
import { type Column, SumTable } from '../../components/sum-table.tsx'
import { Portrait } from '../../office/portrait.tsx'
import { breakdownIdOfRow } from './breakdown/breakdown-id.ts'
import { createLines, type LinesQuestion } from './create-lines.ts'
import { type SumRow, sumColumns } from './sum-columns.tsx'
import { Name } from './table-cells.tsx'

const pageSize = 25

/** Every line of the report with the chosen grouping, with its tokens by kind. */
export function LinesTable(props: {
  by: Grouping
  /** The grouping of the report, which may be a step behind the one that is chosen. */
  shown: Grouping
  report: ReportPage
  /** What the report answers, to ask for more of its lines. */
  question: LinesQuestion
  /** The agent that a line is about, where it is about one. */
  faceOf(by: Grouping, key: string): { look: string; name: string } | undefined
  onBy(by: Grouping): void
}) {
  const [maxRows, setMaxRows] = createSignal(pageSize)
  createEffect(on([() => props.shown, () => props.report.since], () => setMaxRows(pageSize), { defer: true }))
  /** Times have the newest first, everything else the dearest. */
  const lines = createLines(
    () => props.question,
    () => props.report,
  )
  const rows = createMemo(() => (isTime(props.shown) ? [...lines.rows()].reverse() : lines.rows()))
  const rowCount = () => props.report.rowCount
  const totals = () => props.report.totals

  function showMore() {
    const wanted = maxRows() + 4 * pageSize
    if (wanted > rows().length && lines.hasMore()) lines.more()
    setMaxRows(wanted)
  }

  const name = (by: Grouping): Column<SumRow> => ({
    head: groupingWords[by],
    cellClass: 'name',
    cell: ({ key = '', label = '' }) => (
      <div class="row">
        <Show when={props.faceOf(by, key)}>
          {(face) => (
            <span title={face().name}>
              <Portrait seed={face().look} size={24} />
            </span>
          )}
        </Show>
        <Name label={label} href={pageOf(by, key)} />
      </div>
    ),
  })
  const kind = (head: string, countOf: (row: Totals) => number): Column<SumRow> => ({
    head,
    class: 'right wide',
    cell: (row) => tokens(countOf(row)),
    title: (row) => `${whole(countOf(row))} tokens`,
    sum: () => tokens(countOf(totals())),
  })
  const columns = createMemo(() => [
    name(props.shown),
    sumColumns.calls(totals, 'right wide'),
    kind('Input', ({ inputTokens }) => inputTokens),
    kind('Cache read', ({ cacheReadTokens }) => cacheReadTokens),
    kind('Cache write', ({ cacheWriteTokens }) => cacheWriteTokens),
    kind('Output', ({ outputTokens }) => outputTokens),
    sumColumns.share(totals, 'c-share wide'),
    sumColumns.tokens(totals),
    sumColumns.cost(totals, { idOf: ({ key = '' }) => breakdownIdOfRow(props.shown, key), sumId: 'range' }),
  ])

  return (
    <Panel
      title="In detail"
      sub={countWords(props.shown, rowCount())}
      class="lines"
      end={
        <span class="tools">
          <label class="row">
            by
            <select
              class="field"
              value={props.by}
              onChange={(event) => props.onBy(event.currentTarget.value as Grouping)}
            >
              <For each={groupings}>
                {(by) => (
                  <option value={by} selected={by === props.by}>
                    {groupingWords[by]}
                  </option>
                )}
              </For>
            </select>
          </label>
        </span>
      }
    >
      <Show when={rows().length > 0} fallback={<p class="empty">No model calls in this range. Try a longer one.</p>}>
        <SumTable<SumRow> rows={rows().slice(0, maxRows())} columns={columns()} hasSum />
        <Show when={rowCount() > maxRows()}>
          <p class="more">
            <button class="button" type="button" disabled={lines.isFetching()} onClick={showMore}>
              Show {whole(Math.min(4 * pageSize, rowCount() - maxRows()))} more
            </button>
            <span class="quiet">of {whole(rowCount())}; the sum and the exports hold all of them</span>
          </p>
        </Show>
      </Show>
    </Panel>
  )
}

/** How many lines there are, and of sessions which ones: Sessions lists neither reset ones nor each sub-agent as costs do. */
function countWords(by: Grouping, count: number) {
  if (by === 'session') return `${whole(count)} with model calls, including reset sessions and sub-agents`
  if (by === 'family')
    return `${whole(count)} with model calls, including reset sessions; sub-agents count in their parent`
  return `${whole(count)} ${count === 1 ? 'line' : 'lines'}`
}

/** The page of a line; undefined where it has none. */
function pageOf(by: Grouping, key: string) {
  if (key === '') return undefined
  if (by === 'session' || by === 'family') return `/sessions/${encodeURIComponent(key)}`
  return by === 'agent' ? `/agents/${encodeURIComponent(key)}` : undefined
}

const isTime = (by: Grouping) => by === 'day' || by === 'week' || by === 'month' || by === 'block'
