import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import type { Grouping, Report, ReportRow } from '../../../src/costs/reports/report.ts'
import { groupings, groupingWords } from '../../../src/costs/reports/report.ts'
import { tokens, whole } from '../../../src/lib/format.ts'
import { Panel } from '../../components/panel.tsx'
import { Portrait } from '../../office/portrait.tsx'
import { breakdownIdOfRow } from './breakdown/breakdown-id.ts'
import { Money } from './breakdown-link.tsx'
import { shareOf } from './row-share.ts'
import { dearest, Name, Share, TokensCell } from './top-table.tsx'

const page = 25

/** Every line of the report one chooses, kind of token by kind of token. */
export function BreakdownTable(props: {
  by: Grouping
  shown: Grouping
  report: Report
  /** Whose it is, of a line that is somebody's. */
  faceOf(by: Grouping, key: string): { look: string; name: string } | undefined
  onBy(by: Grouping): void
}) {
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
              {(row) => (
                <Line
                  row={row}
                  by={props.shown}
                  top={top()}
                  report={props.report}
                  face={props.faceOf(props.shown, row.key)}
                />
              )}
            </For>
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Sum</th>
              <Kinds row={props.report.totals} />
              <td class="c-share" />
              <TokensCell row={props.report.totals} />
              <td class="right c-cost strong">
                <Money totals={props.report.totals} id="range" />
              </td>
            </tr>
          </tfoot>
        </table>
        <Show when={rows().length > most()}>
          <p class="more">
            <button class="button" type="button" onClick={() => setMost(most() + 4 * page)}>
              Show {whole(Math.min(4 * page, rows().length - most()))} more
            </button>
            <span class="quiet">of {whole(rows().length)}; the sum and the exports hold all of them</span>
          </p>
        </Show>
      </Show>
    </Panel>
  )
}

function Line(props: {
  row: ReportRow
  by: Grouping
  top: number
  report: Report
  face: { look: string; name: string } | undefined
}) {
  return (
    <tr>
      <td class="name">
        <div class="row">
          <Show when={props.face}>
            {(face) => (
              <span title={face().name}>
                <Portrait look={face().look} size={24} />
              </span>
            )}
          </Show>
          <Name label={props.row.label} href={pageOf(props.by, props.row.key)} />
        </div>
      </td>
      <Kinds row={props.row} />
      <Share share={shareOf(props.row, props.report.totals)} most={props.top} />
      <TokensCell row={props.row} />
      <td class="right c-cost strong">
        <Money totals={props.row} id={breakdownIdOfRow(props.by, props.row.key)} />
      </td>
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
  if (by === 'session' || by === 'family') return `/sessions/${encodeURIComponent(key)}`
  return by === 'agent' ? `/agents/${encodeURIComponent(key)}` : undefined
}

const isTime = (by: Grouping) => by === 'day' || by === 'week' || by === 'month' || by === 'block'
