import { For, type JSX, Show } from 'solid-js'
import type { AgentDetails, RecentCost } from '../../../src/agents/agent.ts'
import { shortAge, whole } from '../../../src/lib/format.ts'
import { dayOf } from '../../../src/lib/timezone.ts'
import { markOf, stateLabel } from '../../../src/sessions/severity.ts'
import { ContextMeter } from '../../components/context-meter.tsx'
import { Cost } from '../../components/cost-text.tsx'
import { RawError } from '../../components/raw-error.tsx'
import { errorOf, reasonOf, titleOf } from '../../components/session-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { now } from '../../platform/now.ts'

/** What an agent did last, and what its sessions cost in 30 days; all lines together are the sum in the last one. */
export function LatestSessions(props: Pick<AgentDetails, 'sessions' | 'costs'> & { timezone: string }) {
  const today = () => dayOf(now(), props.timezone)
  const isToday = (at: number | null) => at !== null && dayOf(at, props.timezone) === today()
  /** The first of them that was not active today, below which the earlier ones stand. */
  const firstEarlier = () => props.sessions.latest.find(({ lastAt }) => !isToday(lastAt))?.id
  const others = () => props.sessions.others
  const reset = () => props.sessions.reset
  return (
    <Show
      when={props.sessions.latest.length + others().count + reset().count > 0}
      fallback={<p class="empty">No session of it has been seen yet.</p>}
    >
      <ul class="rows latest-list">
        <For each={props.sessions.latest}>
          {(session) => (
            <>
              <Show when={session.id === firstEarlier()}>
                <li class="earlier label">Earlier</li>
              </Show>
              <li>
                <StateMark mark={markOf(session.state)} label={stateLabel(session.state)} />
                <span class="row">
                  <a
                    class="cut"
                    href={`/sessions/${encodeURIComponent(session.id)}`}
                    title={`${titleOf(session)}: ${reasonOf(session)}`}
                  >
                    <bdi>{titleOf(session)}</bdi>
                  </a>
                  <Show when={errorOf(session)}>{(error) => <RawError raw={error()} />}</Show>
                </span>
                <ContextMeter percent={session.contextPercent} />
                <span class="right">
                  <Cost {...session.thirtyDays} />
                </span>
                <span class="right quiet">{shortAge(session.lastAt, now())}</span>
              </li>
            </>
          )}
        </For>
        <Show when={others().count > 0}>
          <SumLine cost={others()}>{whole(others().count)} more sessions</SumLine>
        </Show>
        <Show when={reset().count > 0}>
          <SumLine cost={reset()} title="A reset begins a new window of the same conversation; lists show the new one">
            {whole(reset().count)} reset {reset().count === 1 ? 'session' : 'sessions'}
          </SumLine>
        </Show>
        <SumLine cost={{ usd: props.costs.thirtyDaysUsd, isLowerBound: props.costs.thirtyDaysIsLowerBound }} isSum>
          Sum of 30 days
        </SumLine>
      </ul>
    </Show>
  )
}

/** What several sessions cost together, in the columns of the others. */
const SumLine = (props: { cost: RecentCost; title?: string; isSum?: boolean; children: JSX.Element }) => (
  <li class="sum-line" data-sum={props.isSum ? '' : undefined} title={props.title}>
    <span class="cut">{props.children}</span>
    <span class="right">
      <Cost {...props.cost} />
    </span>
  </li>
)
