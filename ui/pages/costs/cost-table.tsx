import { A } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import type { Report, ReportRow, Totals } from '../../../src/costs/report.ts'
import { cost, percent, tokens, whole } from '../../../src/lib/format.ts'
import { Portrait } from '../../office/portrait.tsx'
import { Panel } from '../../parts/panel.tsx'
import { firstRows, shareOf, unsureTokens } from './share.ts'

const mostRows = 6

/** Who or what it went to, the dearest first; the sum at its foot is the sum of the page. */
export function CostTable(props: {
  title: string
  head: string
  sub: string
  report: Report
  none: string
  /** The look of a row's agent, for rows that are agents. */
  lookOf?: (row: ReportRow) => string | undefined
}) {
  const most = () => dearest(props.report.rows, props.report.totals)
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
                    <Show when={props.lookOf?.(row)} fallback={<Name label={row.label} />}>
                      {(look) => (
                        <div class="row">
                          <Portrait look={look()} size={24} />
                          <Name label={row.label} href={`/agents/${encodeURIComponent(row.key)}`} />
                        </div>
                      )}
                    </Show>
                  </td>
                  <Cells row={row} totals={props.report.totals} most={most()} />
                </tr>
              )}
            </For>
            <Show when={rows().restCount > 0}>
              <tr>
                <td class="quiet">{whole(rows().restCount)} more</td>
                <Cells row={rows().rest} totals={props.report.totals} most={most()} />
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
export function Name(props: { label: string; href?: string | undefined }): JSX.Element {
  const folder = () => (props.label.startsWith('/') ? props.label.split('/').filter(Boolean).at(-1) : undefined)
  return (
    <div class="cut" title={props.label}>
      <Show
        when={folder()}
        fallback={
          <Show when={props.href} fallback={<bdi>{props.label}</bdi>}>
            {(href) => (
              <A class="named" href={href()}>
                <bdi>{props.label}</bdi>
              </A>
            )}
          </Show>
        }
      >
        {folder()} <span class="quiet">{props.label.slice(0, -folder()!.length - 1)}</span>
      </Show>
    </div>
  )
}

/** The share of the dearest row: the bars of a table are drawn against it. */
export const dearest = (rows: Totals[], totals: Totals) =>
  rows.reduce((most, row) => Math.max(most, shareOf(row, totals) ?? 0), 0)

function Cells(props: { row: Totals; totals: Totals; most: number }) {
  return (
    <>
      <Share share={shareOf(props.row, props.totals)} most={props.most} />
      <TokensCell row={props.row} />
      <CostCell row={props.row} />
    </>
  )
}

/** What part of the sum it is in words, and beside the others as a bar. */
export function Share(props: { share: number | undefined; most: number }) {
  const words = () => {
    const { share = 0 } = props
    return share > 0 && share < 0.005 ? '<1%' : percent(share * 100)
  }
  return (
    <td class="c-share" title={props.share === undefined ? undefined : `${words()} of the sum`}>
      <Show when={props.share !== undefined}>
        <span class="part">
          <span class="share">
            <span
              style={{ transform: `scaleX(${props.most > 0 ? Math.min(1, (props.share ?? 0) / props.most) : 0})` }}
            />
          </span>
          <span class="quiet">{words()}</span>
        </span>
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
