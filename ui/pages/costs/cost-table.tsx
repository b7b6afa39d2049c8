import { For, type JSX, Show } from 'solid-js'
import type { Report, Totals } from '../../../src/costs/report.ts'
import { cost, percent, tokens, whole } from '../../../src/lib/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { firstRows, shareOf, unsureTokens } from './share.ts'

const mostRows = 8

/** Who or what it went to, the dearest first; the sum at its foot is the sum of the page. */
export function CostTable(props: { title: string; head: string; sub: string; report: Report; none: string }) {
  const rows = () => firstRows(props.report.rows, mostRows)
  return (
    <Panel title={props.title} sub={props.sub} class="split">
      <Show when={props.report.rows.length > 0} fallback={<p class="empty">{props.none}</p>}>
        <table>
          <thead>
            <tr>
              <th>{props.head}</th>
              <th class="c-share">Share</th>
              <th class="right c-tokens">Tokens</th>
              <th class="right c-cost">Cost</th>
            </tr>
          </thead>
          <tbody>
            <For each={rows().shown}>
              {(row) => (
                <tr>
                  <td class="name">
                    <Name label={row.label} />
                  </td>
                  <Cells row={row} totals={props.report.totals} />
                </tr>
              )}
            </For>
            <Show when={rows().restCount > 0}>
              <tr>
                <td class="quiet">{whole(rows().restCount)} more</td>
                <Cells row={rows().rest} totals={props.report.totals} />
              </tr>
            </Show>
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Sum</th>
              <td />
              <TokensCell row={props.report.totals} />
              <CostCell row={props.report.totals} />
            </tr>
          </tfoot>
        </table>
      </Show>
    </Panel>
  )
}

/** The end of a path says which one it is, so a long one is cut at its beginning. */
export function Name(props: { label: string }): JSX.Element {
  const folder = () => (props.label.startsWith('/') ? props.label.split('/').filter(Boolean).at(-1) : undefined)
  return (
    <div class="cut" title={props.label}>
      <Show when={folder()} fallback={props.label}>
        {folder()} <span class="quiet">{props.label.slice(0, -folder()!.length - 1)}</span>
      </Show>
    </div>
  )
}

function Cells(props: { row: Totals; totals: Totals }) {
  return (
    <>
      <Share share={shareOf(props.row, props.totals)} />
      <TokensCell row={props.row} />
      <CostCell row={props.row} />
    </>
  )
}

export function Share(props: { share: number | undefined }) {
  return (
    <td class="c-share" title={props.share === undefined ? undefined : `${percent(props.share * 100)} of the sum`}>
      <Show when={props.share !== undefined}>
        <span class="share">
          <span style={{ transform: `scaleX(${props.share})` }} />
        </span>
        <span class="hidden">{percent(props.share! * 100)}</span>
      </Show>
    </td>
  )
}

export function TokensCell(props: { row: Totals }) {
  return (
    <td class="right c-tokens" title={`${whole(props.row.totalTokens)} tokens`}>
      {tokens(props.row.totalTokens)}
    </td>
  )
}

export function CostCell(props: { row: Totals }) {
  const unsure = () => unsureTokens(props.row)
  return (
    <td
      class={`right c-cost ${props.row.costUsd === null ? 'quiet' : 'strong'}`}
      title={unsure() > 0 ? `${whole(unsure())} of its tokens have no known price` : undefined}
    >
      {cost(props.row.costUsd, unsure() > 0)}
    </td>
  )
}
