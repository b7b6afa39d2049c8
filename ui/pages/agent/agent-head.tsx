import { Show } from 'solid-js'
import { runtimeLabels } from '../../../src/facts/runtimes.ts'
import { cost, money, percent, whole } from '../../../src/lib/format.ts'
import { markOf, stateLabel } from '../../../src/sessions/severity.ts'
import { RawError } from '../../components/raw-error.tsx'
import { errorOf, reasonOf, titleOf } from '../../components/session-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { AgentAvatar } from '../../office/agent-avatar.tsx'
import { now } from '../../platform/now.ts'
import type { AgentInFull } from './create-agent.ts'

/** Who the agent is, what it does now, and what it has cost. */
export function AgentHead(props: { agent: AgentInFull; timezone: string }) {
  const agent = () => props.agent
  const mark = () => markOf(agent().state)
  const speaker = () => agent().sessions.latest.find(({ id }) => id === agent().sessionId)
  const doing = () => {
    const session = speaker()
    return session && session.state === agent().state ? reasonOf(session) : stateLabel(agent().state)
  }
  const error = () => {
    const session = speaker()
    return session && session.state === agent().state ? errorOf(session) : null
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
          <Show when={error()}>{(raw) => <RawError raw={raw()}>Show the raw error</RawError>}</Show>
        </p>
        <p class="facts-line quiet">
          <span>
            {runtimeLabels[agent().runtime].name} on {agent().host}
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
            <span>aboard since {firstSeenWords(agent().firstSeenAt!, props.timezone)}</span>
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
          <dt>Median per session</dt>
          <dd>{money(costs().perSessionMedianUsd)}</dd>
          <dd class="quiet">{costs().perSessionMedianUsd === null ? '' : '30 days'}</dd>
        </div>
        <div>
          <dt>Sessions</dt>
          <dd>{whole(agent().sessionsTotal)}</dd>
        </div>
      </dl>
    </header>
  )
}

/** The day an agent was first seen; the year is left out where it is this one. */
const firstSeenWords = (at: number, timezone: string) => {
  const date = new Date(at)
  const sameYear = date.getUTCFullYear() === new Date(now()).getUTCFullYear()
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: timezone,
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date)
}
