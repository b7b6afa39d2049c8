import { A } from '@solidjs/router'
import Bell from 'lucide-solid/icons/bell'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import Search from 'lucide-solid/icons/search'
import Server from 'lucide-solid/icons/server'
import { createMemo, For, type JSX, Show } from 'solid-js'
import { countsInVerdict } from '../../src/attention/need.ts'
import type { GatewayState } from '../../src/facts/gateway.ts'
import { runtimeLabels } from '../../src/facts/runtimes.ts'
import type { SourceReport } from '../../src/facts/source.ts'
import { clock, money } from '../../src/lib/format.ts'
import type { Verdict } from '../../src/overview/verdict.ts'
import { Cost } from '../components/cost-text.tsx'
import { Logo } from '../components/logo.tsx'
import {
  gatewayRemedy,
  gatewayStatusLabels,
  mostUrgentGateway,
  nameOf,
  sourceStatusLabels,
} from '../components/runtime-labels.ts'
import { type Mark, StateMark } from '../components/state-mark.tsx'
import { useOverview } from '../data/overview-context.ts'
import { now } from '../platform/now.ts'
import { Gauges } from './gauges.tsx'
import { overlays } from './overlays.ts'
import { watchName } from './watch-name.ts'

/**
 * The bar at the top of every page: the host, the verdict, the status of sources and gateways, the cost of today, the
 * machine and the time. All of it appears at once, so that nothing in it is moved.
 */
export function TopBar(props: { verdict: Verdict | undefined; lost: boolean }) {
  const { overview, problem } = useOverview()
  const attentionCount = () => overview()?.attention.filter(countsInVerdict).length ?? 0
  /** A source that was never there has no light. One that was there and is gone keeps its light. */
  const sources = createMemo<SourceReport[]>((before) => {
    const shown = new Set(before.map(nameOf))
    return (overview()?.sources ?? []).filter((source) => source.state !== 'absent' || shown.has(nameOf(source)))
  }, [])
  return (
    <header class="top-bar">
      <A class="wordmark" href="/" aria-label="Wheelhouse, to the Bridge">
        <Logo />
      </A>
      <Show when={overview() ?? problem()}>
        <Show when={overview()?.host}>
          {(host) => (
            <span class="host">
              <Server size={16} stroke-width={1.75} />
              <bdi class="cut" title={host()}>
                {host()}
              </bdi>
            </span>
          )}
        </Show>
        <A
          class="verdict"
          href="/needs"
          data-level={props.verdict?.level}
          title={`${props.verdict?.text ?? ''}. Opens what needs you (G Y)`}
        >
          <Show when={verdictMarks[props.verdict?.level ?? 'well']}>
            {(mark) => <StateMark mark={mark()} label="" />}
          </Show>
          <span class="cut">{props.verdict?.text ?? 'Looking around'}</span>
        </A>
        <Show when={sources().length > 0}>
          <span class="status-lights">
            <For each={sources()}>
              {(source) => <SourceStatus source={source} lost={props.lost} brief={sources().length > 2} />}
            </For>
            <Show when={mostUrgentGateway(overview()?.gateways ?? [])}>
              {(gateway) => <GatewayStatus gateway={gateway()} lost={props.lost} />}
            </Show>
            <Show when={!props.lost && gatewayRemedy(overview()?.gateways ?? [])}>
              {(remedy) => (
                <A class="ghost-button gateway-remedy" href={remedy().href} title={`${remedy().words} It asks first.`}>
                  <RotateCw size={14} stroke-width={1.75} aria-hidden="true" />
                  <span class="hidden">{remedy().words}</span>
                </A>
              )}
            </Show>
          </span>
        </Show>
        <Show when={overview()?.demo}>
          <span
            class="demo-tag"
            data-brief={sources().length > 2 ? '' : undefined}
            title="Made-up agents with made-up costs, in a temporary folder"
          >
            Demo<span class="cut">: everything here is made up</span>
          </span>
        </Show>
        <span class="spacer" />
        <button
          class="ghost-button search"
          type="button"
          title="Search and commands (Ctrl K)"
          onClick={overlays.openPalette}
        >
          <Search size={16} stroke-width={1.75} />
          <span class="hidden">Search and commands</span>
          <kbd>Ctrl K</kbd>
        </button>
        <Show when={overview()}>{(known) => <Today costs={known().costs} />}</Show>
        <Show when={overview()}>{(known) => <Gauges health={known().health} />}</Show>
        <button
          class="ghost-button bell"
          type="button"
          title="What needs you (B)"
          onClick={overlays.toggleDrawer}
          aria-expanded={overlays.drawer()}
        >
          <Bell size={16} stroke-width={1.75} />
          <span class="hidden">What needs you:</span>
          <span class="bell-count" data-some={attentionCount() > 0 ? '' : undefined}>
            {attentionCount()}
          </span>
        </button>
        <time class="clock" datetime={new Date(now()).toISOString()}>
          {clock(now())}
          <span class="watch-name label">{watchName(new Date(now()).getHours())}</span>
        </time>
      </Show>
    </header>
  )
}

