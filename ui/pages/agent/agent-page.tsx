import { useNavigate, useParams } from '@solidjs/router'
import { createMemo, For, Match, Show, Switch } from 'solid-js'
import { whole } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/panel.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { useOverview } from '../../data/overview-context.ts'
import type { Problem } from '../../data/problem.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { decodeParam } from '../../platform/url.ts'
import { AgentHead } from './agent-head.tsx'
import { CostDays } from './cost-days.tsx'
import { type AgentInFull, createAgent } from './create-agent.ts'
import { AgentCrons } from './crons.tsx'
import { DaySummary, Last24Hours } from './last-24-hours.tsx'
import { LatestSessions } from './latest-sessions.tsx'
import { ModelsUsed } from './models-used.tsx'
import { OpenContexts } from './open-contexts.tsx'
import { WorksWith } from './works-with.tsx'

/** Who is this agent, and is it well? */
export default function AgentPage() {
  const { overview, subscribe } = useOverview()
  const params = useParams<{ id: string }>()
  const navigate = useNavigate()
  const id = createMemo(() => decodeParam(params.id))
  const known = createAgent(id)
  subscribe({ onEvent: known.onEvent, onGap: known.changed })

  function step(by: number) {
    const agents = overview()?.agents ?? []
    if (agents.length === 0) return
    const at = agents.findIndex((agent) => agent.id === id())
    const next = agents[(at + by + agents.length) % agents.length]!
    navigate(`/agents/${encodeURIComponent(next.id)}`)
  }
  bindKeys([
    { keys: '[', words: 'Previous agent', group: 'This page', run: () => step(-1) },
    { keys: ']', words: 'Next agent', group: 'This page', run: () => step(1) },
  ])

  return (
    <Switch fallback={<Loading />}>
      <Match when={known.agent()}>
        {(agent) => (
          <Agent
            agent={agent()}
            problem={known.problem()}
            onRetry={known.refetch}
            timezone={overview()?.timezone ?? 'UTC'}
          />
        )}
      </Match>
      <Match when={known.problem()?.status === 404}>
        <Notice
          title="There is no such agent"
          text={`Nobody here is called ${shortened(oneLine(id())) || 'that'}. It may belong to another machine, or was never read.`}
        >
          <a class="button" href="/">
            Go to the Bridge
          </a>
        </Notice>
      </Match>
      <Match when={known.problem()}>
        {(problem) => (
          <Notice title="The agent cannot be shown" text={problem().message}>
            <button class="button" type="button" onClick={known.refetch}>
              Try again
            </button>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

/** The id of an address, at most 32 characters of it. */
const shortened = (id: string) => (id.length > 32 ? `${id.slice(0, 32)}…` : id)

type Shown = {
  agent: AgentInFull
  problem: Problem | undefined
  timezone: string
  onRetry(): void
}

function Agent(props: Shown) {
  const { overview } = useOverview()
  const latest = () => props.agent.sessions.latest
  const jobs = createMemo(() => (overview()?.crons ?? []).filter((job) => props.agent.crons.includes(job.id)))
  return (
    <div class="agent-page">
      <AgentHead agent={props.agent} timezone={props.timezone} />
      <Show when={props.problem}>
        {(problem) => <RetryNotice onRetry={props.onRetry}>{problem().message}</RetryNotice>}
      </Show>
      <div class="agent-columns">
        <div class="agent-column">
          <Panel title="Last 24 hours" sub={<DaySummary timeline={props.agent.timeline} />} class="last-24-hours">
            <Last24Hours timeline={props.agent.timeline} timezone={props.timezone} />
          </Panel>
          <Panel
            title="Sessions"
            sub={latestWords(latest().length, props.agent.sessionsTotal)}
            class="latest"
            end={
              <a href={`/sessions?agent=${encodeURIComponent(props.agent.id)}`}>
                all {whole(props.agent.sessionsTotal)}
              </a>
            }
          >
            <LatestSessions sessions={props.agent.sessions} costs={props.agent.costs} />
          </Panel>
        </div>
        <div class="agent-column">
          <Panel title="Cost" sub="14 days" class="cost-days" end={<a href="/costs">Costs</a>}>
            <CostDays days={props.agent.days} />
          </Panel>
          <Panel title="Models" sub="30 days" class="models-used">
            <ModelsUsed agent={props.agent} />
          </Panel>
        </div>
        <div class="agent-column">
          <Panel title="Context" sub="used by open sessions" class="open-contexts">
            <OpenContexts sessions={latest()} />
          </Panel>
          <Panel title="Crons" sub={jobs().length > 0 ? whole(jobs().length) : ''} class="agent-crons">
            <AgentCrons jobs={jobs()} />
          </Panel>
          <Panel title="Works with" sub="30 days" class="works-with">
            <WorksWith agent={props.agent} />
          </Panel>
        </div>
      </div>
    </div>
  )
}

const latestWords = (shown: number, total: number) =>
  shown < total ? `the latest ${shown}, cost in 30 days` : 'cost in 30 days'

/** The outline of the page while it loads. */
function Loading() {
  return (
    <div class="agent-page loading" aria-busy="true">
      <h1 class="hidden">Agent, loading</h1>
      <div class="panel agent-head" aria-hidden="true" />
      <div class="agent-columns" aria-hidden="true">
        <For each={[1, 2, 3]}>
          {() => (
            <div class="panel">
              <For each={[1, 2, 3, 4, 5]}>{() => <span class="skeleton" />}</For>
            </div>
          )}
        </For>
      </div>
    </div>
  )
}
