import { createEffect, createMemo, For, Show } from 'solid-js'
import { atLeast } from '../../../src/auth/role.ts'
import { runtimeName } from '../../../src/facts/runtimes.ts'
import type { SourceState } from '../../../src/facts/source.ts'
import { isHooked } from '../../../src/hooks/hooked-runtimes.ts'
import type { HookSettings } from '../../../src/hooks/hooks.ts'
import { ago, percent, whole } from '../../../src/lib/format.ts'
import type { Overview } from '../../../src/overview/overview.ts'
import { groupOfState } from '../../../src/sessions/severity.ts'
import { isFailing } from '../../components/cron-job-labels.ts'
import { type Mark, StateMark } from '../../components/state-mark.tsx'
import { api, ask } from '../../data/api.ts'
import { useOverview } from '../../data/overview-context.ts'
import { createQuery } from '../../data/query.ts'
import { now } from '../../platform/now.ts'
import type { AgentInFull } from './create-agent.ts'

const sourceWords: Record<SourceState, { words: string; mark: Mark }> = {
  ok: { words: 'connected', mark: 'healthy' },
  reading: { words: 'its history is being read', mark: 'working' },
  trouble: { words: 'cannot be read completely', mark: 'waiting' },
  absent: { words: 'not found on this machine', mark: 'unknown' },
}

const hookWords: Record<HookSettings['state'], { words: string; mark: Mark }> = {
  on: { words: 'installed', mark: 'healthy' },
  off: { words: 'not installed', mark: 'unknown' },
  outdated: { words: 'of another Wheelhouse', mark: 'waiting' },
  blocked: { words: 'its settings cannot be read', mark: 'waiting' },
}

type Finding = { name: string; words: string; mark: Mark; href?: string }

/** Whether the agent is well, line by line; what is not known is left out. */
export function Health(props: { agent: AgentInFull; onKnown(): void }) {
  const { overview } = useOverview()
  const me = createQuery({ key: () => ['me'], fetcher: () => ask(api.auth.me.get()), throttleMs: 60_000 })
  const mayRead = () => atLeast(me.data()?.role ?? 'screen', 'viewer')
  const hooks = createQuery({
    key: () => (isHooked(props.agent.runtime) && mayRead() ? ['hooks'] : undefined),
    fetcher: async (_key, signal) => (await ask(api.hooks.get({ fetch: { signal } }))).items,
    throttleMs: 60_000,
  })
  const isKnown = () =>
    overview() !== undefined &&
    (me.data() !== undefined || me.problem() !== undefined) &&
    (!isHooked(props.agent.runtime) || !mayRead() || hooks.data() !== undefined || hooks.problem() !== undefined)
  // Once all rows are there, what stands below them keeps its place.
  createEffect(() => isKnown() && props.onKnown())
  const hookState = () => hooks.data()?.find(({ runtime }) => runtime === props.agent.runtime)?.state
  const findings = createMemo(() => findingsOf(props.agent, overview(), now(), hookState()))
  return (
    <ul class="rows health-list">
      <For each={findings()}>
        {(finding) => (
          <li>
            <StateMark mark={finding.mark} label="" />
            <span>{finding.name}</span>
            <span class="right quiet cut" title={finding.words}>
              <Show when={finding.href} fallback={<bdi>{finding.words}</bdi>}>
                {(href) => (
                  <a href={href()}>
                    <bdi>{finding.words}</bdi>
                  </a>
                )}
              </Show>
            </span>
          </li>
        )}
      </For>
    </ul>
  )
}

/** `1 failed`, `3 failed`. */
export const healthWords = (agent: AgentInFull) => {
  const bad = findingsOf(agent, undefined, 0).filter(({ mark }) => mark === 'stopped' || mark === 'waiting').length
  return bad === 0 ? 'nothing to do' : `${whole(bad)} to look at`
}

