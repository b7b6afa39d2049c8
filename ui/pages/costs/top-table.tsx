import { A } from '@solidjs/router'
import { createMemo, For, type JSX, Show } from 'solid-js'
import type { Report, ReportRow, Totals } from '../../../src/costs/reports/report.ts'
import { percent, tokens, whole } from '../../../src/lib/format.ts'
import { Sparkline } from '../../charts/sparkline.tsx'
import { Panel } from '../../components/panel.tsx'
import { Portrait } from '../../office/portrait.tsx'
import { Money } from './breakdown-link.tsx'
import { firstRows, shareOf } from './row-share.ts'
import { Swatch } from './stack-chart.tsx'

/** Who or what it went to, the dearest first; the sum at its foot is the sum of the page. */
export function TopTable(props: {
  title: string
  head: string
  sub: string
  kind: 'model' | 'agent' | 'project'
  report: Report
  /** The same of today, where that is not what is shown anyway. */
  today?: Report | undefined
  maxRows: number
  lookOf?: (row: ReportRow) => string | undefined
  inkOf?: (row: ReportRow) => string | undefined
  /** The last fortnight of a row, day by day. */
  lineOf?: (row: ReportRow) => (number | null)[] | undefined
  hrefOf(row: ReportRow): string
}) {
  const most = createMemo(() => dearest(props.report.rows, props.report.totals))
  const rows = () => firstRows(props.report.rows, props.maxRows)
  const todayOf = createMemo(() => new Map(props.today?.rows.map((row) => [row.key, row])))
  return (
    <Panel title={props.title} sub={props.sub} class={`split by-${props.kind}`}>
      <Show
        when={props.report.rows.length > 0}
        fallback={<p class="empty">Nothing was asked of any model in these days.</p>}
      >
        <table>
          <thead>
            <tr>
              <th>{props.head}</th>
              <th class={props.lineOf ? 'c-line' : 'c-share'}>{props.lineOf ? '14 days' : 'Share'}</th>
              <Show when={props.today} fallback={<th class="right c-tokens">Tokens</th>}>
                <th class="right c-cost">Today</th>
              </Show>
              <th class="right c-cost">Cost</th>
            </tr>
          </thead>
          <tbody>
            <For each={rows().shown}>
              {(row) => (
                <tr>
                  <td class="name">
                    <div class="row">
                      <Show when={props.lookOf?.(row)}>{(look) => <Portrait look={look()} size={24} />}</Show>
                      <Show when={props.inkOf?.(row)}>{(ink) => <Swatch ink={ink()} />}</Show>
                      <Name label={row.label} href={props.hrefOf(row)} />
                    </div>
                  </td>
                  <Show
                    when={props.lineOf}
                    fallback={<Share share={shareOf(row, props.report.totals)} most={most()} />}
                  >
                    {(lineOf) => (
                      <td class="c-line">
                        <Show when={lineOf()(row)}>
                          {(values) => <Sparkline values={values()} width={70} height={18} />}
                        </Show>
                      </td>
                    )}
                  </Show>
                  <Show when={props.today} fallback={<TokensCell row={row} />}>
                    <td class="right c-cost">
                      <Show when={todayOf().get(row.key)} fallback={<span class="quiet">$0</span>}>
                        {(today) => <Money totals={today()} id={`${props.kind}-today:${row.key}`} />}
                      </Show>
                    </td>
                  </Show>
                  <td class="right c-cost strong">
                    <Money totals={row} id={`${props.kind}:${row.key}`} />
                  </td>
                </tr>
              )}
            </For>
            <Show when={rows().restCount > 0}>
              <tr>
                <td class="quiet">{whole(rows().restCount)} more</td>
                <Show
                  when={props.lineOf}
                  fallback={<Share share={shareOf(rows().rest, props.report.totals)} most={most()} />}
                >
                  <td class="c-line" />
                </Show>
                <Show when={props.today} fallback={<TokensCell row={rows().rest} />}>
                  <td class="c-cost" />
                </Show>
                <td class="right c-cost strong">
                  <Money totals={rows().rest} />
                </td>
              </tr>
            </Show>
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Sum</th>
              <td class={props.lineOf ? 'c-line' : 'c-share'} />
              <Show when={props.today} fallback={<TokensCell row={props.report.totals} />}>
                {(today) => (
                  <td class="right c-cost">
                    <Money totals={today().totals} id="range-today" />
                  </td>
                )}
              </Show>
              <td class="right c-cost strong">
                <Money totals={props.report.totals} id="range" />
              </td>
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
  const words = () => (
    <Show when={folder()} fallback={<bdi>{props.label}</bdi>}>
      <bdi>{folder()}</bdi> <span class="quiet">{props.label.slice(0, -folder()!.length - 1)}</span>
    </Show>
  )
  return (
    <div class="cut" title={props.label}>
      <Show when={props.href} fallback={words()}>
        {(href) => (
          <A class="named" href={href()} noScroll>
            {words()}
          </A>
        )}
      </Show>
    </div>
  )
}

/** The share of the dearest row: the bars of a table are drawn against it. */
export const dearest = (rows: Totals[], totals: Totals) =>
  rows.reduce((most, row) => Math.max(most, shareOf(row, totals) ?? 0), 0)

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
