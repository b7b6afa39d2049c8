import { Show } from 'solid-js'
import type { Breakdown, PricedCall } from '../../../../src/costs/reports/breakdown.ts'
import { clock, money, tokens, whole } from '../../../../src/lib/format.ts'
import { dayOf } from '../../../../src/lib/timezone.ts'
import { ProblemNote } from '../../../components/problem-note.tsx'
import { type Column, SumTable } from '../../../components/sum-table.tsx'
import { costWords } from '../money-words.ts'
import { Name } from '../table-cells.tsx'
import type { Scope } from './breakdown-id.ts'
import { createCalls } from './create-calls.ts'
import { kindsOf } from './formula.ts'

/** The calls that a figure is the sum of, each with its formula, page by page. */
export function BreakdownCalls(props: { breakdown: Breakdown; scope: Scope }) {
  const calls = createCalls(
    () => props.scope,
    () => props.breakdown,
  )
  const totals = () => props.breakdown.totals
  const timeOf = (at: number) => {
    const { since, until, timezone } = props.breakdown
    const isOneDay = since !== null && since === until
    return `${isOneDay ? '' : `${dayOf(at, timezone).slice(5)} `}${clock(at, timezone)}`
  }
  const columns: Column<PricedCall>[] = [
    {
      head: 'Time',
      class: 'c-time',
      cell: ({ at }) => (
        <time datetime={new Date(at).toISOString()} title={new Date(at).toISOString()}>
          {timeOf(at)}
        </time>
      ),
    },
    {
      head: 'Session',
      cellClass: 'name',
      cell: ({ session, sessionId }) => <Name label={session} href={`/sessions/${encodeURIComponent(sessionId)}`} />,
      sum: () => `of all ${whole(totals().calls)}`,
    },
    {
      head: 'Model',
      class: 'c-model',
      cell: ({ model }) => (
        <div class="cut" title={model}>
          <bdi>{model || 'unknown model'}</bdi>
        </div>
      ),
    },
    {
      head: 'Tokens',
      class: 'right c-tokens',
      cell: ({ totalTokens }) => tokens(totalTokens),
      title: ({ totalTokens }) => `${whole(totalTokens)} tokens`,
      sum: () => tokens(totals().totalTokens),
    },
    {
      head: 'Cost',
      class: 'right c-cost',
      strong: true,
      cell: ({ costUsd, costSource }) =>
        costUsd === null ? 'unpriced' : `${costSource === 'bound' ? '≥' : ''}${money(costUsd, true)}`,
      title: ({ billing }) => (billing === 'subscription' ? 'Paid by subscription' : undefined),
      sum: () => costWords(totals()),
    },
  ]
  return (
    <>
      <SumTable
        class="calls"
        rows={calls.items()}
        columns={columns}
        hasSum
        detail={(call) => <Formula call={call} />}
      />
      <ProblemNote text={calls.problem()?.message} />
      <Show when={calls.hasMore()}>
        <p class="more">
          <button class="button" type="button" disabled={calls.isFetching()} onClick={calls.more}>
            Show more
          </button>
          <span class="quiet">
            {whole(calls.items().length)} of {whole(totals().calls)}, the newest first
          </span>
        </p>
      </Show>
    </>
  )
}

const Formula = (props: { call: PricedCall }) => (
  <span>
    {props.call.parts.length === 0 ? `${kindsOf(props.call)}: ` : ''}
    {props.call.formula}
    <Show when={props.call.billing === 'subscription'}> · paid by subscription, not in the sum</Show>
  </span>
)
