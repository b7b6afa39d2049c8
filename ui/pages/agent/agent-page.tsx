import { useNavigate, useParams } from '@solidjs/router'
import { createMemo, For, Match, Show, Switch } from 'solid-js'
import { nameInId } from '../../../src/ids.ts'
import { cost, money, percent, whole } from '../../../src/lib/format.ts'
import { oneLine } from '../../../src/lib/plain-text.ts'
import type { Session } from '../../../src/sessions/session.ts'
import { markOf, stateLabel } from '../../../src/sessions/severity.ts'
import { Notice } from '../../components/notice.tsx'
import { Panel } from '../../components/panel.tsx'
import { runtimes } from '../../components/runtime-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { useOverview } from '../../data/overview-context.ts'
import type { Problem } from '../../data/problem.ts'
import { bindKeys } from '../../platform/keyboard.ts'
import { now } from '../../platform/now.ts'
import { AgentAvatar } from '../sessions/session-avatar.tsx'
import { reasonOf, titleOf } from '../sessions/session-labels.ts'
import { idIn } from '../sessions/session-url.ts'
import { CostDays } from './cost-days.tsx'
import { type AgentInFull, createAgent } from './create-agent.ts'
import { AgentCrons } from './crons.tsx'
import { DaySummary, Last24Hours } from './last-24-hours.tsx'
import { LatestSessions } from './latest-sessions.tsx'
import { LoadError } from './load-error.tsx'

/** Who is this, and is it all right? */
export default function AgentPage() {
  const { overview, listenWith } = useOverview()
  const params = useParams<{ id: string }>()
  const navigate = useNavigate()
  const id = createMemo(() => idIn(params.id))
  const known = createAgent(id)
  listenWith({ hear: known.hear, askAnew: known.changed })

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
            sessions={known.sessions()}
            problem={known.problem()}
            sessionsProblem={known.sessionsProblem()}
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

/** An address may hold a book. */
const shortened = (id: string) => (id.length > 32 ? `${id.slice(0, 32)}…` : id)

type Shown = {
  agent: AgentInFull
  /** Undefined until the first answer. */
  sessions: Session[] | undefined
  problem: Problem | undefined
  sessionsProblem: Problem | undefined
  timezone: string
  onRetry(): void
}

function Agent(props: Shown) {
  const { overview } = useOverview()
  const jobs = createMemo(() => (overview()?.crons ?? []).filter((job) => props.agent.crons.includes(job.id)))
  return (
    <div class="agent-page">
      <Head {...props} />
      <LoadError problem={props.problem} onRetry={props.onRetry} />
      <div class="agent-columns">
        <div class="agent-column">
          <Panel title="Last 24 hours" sub={<DaySummary ribbon={props.agent.ribbon} />} class="day">
            <Last24Hours ribbon={props.agent.ribbon} timezone={props.timezone} />
          </Panel>
          <Panel
            title="Sessions"
            sub={latestWords(props.sessions?.length, props.agent.sessionsTotal)}
            class="latest"
            end={
              <a href={`/sessions?agent=${encodeURIComponent(props.agent.id)}`}>
                all {whole(props.agent.sessionsTotal)}
              </a>
            }
          >
            <LoadError problem={props.sessionsProblem} onRetry={props.onRetry} />
            <Show when={props.sessions}>{(sessions) => <LatestSessions sessions={sessions()} />}</Show>
          </Panel>
        </div>
        <div class="agent-column">
          <Panel title="Cost" sub="14 days" class="fourteen" end={<a href="/costs">Costs</a>}>
            <CostDays days={props.agent.days} />
          </Panel>
          <Panel title="Models" sub="30 days" class="models-used">
            <Models agent={props.agent} />
          </Panel>
        </div>
        <div class="agent-column">
          <Panel title="Context" sub="how full its open sessions are" class="fill">
            <Show when={props.sessions} fallback={<p class="empty">–</p>}>
              {(sessions) => <Context sessions={sessions()} />}
            </Show>
          </Panel>
          <Panel title="Crons" sub={jobs().length > 0 ? whole(jobs().length) : ''} class="its-crons">
            <AgentCrons jobs={jobs()} />
          </Panel>
          <Panel title="Works with" sub="30 days" class="others">
            <WorksWith agent={props.agent} />
          </Panel>
        </div>
      </div>
    </div>
  )
}

const latestWords = (shown: number | undefined, total: number) =>
  shown !== undefined && shown < total ? `the latest ${shown}` : ''

function Head(props: Shown) {
  const agent = () => props.agent
  const mark = () => markOf(agent().state)
  const speaker = () => props.sessions?.find(({ id }) => id === agent().sessionId)
  const doing = () => {
    const session = speaker()
    return session && session.state === agent().state ? reasonOf(session) : stateLabel(agent().state)
  }
  const costs = () => agent().costs
  return (
    <header class="panel agent-head">
      <AgentAvatar agentId={agent().id} size={96} />
      <div class="who">
        <h1 class="cut" title={agent().name}>
          <bdi>{agent().name}</bdi>
        </h1>
        <p class="state row" data-mark={mark()}>
          <StateMark mark={mark()} label="" />
          <span class="cut">
            <bdi>{doing()}</bdi>
            <Show when={speaker()}>
              {(session) => (
                <>
                  {', '}
                  <a href={`/sessions/${encodeURIComponent(session().id)}`} title={titleOf(session())}>
                    <bdi>{titleOf(session())}</bdi>
                  </a>
                </>
              )}
            </Show>
          </span>
        </p>
        <p class="facts-line quiet">
          <span>
            {runtimes[agent().runtime].name} on {agent().host}
          </span>
          <Show when={agent().model}>
            <span class="cut" title={agent().model!}>
              {agent().model}
            </span>
          </Show>
          <code class="cut" title={agent().id}>
            {agent().id}
          </code>
          <Show when={agent().firstSeenAt !== null}>
            <span>aboard since {aboard(agent().firstSeenAt!, props.timezone)}</span>
          </Show>
          <Show when={!agent().present}>
            <span>its runtime no longer knows it</span>
          </Show>
        </p>
      </div>
      <dl class="agent-numbers">
        <div>
          <dt>Today</dt>
          <dd>{cost(costs().todayUsd, agent().costTodayIsLowerBound)}</dd>
        </div>
        <div>
          <dt>30 days</dt>
          <dd>{cost(costs().thirtyDaysUsd, costs().thirtyDaysIsLowerBound)}</dd>
          <dd class="quiet">
            {costs().shareOfAllPercent === null ? '' : `${percent(costs().shareOfAllPercent)} of all`}
          </dd>
        </div>
        <div>
          <dt>A session</dt>
          <dd>{money(costs().perSessionMedianUsd)}</dd>
          <dd class="quiet">{costs().perSessionMedianUsd === null ? '' : 'median'}</dd>
        </div>
        <div>
          <dt>Sessions</dt>
          <dd>{whole(agent().sessionsTotal)}</dd>
        </div>
      </dl>
    </header>
  )
}

const aboard = (at: number, timezone: string) => {
  const date = new Date(at)
  const sameYear = date.getUTCFullYear() === new Date(now()).getUTCFullYear()
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: timezone,
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date)
}

