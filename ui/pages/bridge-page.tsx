import { createMemo, For, Match, Show, Switch } from 'solid-js'
import { counts } from '../../src/attention/need.ts'
import { relativeTime, whole } from '../../src/lib/format.ts'
import type { Overview } from '../../src/overview/overview.ts'
import { useOverview } from '../overview-context.ts'
import { Notice } from '../parts/notice.tsx'
import { now } from '../parts/now.ts'
import { Panel } from '../parts/panel.tsx'
import { AgentList } from './bridge/agent-list.tsx'
import { CostToday } from './bridge/cost-today.tsx'
import { CronList } from './bridge/cron-list.tsx'
import { NeedsYou } from './bridge/needs-you.tsx'
import { NothingFound } from './bridge/nothing-found.tsx'
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
          <Notice title="The Bridge cannot be shown" text={problem().message}>
            <button class="button" type="button" onClick={reload}>
              Try again
            </button>
          </Notice>
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
    <Show when={!nothingFound()} fallback={<NothingFound sources={props.overview.sources} />}>
      <h1 class="hidden">Bridge</h1>
      <div class="bridge">
        <div class="above">
          <Reading overview={props.overview} />
          <Show when={props.overview.attention.some(counts)}>
            <Panel title="Needs you" class="needs" sub={whole(props.overview.attention.filter(counts).length)}>
              <NeedsYou needs={props.overview.attention} agents={props.overview.agents} />
            </Panel>
          </Show>
        </div>
        <Panel title="Cost today" class="cost" end={props.overview.timezone}>
          <CostToday costs={props.overview.costs} />
        </Panel>
        <Panel title="Agents" class="agents" sub={whole(props.overview.agents.length)}>
          <AgentList agents={props.overview.agents} sessions={props.overview.sessions.items} />
        </Panel>
        <Panel title="Crons" class="crons" sub={<NextJob overview={props.overview} />}>
          <CronList jobs={props.overview.crons} />
        </Panel>
        <Panel
          title="Sessions"
          class="sessions"
          sub={`${whole(props.overview.sessions.active)} active, ${whole(props.overview.sessions.total)} in all`}
        >
          <SessionTable sessions={props.overview.sessions.items} agents={props.overview.agents} />
        </Panel>
        <Panel title="Sources" class="sources">
          <SourceList sources={props.overview.sources} />
        </Panel>
      </div>
    </Show>
  )
}

function NextJob(props: { overview: Overview }) {
  const next = createMemo(() =>
    props.overview.crons
      .filter((job) => job.enabled && !job.system && (job.nextAt ?? 0) > now())
      .reduce<Overview['crons'][number] | undefined>(
        (soonest, job) => (soonest && soonest.nextAt! <= job.nextAt! ? soonest : job),
        undefined,
      ),
  )
  return (
    <Show when={next()}>
      {(job) => (
        <>
          next: {job().name} {relativeTime(job().nextAt, now())}
        </>
      )}
    </Show>
  )
}

function Reading(props: { overview: Overview }) {
  const indexed = () => props.overview.health.indexed
  const share = () => (indexed().bytes > 0 ? indexed().bytesDone / indexed().bytes : 0)
  return (
    <Show when={!indexed().done}>
      <section class="reading panel" aria-label="Reading history">
        <span>
          Reading history: {whole(indexed().filesDone)} of {whole(indexed().files)} files
        </span>
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
        <span class="quiet">Sums grow until it is done</span>
      </section>
    </Show>
  )
}

/** The shape of what comes, so that nothing jumps when it does. */
function Loading() {
  return (
    <div class="bridge loading" aria-busy="true">
      <h1 class="hidden">Bridge, loading</h1>
      <For each={['cost', 'agents', 'crons', 'sessions', 'sources']}>
        {(area) => (
          <div class={`panel ${area}`} aria-hidden="true">
            <For each={[1, 2, 3, 4]}>{() => <span class="skeleton" />}</For>
          </div>
        )}
      </For>
    </div>
  )
}
