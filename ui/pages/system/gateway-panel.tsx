import { For, Show } from 'solid-js'
import type { GatewayState } from '../../../src/facts/gateway.ts'
import { bytes, duration, unknown } from '../../../src/lib/format.ts'
import { Panel } from '../../components/panel.tsx'
import { gatewayStatusLabels, mostUrgentGateway } from '../../components/runtime-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'

/** The gateway as its process and its own words have it. What nobody says is unknown, and is said to be. */
export function GatewayPanel(props: { gateways: GatewayState[]; now: number }) {
  const gateway = () => mostUrgentGateway(props.gateways)
  return (
    <Panel
      title="Gateway"
      class="gateway-facts"
      sub={gateway()?.reading?.version ?? ''}
      end={
        <a class="link" href="/gateway">
          Gateway
        </a>
      }
    >
      <Show
        when={gateway()}
        fallback={<p class="body quiet">No OpenClaw was found, so there is no gateway to read.</p>}
      >
        {(known) => (
          <>
            <p class="gateway-state">
              <StateMark mark={gatewayStatusLabels[known().state].mark} label="" />
              <span>{known().words}</span>
            </p>
            <dl>
              <For each={factsOf(known(), props.now)}>
                {([name, value, title]) => (
                  <div>
                    <dt>{name}</dt>
                    <dd title={title} data-unknown={value === unknown ? '' : undefined}>
                      {value}
                      <Show when={value === unknown}>
                        <span class="hidden">not known</span>
                      </Show>
                    </dd>
                  </div>
                )}
              </For>
            </dl>
          </>
        )}
      </Show>
    </Panel>
  )
}

function factsOf({ reading }: GatewayState, now: number): [name: string, value: string, title?: string | undefined][] {
  const loop = reading?.eventLoop
  const channels = reading?.channels
  const connected = channels?.filter((channel) => channel.connected === true).length
  return [
    [
      'Up',
      reading?.upSinceMs == null
        ? unknown
        : duration(Math.max(0, Math.floor((now - reading.upSinceMs) / 60_000) * 60_000)),
    ],
    ['Process', reading?.pid == null ? unknown : String(reading.pid)],
    ['Memory', bytes(reading?.rssBytes, 1024)],
    [
      'Event loop',
      loop
        ? [
            loop.delayP99Ms === null ? undefined : `p99 ${duration(loop.delayP99Ms)}`,
            loop.utilization === null ? undefined : `${Math.round(loop.utilization * 100)}% busy`,
            loop.degraded ? 'degraded' : undefined,
          ]
            .filter(Boolean)
            .join(', ') || unknown
        : unknown,
    ],
    [
      'Ready',
      reading?.ready == null
        ? unknown
        : reading.ready
          ? 'yes'
          : `no: ${reading.failing.join(', ') || 'it does not say why'}`,
    ],
    [
      'Channels',
      channels == null ? unknown : channels.length === 0 ? 'none' : `${connected} of ${channels.length} connected`,
      channels
        ?.map(
          ({ name, connected }) =>
            `${name}: ${connected === null ? 'not known' : connected ? 'connected' : 'not connected'}`,
        )
        .join(', '),
    ],
    ['Port', reading?.port == null ? unknown : String(reading.port)],
    ['Compactions', unknown, 'The gateway does not say how often it has compacted; each transcript shows its own.'],
  ]
}