export function findingsOf(
  agent: AgentInFull,
  overview: Overview | undefined,
  now: number,
  hooks?: HookSettings['state'],
): Finding[] {
  const findings: Finding[] = []
  const source = overview?.sources.find(({ runtime }) => runtime === agent.runtime)
  if (source)
    findings.push({
      name: runtimeName(agent.runtime),
      words: sourceWords[source.state].words,
      mark: sourceWords[source.state].mark,
      href: '/settings/sources',
    })
  const latestAt = Math.max(...agent.sessions.latest.map(({ lastAt }) => lastAt ?? 0), 0)
  if (latestAt > 0 && now > 0) findings.push({ name: 'Last activity', words: ago(latestAt, now), mark: 'healthy' })

  const open = agent.sessions.latest.filter(
    ({ state, contextPercent }) =>
      contextPercent !== null && state !== 'asleep' && state !== 'finished' && groupOfState(state) !== 'stopped',
  )
  const fullest = open.toSorted((a, b) => b.contextPercent! - a.contextPercent!)[0]
  if (fullest) {
    const used = fullest.contextPercent!
    findings.push({
      name: `Context ${percent(used)}`,
      words: open.length === 1 ? 'its open session' : `the fullest of ${whole(open.length)} open sessions`,
      mark: used >= 90 ? 'stopped' : used >= 80 ? 'waiting' : 'healthy',
      href: `/sessions/${encodeURIComponent(fullest.id)}`,
    })
  }

  const failed = agent.sessions.latest.filter(({ state }) => groupOfState(state) === 'stopped')
  const errors = agent.timeline.filter(({ state }) => state === 'failed').length
  findings.push({
    name: 'Errors',
    words: errors === 0 ? 'none in 24 hours' : `${whole(errors)} in 24 hours`,
    mark: errors > 0 ? 'stopped' : 'healthy',
    ...(failed[0] && errors > 0 && { href: `/sessions/${encodeURIComponent(failed[0].id)}` }),
  })
  const waiting = agent.sessions.latest.filter(({ state }) => groupOfState(state) === 'waiting')
  if (waiting[0])
    findings.push({
      name: 'Waiting for you',
      words: `${whole(waiting.length)} ${waiting.length === 1 ? 'session' : 'sessions'}`,
      mark: 'waiting',
      href: `/sessions/${encodeURIComponent(waiting[0].id)}`,
    })

  const jobs = agent.jobs.filter(({ enabled }) => enabled)
  const failing = jobs.filter(isFailing)
  if (jobs.length > 0)
    findings.push({
      name: 'Jobs',
      words:
        failing.length === 0
          ? `all ${whole(jobs.length)} ran well`
          : `${whole(failing.length)} of ${whole(jobs.length)} failing`,
      mark: failing.length === 0 ? 'healthy' : 'stopped',
    })
  if (hooks !== undefined) findings.push({ name: 'Hooks', href: '/settings/hooks', ...hookWords[hooks] })
  if (agent.costs.cacheReadPercent !== null)
    findings.push({
      name: 'Cache',
      words: `${percent(agent.costs.cacheReadPercent)} of input read from it, 30 days`,
      mark: 'healthy',
    })
  const unpriced = agent.models.filter(({ usd }) => usd === null)
  if (agent.models.length > 0)
    findings.push({
      name: 'Prices',
      words:
        unpriced.length > 0
          ? `${unpriced[0]!.model} has none`
          : agent.costs.thirtyDaysIsLowerBound
            ? 'some answers have none'
            : 'every answer has one',
      mark: unpriced.length > 0 || agent.costs.thirtyDaysIsLowerBound ? 'unknown' : 'healthy',
      href: '/costs',
    })
  for (const budget of agent.budgets)
    findings.push({
      name: budget.name,
      words: `${percent(budget.usedPercent)} used`,
      mark: budget.state === 'passed' ? 'stopped' : budget.state === 'warned' ? 'waiting' : 'healthy',
    })
  return findings
}
