import { A, useNavigate, useParams, useSearchParams } from '@solidjs/router'
import { For, Match, Show, Switch } from 'solid-js'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { gatewayStatusLabels } from '../../components/runtime-labels.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { AgentsTab } from './agents-tab.tsx'
import { ConfigTab } from './config-tab.tsx'
import { createGateways, type Gateways } from './create-gateways.ts'
import { DevicesTab } from './devices-tab.tsx'
import { LastChange } from './last-change.tsx'
import { ModelsTab } from './models-tab.tsx'
import { OverviewTab } from './overview-tab.tsx'

const tabs = [
  { path: '', name: 'Overview' },
  { path: 'config', name: 'Configuration' },
  { path: 'agents', name: 'Agents' },
  { path: 'devices', name: 'Devices' },
  { path: 'models', name: 'Models and skills' },
] as const

/** How is a gateway set up, and what may I change? The address names the gateway and what is shown of it. */
export default function GatewayPage() {
  const params = useParams<{ tab?: string }>()
  const [search] = useSearchParams<{ gateway?: string }>()
  const navigate = useNavigate()
  const gateways = createGateways(() => search.gateway)
  const hrefOf = (path: string, id = search.gateway) =>
    `/gateway${path === '' ? '' : `/${path}`}${id === undefined ? '' : `?gateway=${encodeURIComponent(id)}`}`
  const open = (id: string | undefined) => navigate(hrefOf(params.tab ?? '', id))

  return (
    <Switch fallback={<div class="gateway-page loading" aria-busy="true" />}>
      <Match when={gateways.list.data()}>
        {(all) => (
          <div class="gateway-page">
            <h1 class="hidden">Gateway</h1>
            <header class="panel gateway-head">
              <Show when={gateways.chosen()} fallback={<p class="quiet">No gateway is known yet.</p>}>
                {(gateway) => (
                  <>
                    <div class="gateway-name">
                      <StateMark mark={gatewayStatusLabels[gateway().state.state].mark} label="" />
                      <h2>{gateway().name}</h2>
                      <span class="quiet cut" title={gateway().place}>
                        {stateWords(gateway())}
                      </span>
                    </div>
                    <Show when={all().length > 1}>
                      <label class="gateway-choice">
                        <span class="hidden">Which gateway</span>
                        <select
                          class="field"
                          value={gateway().id}
                          onChange={(event) => open(event.currentTarget.value)}
                        >
                          <For each={all()}>{(one) => <option value={one.id}>{one.name}</option>}</For>
                        </select>
                      </label>
                    </Show>
                  </>
                )}
              </Show>
              <nav class="gateway-tabs" aria-label="Of this gateway">
                <For each={tabs}>
                  {({ path, name }) => (
                    <A href={hrefOf(path)} end>
                      {name}
                      <Show when={path === 'devices' && (gateways.chosen()?.pairing ?? 0) > 0}>
                        <span class="findings-count">
                          <StateMark mark="waiting" label="" /> {gateways.chosen()?.pairing}
                        </span>
                      </Show>
                    </A>
                  )}
                </For>
              </nav>
            </header>
            <Show when={gateways.chosen()?.change}>
              {(change) => <LastChange change={change()} gateways={gateways} />}
            </Show>
            <Show when={params.tab === undefined || gateways.chosen()} fallback={<Nowhere />}>
              <Switch fallback={<OverviewTab gateways={gateways} onOpen={open} />}>
                <Match when={params.tab === 'config'}>
                  <Guarded gateways={gateways} what="The configuration">
                    <ConfigTab gateways={gateways} />
                  </Guarded>
                </Match>
                <Match when={params.tab === 'agents'}>
                  <Guarded gateways={gateways} what="What agents are told">
                    <AgentsTab gateways={gateways} />
                  </Guarded>
                </Match>
                <Match when={params.tab === 'devices'}>
                  <Guarded gateways={gateways} what="Who is let in">
                    <DevicesTab gateways={gateways} />
                  </Guarded>
                </Match>
                <Match when={params.tab === 'models'}>
                  <ModelsTab gateways={gateways} />
                </Match>
              </Switch>
            </Show>
            <ConfirmDialog pending={gateways.pending()} />
          </div>
        )}
      </Match>
      <Match when={gateways.list.problem()}>
        {(problem) => (
          <Notice title="The gateways cannot be shown" text={problem().message}>
            <button class="button" type="button" onClick={gateways.list.refetch}>
              Try again
            </button>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

type Props = { gateways: Gateways; what: string; children: import('solid-js').JSX.Element }

/** What is not for everybody, and only there while the gateway is. */
function Guarded(props: Props) {
  return (
    <Switch fallback={props.children}>
      <Match when={props.gateways.isKnown() && !props.gateways.mayRead()}>
        <section class="panel">
          <p class="empty">{props.what} is for operators and admins. Sign in by a link to see it.</p>
        </section>
      </Match>
      <Match when={!props.gateways.isThere()}>
        <section class="panel">
          <p class="empty">
            The gateway {gatewayStatusLabels[props.gateways.chosen()!.state.state].word}. {props.what} is shown once it
            answers.
          </p>
        </section>
      </Match>
    </Switch>
  )
}

const Nowhere = () => (
  <section class="panel">
    <p class="empty">No OpenClaw is known here. Add a gateway by its address under Overview.</p>
  </section>
)

function stateWords({ state, place }: { state: { state: string; words: string }; place: string }) {
  const { word } = gatewayStatusLabels[state.state as keyof typeof gatewayStatusLabels]
  const words = state.state === 'connected' ? state.words : word
  return `${words}, ${place}`
}