function Models(props: { agent: AgentInFull }) {
  const most = () => Math.max(...props.agent.models.map(({ usd }) => usd ?? 0), 0)
  return (
    <Show when={props.agent.models.length > 0} fallback={<p class="empty">It asked no model in the last 30 days.</p>}>
      <ul class="rows bars-list">
        <For each={props.agent.models}>
          {(model) => (
            <li>
              <span class="cut" title={model.model}>
                {model.model}
              </span>
              <span class="share" aria-hidden="true">
                <span style={{ transform: `scaleX(${most() > 0 ? (model.usd ?? 0) / most() : 0})` }} />
              </span>
              <span class="right quiet">
                {whole(model.calls)} {model.calls === 1 ? 'answer' : 'answers'}
              </span>
              <span class="right">{cost(model.usd, model.usd === null)}</span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

function WorksWith(props: { agent: AgentInFull }) {
  const { overview } = useOverview()
  const nameOf = (id: string) => overview()?.agents.find((agent) => agent.id === id)?.name ?? nameInId(id)
  const most = () => Math.max(...props.agent.worksWith.map(({ count }) => count), 1)
  return (
    <Show
      when={props.agent.worksWith.length > 0}
      fallback={<p class="empty">It handed no work to another agent in the last 30 days, and got none.</p>}
    >
      <ul class="rows bars-list with-face">
        <For each={props.agent.worksWith}>
          {({ agentId, count }) => (
            <li>
              <AgentAvatar agentId={agentId} size={24} />
              <a class="cut" href={`/agents/${encodeURIComponent(agentId)}`} title={nameOf(agentId)}>
                <bdi>{nameOf(agentId)}</bdi>
              </a>
              <span class="share" aria-hidden="true">
                <span style={{ transform: `scaleX(${count / most()})` }} />
              </span>
              <span class="right" title={`${whole(count)} sessions handed over`}>
                {whole(count)}
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

/** The fullest first; those that sleep or ended have room for ever. */
function Context(props: { sessions: Session[] }) {
  const open = createMemo(() =>
    props.sessions
      .filter(({ state, contextPercent }) => contextPercent !== null && state !== 'asleep' && state !== 'finished')
      .toSorted((a, b) => b.contextPercent! - a.contextPercent!)
      .slice(0, 5),
  )
  const markAt = (percent: number) => (percent >= 90 ? 'stopped' : percent >= 80 ? 'waiting' : 'healthy')
  return (
    <Show when={open().length > 0} fallback={<p class="empty">No session of it is open now.</p>}>
      <ul class="rows fill-list">
        <For each={open()}>
          {(session) => (
            <li>
              <StateMark mark={markAt(session.contextPercent!)} label="" />
              <a class="cut" href={`/sessions/${encodeURIComponent(session.id)}`} title={titleOf(session)}>
                <bdi>{titleOf(session)}</bdi>
              </a>
              <span class="right" data-level={markAt(session.contextPercent!)}>
                {percent(session.contextPercent)}
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

/** The shape of what comes. */
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
