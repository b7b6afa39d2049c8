import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import type { Grouping, Report, ReportRow } from '../../../src/costs/report.ts'
import { groupings, groupingWords } from '../../../src/costs/report.ts'
import { tokens, whole } from '../../../src/lib/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { CostCell, dearest, Name, Share, TokensCell } from './cost-table.tsx'
import { csvOf } from './csv.ts'
import { shareOf } from './share.ts'

const page = 25

/** Every line of the report one chooses, kind of token by kind of token, and as a file. */
export function LineTable(props: { by: Grouping; shown: Grouping; report: Report; onBy(by: Grouping): void }) {
  const [most, setMost] = createSignal(page)
  createEffect(on([() => props.shown, () => props.report.since], () => setMost(page), { defer: true }))
  /** Of times the newest is looked for, of the rest the dearest. */
  const rows = () => (isTime(props.shown) ? [...props.report.rows].reverse() : props.report.rows)
  const top = createMemo(() => dearest(props.report.rows, props.report.totals))

  return (
    <Panel
      title="In detail"
      sub={`${whole(rows().length)} ${rows().length === 1 ? 'line' : 'lines'}`}
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
              <For each={groupings}>{(by) => <option value={by}>{groupingWords[by]}</option>}</For>
            </select>
          </label>
          <button
            class="button"
            type="button"
            disabled={rows().length === 0}
            onClick={() => save(csvOf(rows()), fileName(props.shown, props.report))}
          >
            Save as CSV
          </button>
        </span>
      }
    >
      <Show
        when={rows().length > 0}
        fallback={<p class="empty">Nothing was asked of any model in these days. A longer range may hold something.</p>}
      >
        <table>
          <thead>
            <tr>
              <th>{groupingWords[props.shown]}</th>
              <th class="right wide">Answers</th>
              <th class="right wide">Input</th>
              <th class="right wide">Cache read</th>
              <th class="right wide">Cache write</th>
              <th class="right wide">Output</th>
              <th class="c-share wide">Share</th>
              <th class="right c-tokens">Tokens</th>
              <th class="right c-cost">Cost</th>
            </tr>
          </thead>
          <tbody>
            <For each={rows().slice(0, most())}>
              {(row) => <Line row={row} by={props.shown} top={top()} report={props.report} />}
            </For>
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Sum</th>
              <Kinds row={props.report.totals} />
              <td class="wide" />
              <TokensCell row={props.report.totals} />
              <CostCell row={props.report.totals} />
            </tr>
          </tfoot>
        </table>
        <Show when={rows().length > most()}>
          <p class="more">
            <button class="button" type="button" onClick={() => setMost(most() + 4 * page)}>
              Show {whole(Math.min(4 * page, rows().length - most()))} more
            </button>
            <span class="quiet">of {whole(rows().length)}; the sum and the CSV hold all of them</span>
          </p>
        </Show>
      </Show>
    </Panel>
  )
}

function Line(props: { row: ReportRow; by: Grouping; top: number; report: Report }) {
  const share = () => shareOf(props.row, props.report.totals)
  return (
    <tr>
      <td class="name">
        <Name label={props.row.label} href={pageOf(props.by, props.row.key)} />
      </td>
      <Kinds row={props.row} />
      <Share share={share()} most={props.top} />
      <TokensCell row={props.row} />
      <CostCell row={props.row} />
    </tr>
  )
}

function Kinds(props: { row: Omit<ReportRow, 'key' | 'label'> }) {
  const kinds = () => [
    props.row.inputTokens,
    props.row.cacheReadTokens,
    props.row.cacheWriteTokens,
    props.row.outputTokens,
  ]
  return (
    <>
      <td class="right wide">{whole(props.row.calls)}</td>
      <For each={kinds()}>
        {(count) => (
          <td class="right wide" title={`${whole(count)} tokens`}>
            {tokens(count)}
          </td>
        )}
      </For>
    </>
  )
}

/** Where more is said of a line; nothing where it has no page of its own. */
function pageOf(by: Grouping, key: string) {
  if (key === '') return undefined
  if (by === 'session') return `/sessions/${encodeURIComponent(key)}`
  return by === 'agent' ? `/agents/${encodeURIComponent(key)}` : undefined
}

const isTime = (by: Grouping) => by === 'day' || by === 'week' || by === 'month' || by === 'block'

const fileName = (by: Grouping, { since, until, timezone }: Report) =>
  `costs-by-${by}-${since === null ? 'all' : `${since}-to-${until}`}-${timezone.replaceAll('/', '-')}.csv`

/** Hands a text to the browser as a file; nothing leaves the machine. */
function save(text: string, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
