import { For, Show } from 'solid-js'
import { ago, relativeTime } from '../../../src/lib/format.ts'
import { Panel } from '../../components/panel.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { gatewayStatusLabels } from '../../components/runtime-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'
import { now } from '../../platform/now.ts'
import { AddGateway } from './add-gateway.tsx'
import type { Gateways } from './create-gateways.ts'

/** What a gateway says of itself, and which gateways there are. */
export function OverviewTab(props: { gateways: Gateways; onOpen(id: string | undefined): void }) {
  const { gateways } = props
  const about = createQuery({
    key: () => {
      const id = gateways.reachable()
      return id === undefined ? undefined : (['gateways/about', id] as const)
    },
    fetcher: ([, id], signal) => ask(api.gateways({ id }).about.get({ fetch: { signal } })),
    keepPrevious: false,
  })
  const talks = createQuery({
    key: () => {
      const id = gateways.reachable()
      return id === undefined || !gateways.chosen()?.isAdded ? undefined : (['gateways/conversations', id] as const)
    },
    fetcher: async ([, id], signal) => (await ask(api.gateways({ id }).conversations.get({ fetch: { signal } }))).items,
    keepPrevious: false,
  })
  const remove = (id: string) =>
    gateways.attempt(async () => {
      const gone = await gateways.withConfirm((confirm) =>
        ask(api.gateways({ id }).delete(confirm === undefined ? {} : { confirm })),
      )
      if (gone) props.onOpen(undefined)
    })

  return (
    <div class="gateway-columns">
      <div>
        <ProblemNote text={about.problem()?.message} />
        <Panel title="Channels" sub={about.data() && `${about.data()!.channels.length} set up or known`}>
          <Empty of={about.data()?.channels} isAsked={gateways.isThere()} none="No channel is set up at this gateway.">
            <ul class="rows">
              <For each={about.data()?.channels}>
                {({ name, state, isWell, error }) => (
                  <li>
                    <StateMark mark={isWell === null ? 'unknown' : isWell ? 'healthy' : 'stopped'} label="" />
                    <b>{name}</b>
                    <span class="quiet">{[state, error].filter(Boolean).join(': ')}</span>
                  </li>
                )}
              </For>
            </ul>
          </Empty>
        </Panel>
        <Panel
          title="Heartbeats"
          sub={
            about.data()?.lastHeartbeat
              ? `last one ${ago(about.data()!.lastHeartbeat!.at, now())}, ${about.data()!.lastHeartbeat!.status}`
              : about.data() && 'none since it started'
          }
        >
          <Empty
            of={about.data()?.heartbeats}
            isAsked={gateways.isThere()}
            none="It does not say which agents have one."
          >
            <ul class="rows">
              <For each={about.data()?.heartbeats}>
                {({ agentId, isOn, every }) => (
                  <li>
                    <StateMark mark={isOn ? 'healthy' : 'idle'} label="" />
                    <b>{agentId}</b>
                    <span class="quiet">{isOn ? `every ${every}` : 'off'}</span>
                  </li>
                )}
              </For>
            </ul>
          </Empty>
        </Panel>
        <Panel title="Connected" sub="who the gateway sees">
          <Empty of={about.data()?.presence} isAsked={gateways.isThere()} none="It sees nobody.">
            <ul class="rows">
              <For each={about.data()?.presence}>
                {({ name, version, platform, mode, reason, at }) => (
                  <li>
                    <StateMark mark={reason === 'disconnect' ? 'idle' : 'healthy'} label="" />
                    <b class="cut">{name || 'a client'}</b>
                    <span class="quiet">
                      {[
                        mode,
                        version,
                        platform,
                        reason === 'disconnect' ? 'gone' : '',
                        at === null ? '' : ago(at, now()),
                      ]
                        .filter(Boolean)
                        .join(', ')}
                    </span>
                  </li>
                )}
              </For>
            </ul>
          </Empty>
        </Panel>
        <Show when={gateways.chosen()?.isAdded}>
          <Panel title="Conversations" sub="as this gateway lists them; they are not in the index here">
            <Empty of={talks.data()} isAsked={gateways.isThere()} none="It lists none.">
              <ul class="rows">
                <For each={talks.data()}>
                  {({ key, title, agentId, model, at, isRunning }) => (
                    <li>
                      <StateMark mark={isRunning ? 'working' : 'idle'} label={isRunning ? 'at work' : ''} />
                      <b class="cut" title={key}>
                        {title}
                      </b>
                      <span class="quiet">
                        {[agentId, model, at === null ? '' : ago(at, now())].filter(Boolean).join(', ')}
                      </span>
                    </li>
                  )}
                </For>
              </ul>
            </Empty>
          </Panel>
        </Show>
      </div>
      <div>
        <Panel title="Gateways" sub="that Wheelhouse knows">
          <ProblemNote text={gateways.problem()} />
          <ul class="rows known-gateways">
            <For each={gateways.list.data()}>
              {(gateway) => (
                <li>
                  <StateMark mark={gatewayStatusLabels[gateway.state.state].mark} label="" />
                  <div>
                    <button class="link-button" type="button" onClick={() => props.onOpen(gateway.id)}>
                      {gateway.name}
                    </button>
                    <p class="quiet cut" title={gateway.place}>
                      {gateway.place}
                    </p>
                    <p class="quiet">
                      {gatewayStatusLabels[gateway.state.state].word}
                      {gateway.state.state === 'connected'
                        ? `, ${gateway.state.words}`
                        : `: ${gateway.state.words}, since ${relativeTime(gateway.state.since, now())}`}
                    </p>
                  </div>
                  <Show when={gateway.isAdded && gateways.mayChange()}>
                    <button
                      class="button"
                      type="button"
                      aria-label={`Remove… ${gateway.name}`}
                      onClick={() => remove(gateway.id)}
                    >
                      Remove…
                    </button>
                  </Show>
                </li>
              )}
            </For>
          </ul>
          <Show when={gateways.list.data()?.length === 0}>
            <p class="empty">No OpenClaw was found on this machine. Its gateway is found by itself once it runs.</p>
          </Show>
        </Panel>
        <Show when={gateways.mayChange()}>
          <AddGateway onAdded={props.onOpen} />
        </Show>
        <p class="quiet gateway-links">
          <a href="/services?service=gateway">Start, stop and restart it</a> <a href="/settings/sources">Doctor</a>
        </p>
      </div>
    </div>
  )
}

/** A list, or why there is none. */
export function Empty(props: {
  of: readonly unknown[] | undefined
  isAsked: boolean
  none: string
  children: import('solid-js').JSX.Element
}) {
  return (
    <Show
      when={props.of?.length}
      fallback={
        <p class="empty">
          {props.of ? props.none : props.isAsked ? 'Asking the gateway…' : 'Not known while the gateway is away.'}
        </p>
      }
    >
      {props.children}
    </Show>
  )
}
