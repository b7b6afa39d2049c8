import { A } from '@solidjs/router'
import { createEffect, createMemo, createSignal, For, type JSX, on, Show } from 'solid-js'
import type { Breakdown } from '../../../../src/costs/reports/breakdown.ts'
import type { ReportRow } from '../../../../src/costs/reports/report.ts'
import { agentIdOfSession } from '../../../../src/ids.ts'
import { money, tokens, whole } from '../../../../src/lib/format.ts'
import { Problem } from '../../../data/problem.ts'
import { Portrait } from '../../../office/portrait.tsx'
import { Money } from '../breakdown-link.tsx'
import { fetchSessionCalls } from '../fetch-breakdown.ts'
import { firstRows as cutAt, shareOf } from '../row-share.ts'
import { dearest, Name, Share } from '../top-table.tsx'
import type { Scope } from './breakdown-id.ts'
import { termsOf } from './formula.ts'

const maxSessions = 12

/** What it is the sum of, the dearest first; the last line is the sum itself. */
export function BreakdownLines(props: {
  rows: ReportRow[]
  totals: Breakdown['totals']
  head: string
  /** Of sessions: the face of whose it is. */
  lookOf?: (agentId: string) => string | undefined
  detail?: (row: ReportRow) => JSX.Element
}) {
  const [all, setAll] = createSignal(false)
  const [open, setOpen] = createSignal<string>()
  createEffect(on([() => props.head], () => setAll(false), { defer: true }))
  const cut = createMemo(() => cutAt(props.rows, all() ? props.rows.length : maxSessions))
  const most = createMemo(() => dearest(props.rows, props.totals))
  return (
    <table>
      <thead>
        <tr>
          <th>{props.head}</th>
          <Show when={props.detail} fallback={<th class="right c-tokens">Answers</th>}>
            <th class="c-model">Model</th>
          </Show>
          <th class="right c-tokens">Tokens</th>
          <th class="c-share">Share</th>
          <th class="right c-cost">Cost</th>
        </tr>
      </thead>
      <tbody>
        <For each={cut().shown}>
          {(row) => (
            <>
              <tr data-open={open() === row.key ? '' : undefined}>
                <td class="name">
                  <Show when={props.detail} fallback={<Name label={row.label} />}>
                    <div class="row">
                      <Show when={props.lookOf?.(agentIdOfSession(row.key) ?? '')}>
                        {(look) => <Portrait look={look()} size={24} />}
                      </Show>
                      <button
                        class="opener cut"
                        type="button"
                        aria-expanded={open() === row.key}
                        title={row.label}
                        onClick={() => setOpen(open() === row.key ? undefined : row.key)}
                      >
                        <bdi>{row.label}</bdi>
                      </button>
                    </div>
                  </Show>
                </td>
                <Show when={props.detail} fallback={<td class="right c-tokens">{whole(row.calls)}</td>}>
                  <td class="c-model">
                    <div class="cut" title={row.breakdown?.map(({ label }) => label).join(', ')}>
                      {modelsOf(row)}
                    </div>
                  </td>
                </Show>
                <td class="right c-tokens" title={`${whole(row.totalTokens)} tokens`}>
                  {tokens(row.totalTokens)}
                </td>
                <Share share={shareOf(row, props.totals)} most={most()} />
                <td class="right c-cost strong">
                  <Money totals={row} />
                </td>
              </tr>
              <Show when={open() === row.key && props.detail}>
                {(detail) => (
                  <tr class="detail" data-open="">
                    <td colspan="5">{detail()(row)}</td>
                  </tr>
                )}
              </Show>
            </>
          )}
        </For>
        <Show when={cut().restCount > 0}>
          <tr>
            <td>
              <button class="opener quiet" type="button" onClick={() => setAll(true)}>
                {whole(cut().restCount)} more
              </button>
            </td>
            <td class={props.detail ? 'c-model' : 'right c-tokens quiet'}>
              {props.detail ? '' : whole(cut().rest.calls)}
            </td>
            <td class="right c-tokens quiet">{tokens(cut().rest.totalTokens)}</td>
            <td class="c-share" />
            <td class="right c-cost">
              <Money totals={cut().rest} />
            </td>
          </tr>
        </Show>
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Sum</th>
          <td class={props.detail ? 'c-model' : 'right c-tokens'}>{props.detail ? '' : whole(props.totals.calls)}</td>
          <td class="right c-tokens">{tokens(props.totals.totalTokens)}</td>
          <td class="c-share" />
          <td class="right c-cost strong" data-sum={props.totals.costUsd ?? ''}>
            <Money totals={props.totals} />
          </td>
        </tr>
      </tfoot>
    </table>
  )
}

const modelsOf = ({ breakdown = [] }: ReportRow) =>
  breakdown.length > 1 ? `${breakdown[0]!.label} +${breakdown.length - 1}` : (breakdown[0]?.label ?? '')

/** How one session came to its cost, and the way to it. */
export function SessionDetail(props: { row: ReportRow; behind: Scope }) {
  const [found, setFound] = createSignal<Breakdown>()
  const [problem, setProblem] = createSignal<string>()
  fetchSessionCalls(props.behind, props.row.key).then(setFound, (error: unknown) => {
    if (!(error instanceof Problem)) throw error
    setProblem(error.message)
  })
  const words = () =>
    termsOf(found()!)
      .map(
        ({ usd, words, tokens: count }) => `${count === null ? '' : `${tokens(count)} `}${words} ${money(usd, true)}`,
      )
      .join(' + ')
  return (
    <div class="session-detail">
      <span>
        <Show when={found()} fallback={problem() ?? 'Adding it up.'}>
          {words() || 'nothing in it has a price'}
        </Show>
        , {whole(props.row.calls)} {props.row.calls === 1 ? 'answer' : 'answers'}
      </span>
      <A class="link" href={`/sessions/${encodeURIComponent(props.row.key)}`}>
        Open the session
      </A>
    </div>
  )
}
