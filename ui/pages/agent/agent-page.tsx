import { useNavigate, useParams } from '@solidjs/router'
import { createMemo, createSignal, For, Match, Show, Switch } from 'solid-js'
import type { Family } from '../../../src/agents/agent.ts'
import { money, whole } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/panel.tsx'
import { RetryNotice } from '../../components/retry-notice.tsx'
import { useOverview } from '../../data/overview-context.ts'
import type { Problem } from '../../data/problem.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { decodeParam } from '../../platform/url.ts'
import { AgentCosts } from './agent-costs.tsx'
import { AgentHead } from './agent-head.tsx'
import { type AgentInFull, createAgent } from './create-agent.ts'
import { AgentCrons, cronsWords } from './crons.tsx'
import { Dearest } from './dearest.tsx'
import { DeskPanel } from './desk-panel.tsx'
import { Habits } from './habits.tsx'
import { Health, healthWords } from './health.tsx'
import { DaySummary, Last24Hours } from './last-24-hours.tsx'
import { LatestSessions } from './latest-sessions.tsx'
import { ModelsUsed } from './models-used.tsx'
import { SubAgents } from './sub-agents.tsx'
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
          text={`There is no agent called ${shortened(oneLine(id())) || 'that'} here. It may be on another machine, or was never read.`}
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
  const agent = () => props.agent
  const latest = () => agent().sessions.latest
  const [isHealthKnown, setHealthKnown] = createSignal(false)
  return (
    <div class="agent-page">
      <div class="agent-top">
        <DeskPanel agent={agent()} />
        <AgentHead agent={agent()} timezone={props.timezone} />
        <AgentCosts agent={agent()} />
      </div>
      <Show when={props.problem}>
        {(problem) => <RetryNotice onRetry={props.onRetry}>{problem().message}</RetryNotice>}
      </Show>
      <Panel title="Last 24 hours" sub={<DaySummary agent={agent()} />} class="last-24-hours">
        <Last24Hours agent={agent()} timezone={props.timezone} />
      </Panel>
      <div class="agent-columns">
        <div class="agent-column">
          <Panel
            title="Sessions"
            sub={latestWords(latest().length, agent().sessionsTotal)}
            class="latest"
            end={<a href={`/sessions?agent=${encodeURIComponent(agent().id)}`}>All {whole(agent().sessionsTotal)}</a>}
          >
            <LatestSessions sessions={agent().sessions} costs={agent().costs} timezone={props.timezone} />
          </Panel>
        </div>
        <div class="agent-column">
          <Show when={agent().family}>
            {(family) => (
              <Panel title="Sub-agents" sub={familyWords(family())} class="family">
                <SubAgents family={family()} />
              </Panel>
            )}
          </Show>
          <Panel title="Crons" sub={cronsWords(agent().jobs)} class="agent-crons">
            <AgentCrons jobs={agent().jobs} />
          </Panel>
          <Panel title="When it works" sub="answers by hour of the week, 30 days" class="habits-panel">
            <Habits habits={agent().habits} />
          </Panel>
        </div>
        <div class="agent-column">
          <Panel title="Health" sub={healthWords(agent())} class="agent-health">
            <Health agent={agent()} onKnown={() => setHealthKnown(true)} />
          </Panel>
          <Show when={isHealthKnown()}>
            <Show when={agent().models.length > 0}>
              <Panel title="Models" sub="30 days" class="models-used">
                <ModelsUsed agent={agent()} />
              </Panel>
            </Show>
            <Show when={agent().worksWith.length > 0}>
              <Panel title="Works with" sub="hand-offs, 30 days" class="works-with">
                <WorksWith agent={agent()} />
              </Panel>
            </Show>
            <Show when={agent().dearest.length > 0}>
              <Panel title="Most expensive" sub="sessions of 30 days" class="dearest">
                <Dearest sessions={agent().dearest} />
              </Panel>
            </Show>
          </Show>
        </div>
      </div>
    </div>
  )
}

const familyWords = ({ title, usd, childrenUsd }: Family) =>
  `of ${oneLine(title ?? '') || 'its session'}, ${money(childrenUsd)} of ${money(usd)}`

const latestWords = (shown: number, total: number) =>
  shown < total ? `latest ${shown}, cost in 30 days` : 'cost in 30 days'

/** The outline of the page while it loads. */
function Loading() {
  return (
    <div class="agent-page loading" aria-busy="true">
      <h1 class="hidden">Agent, loading</h1>
      <div class="agent-top" aria-hidden="true">
        <div class="panel desk-panel" />
        <div class="panel agent-head" />
        <div class="panel agent-costs" />
      </div>
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
