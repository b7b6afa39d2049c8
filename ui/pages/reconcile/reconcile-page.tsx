import { useNavigate, useSearchParams } from '@solidjs/router'
import { createMemo, createUniqueId, Match, Show, Switch } from 'solid-js'
import { dollars } from '../../../src/reconcile/drift-words.ts'
import type { Reconciliation } from '../../../src/reconcile/reconciliation.ts'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/panel.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'
import { BillForm } from './bill-form.tsx'
import { DriftDays } from './drift-days.tsx'
import { DriftHead, theirName } from './drift-head.tsx'
import { monthName } from './month-words.ts'
import { axisStart, stepsOf, Waterfall } from './waterfall.tsx'
import { WhatToDo } from './what-to-do.tsx'
import { WitnessTable } from './witness-table.tsx'

/** Our ledger of a month beside what runtimes, telemetry and bills say. The address names the month. */
export default function ReconcilePage() {
  const { overview } = useOverview()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const month = () => (Array.isArray(params.month) ? params.month[0] : params.month)
  const reconciliation = createQuery({
    key: () => ['reconcile', month() ?? ''] as const,
    fetcher: ([, month], signal) => ask(api.reconcile.get({ query: month === '' ? {} : { month }, fetch: { signal } })),
    changes: () => overview()?.costs.monthUsd,
    throttleMs: 10_000,
  })
  const me = createQuery({ key: () => ['me'], fetcher: (_key, signal) => ask(api.auth.me.get({ fetch: { signal } })) })
  const mayEnter = () => {
    const caller = me.data()
    return caller?.mayAct === true && (caller.role === 'operator' || caller.role === 'admin')
  }

  return (
    <Switch fallback={<div class="reconcile loading" aria-busy="true" />}>
      <Match when={reconciliation.data()}>
        {(data) => (
          <div class="reconcile" aria-busy={reconciliation.isAsking()}>
            <h1 class="hidden">Reconcile</h1>
            <div class="reconcile-top">
              <DriftHead data={data()} />
              <FromLedger data={data()} onMonth={(month) => navigate(`/costs/reconcile?month=${month}`)} />
            </div>
            <WitnessTable data={data()} mayAsk={mayEnter()} onChange={reconciliation.refetch} />
            <div class="reconcile-foot">
              <DriftDays data={data()} />
              <WhatToDo data={data()} />
              <BillForm data={data()} mayEnter={mayEnter()} onChange={reconciliation.refetch} />
            </div>
          </div>
        )}
      </Match>
      <Match when={reconciliation.problem()}>
        {(problem) => (
          <Notice title="The comparison cannot be shown" text={problem().message}>
            <a class="button" href="/costs/reconcile">
              Show this month
            </a>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

const shownMonths = 3

function FromLedger(props: { data: Reconciliation; onMonth: (month: string) => void }) {
  const heading = createUniqueId()
  const start = createMemo(() => {
    const { overall } = props.data
    return overall ? axisStart(stepsOf(overall, theirName(overall))) : 0
  })
  /** The latest months; and the one that is shown, where it is older. */
  const months = () => [...new Set([...props.data.months.slice(0, shownMonths), props.data.month])]
  return (
    <Panel
      title={
        props.data.overall?.of === 'runtimes' ? 'From our ledger to what runtimes say' : 'From our ledger to their bill'
      }
      sub={start() > 0 ? `axis starts at ${dollars(start())}` : ''}
      end={
        <>
          <span class="hidden" id={heading}>
            Month
          </span>
          <Segmented
            labelledBy={heading}
            options={months().map((value) => ({ value, name: monthName(value) }))}
            value={props.data.month}
            onChoose={props.onMonth}
          />
        </>
      }
      class="from-ledger"
    >
      <Show
        when={props.data.overall}
        fallback={<p class="empty">The steps from our ledger to another sum appear here once there is one.</p>}
      >
        {(overall) => <Waterfall drift={overall()} theirs={theirName(overall())} />}
      </Show>
    </Panel>
  )
}