const verdictMarks: Record<Verdict['level'], Mark | undefined> = {
  well: undefined,
  'needs-you': 'waiting',
  fault: 'stopped',
  'no-contact': 'unknown',
}

type Costs = NonNullable<ReturnType<ReturnType<typeof useOverview>['overview']>>['costs']

/** What today has cost, and its share of the day's budget where there is one. */
function Today(props: { costs: Costs }) {
  const budget = () => props.costs.budgetUsd
  const share = () => (budget() ? Math.min(1, (props.costs.todayUsd ?? 0) / budget()!) : 0)
  const isOver = () => budget() !== null && (props.costs.todayUsd ?? 0) > budget()!
  return (
    <A class="today" href="/costs" title="Spent today by all sessions" data-over={isOver() ? '' : undefined}>
      <span class="label">Today</span>
      <b>
        <Cost usd={props.costs.todayUsd} isLowerBound={props.costs.todayUnpricedTokens > 0} />
      </b>
      <Show when={budget()}>
        {(usd) => (
          <span
            class="budget-bar"
            role="img"
            aria-label={`of ${money(usd())} a day`}
            title={`of ${money(usd())} a day`}
          >
            <span style={{ transform: `scaleX(${share()})` }} />
          </span>
        )}
      </Show>
    </A>
  )
}

function SourceStatus(props: { source: SourceReport; lost: boolean; brief: boolean }) {
  const status = () => (props.lost ? outOfContact : sourceStatusLabels[props.source.state])
  const name = () => nameOf(props.source)
  return (
    <StatusLight mark={status().mark} title={`${name()} ${status().word}: ${props.source.detail}`}>
      <StateMark mark={status().mark} label={`${name()} ${status().word}:`} />{' '}
      <bdi class="cut" aria-hidden={props.brief ? 'true' : undefined}>
        <Show when={props.brief && !props.source.name} fallback={name()}>
          <span class="short">{runtimeLabels[props.source.runtime].short}</span>
          <span class="whole">{name()}</span>
        </Show>
      </bdi>
    </StatusLight>
  )
}

/** One light for all gateways: the status of the one that most needs attention. */
function GatewayStatus(props: { gateway: GatewayState; lost: boolean }) {
  const status = () => (props.lost ? outOfContact : gatewayStatusLabels[props.gateway.state])
  const title = () => {
    const { state, since, words } = props.gateway
    const speaks = state === 'connected' || state === 'absent'
    const note = speaks ? '' : '. What is shown is read from its stores.'
    return `The gateway ${status().word} since ${clock(since)}${words ? `: ${words}` : ''}${note}`
  }
  return (
    <StatusLight mark={status().mark} title={title()}>
      <StateMark mark={status().mark} label={`The gateway ${status().word}:`} /> Gateway
    </StatusLight>
  )
}

const outOfContact = { mark: 'unknown', word: 'was last heard of before the connection was lost' } as const

function StatusLight(props: { mark: Mark; title: string; children: JSX.Element }) {
  return (
    <A class="row status-light" data-mark={props.mark} href="/settings/sources" title={props.title}>
      {props.children}
    </A>
  )
}
