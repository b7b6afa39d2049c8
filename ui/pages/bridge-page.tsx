import { For, Match, Show, Switch } from 'solid-js'
import { money, tokens, whole } from '../../src/lib/format.ts'
import type { Overview } from '../../src/overview/overview.ts'
import { useOverview } from '../overview-context.ts'
import { Panel } from '../parts/panel.tsx'
import { AgentList } from './bridge/agent-list.tsx'
import { CronList } from './bridge/cron-list.tsx'
import { SessionTable } from './bridge/session-table.tsx'
import { SourceList } from './bridge/source-list.tsx'

/** Is all well, and what does it cost? Everything on it comes with the overview and its events. */
export default function BridgePage() {
  const { overview, problem, reload } = useOverview()
  return (
    <Switch fallback={<Loading />}>
      <Match when={overview()}>{(known) => <Bridge overview={known()} />}</Match>
      <Match when={problem()}>
        {(problem) => (
          <div class="narrow">
            <div class="panel" role="alert">
              <p class="empty">{problem().message}</p>
              <div class="form">
                <button class="button" type="button" onClick={reload}>
                  Try again
                </button>
              </div>
            </div>
          </div>
        )}
      </Match>
    </Switch>
  )
}

function Bridge(props: { overview: Overview }) {
  const nothingFound = () =>
    props.overview.sources.length > 0 &&
    props.overview.sources.every((source) => source.state === 'absent') &&
    props.overview.sessions.total === 0
  return (
    <Show when={!nothingFound()} fallback={<NothingFound overview={props.overview} />}>
      <h1 class="hidden">Bridge</h1>
      <div class="bridge">
        <div class="column">
          <Reading overview={props.overview} />
          <Panel
            title="Sessions"
            sub={`${whole(props.overview.sessions.active)} active, ${whole(props.overview.sessions.total)} in all`}
          >
            <SessionTable sessions={props.overview.sessions.items} agents={props.overview.agents} />
          </Panel>
        </div>
        <div class="column">
          <CostToday overview={props.overview} />
          <Panel title="Agents" sub={whole(props.overview.agents.length)}>
            <AgentList agents={props.overview.agents} sessions={props.overview.sessions.items} />
          </Panel>
          <Panel title="Crons">
            <CronList jobs={props.overview.crons} />
          </Panel>
          <Panel title="Sources">
            <SourceList sources={props.overview.sources} />
          </Panel>
        </div>
      </div>
    </Show>
  )
}

function CostToday(props: { overview: Overview }) {
  const costs = () => props.overview.costs
  return (
    <Panel title="Cost today" end={props.overview.timezone}>
      <div class="body">
        <dl class="facts">
          <div>
            <dt class="hidden">Today</dt>
            <dd class="hero">{money(costs().todayUsd)}</dd>
          </div>
          <div>
            <dt>this month</dt>
            <dd>{money(costs().monthUsd)}</dd>
          </div>
          <div>
            <dt>tokens</dt>
            <dd title={`${whole(costs().todayTokens)} tokens`}>{tokens(costs().todayTokens)}</dd>
          </div>
        </dl>
        <Show when={costs().todayUnpricedTokens > 0}>
          <p class="note">
            {tokens(costs().todayUnpricedTokens)} tokens have no known price, so the true cost is higher.
          </p>
        </Show>
      </div>
      <ul class="rows models">
        <For each={costs().byModel.slice(0, 6)}>
          {(row) => (
            <li>
              <span class="cut" title={row.label}>
                {row.label}
              </span>
              <span class="right quiet">{tokens(row.totalTokens)}</span>
              <b class="right">{row.costUsd === null ? <span class="quiet">unpriced</span> : money(row.costUsd)}</b>
            </li>
          )}
        </For>
      </ul>
    </Panel>
  )
}

function Reading(props: { overview: Overview }) {
  const indexed = () => props.overview.health.indexed
  const share = () => (indexed().bytes > 0 ? indexed().bytesDone / indexed().bytes : 0)
  return (
    <Show when={!indexed().done}>
      <section class="panel" aria-label="Reading history">
        <div class="empty">
          Reading history: {whole(indexed().filesDone)} of {whole(indexed().files)} files. Sums grow until it is done.
          <div
            class="bar"
            role="progressbar"
            aria-label="Reading history"
            aria-valuenow={Math.round(share() * 100)}
            aria-valuemin="0"
            aria-valuemax="100"
          >
            <span style={{ transform: `scaleX(${share()})` }} />
          </div>
        </div>
      </section>
    </Show>
  )
}

function NothingFound(props: { overview: Overview }) {
  return (
    <div class="narrow">
      <section class="panel" aria-labelledby="nothing">
        <header>
          <h2 id="nothing">No agents were found on this machine</h2>
        </header>
        <div class="body">
          <For each={props.overview.sources.flatMap((source) => source.findings)}>
            {(finding) => (
              <>
                <p>{finding.message}</p>
                <Show when={finding.mend}>
                  <p class="note">{finding.mend}</p>
                </Show>
              </>
            )}
          </For>
          <p class="note">
            To see what this looks like with a crew at work, start the demo: <code>wheelhouse --demo</code>. It lives in
            a temporary folder and touches nothing of yours.
          </p>
        </div>
      </section>
    </div>
  )
}

function Loading() {
  return (
    <div class="narrow" aria-busy="true">
      <div class="panel">
        <div class="empty">
          <span class="hidden">Loading</span>
          <span class="skeleton" />
          <span class="skeleton" />
          <span class="skeleton" />
        </div>
      </div>
    </div>
  )
}
