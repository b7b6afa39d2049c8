import { For, Show } from 'solid-js'
import { nameOfDevice } from '../../../src/facts/pairing.ts'
import { ago } from '../../../src/lib/format.ts'
import { Panel } from '../../components/panel.tsx'
import { ProblemNote } from '../../components/problem-note.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { toast } from '../../components/toasts.tsx'
import { api, ask } from '../../data/api.ts'
import { createQuery } from '../../data/query.ts'
import { now } from '../../platform/now.ts'
import type { Gateways } from './create-gateways.ts'
import { Empty } from './overview-tab.tsx'

/** Which devices ask a gateway to be let in, and which are. */
export function DevicesTab(props: { gateways: Gateways }) {
  const { gateways } = props
  const devices = createQuery({
    key: () => {
      const id = gateways.reachable()
      return id === undefined || !gateways.mayRead() ? undefined : (['gateways/devices', id] as const)
    },
    fetcher: ([, id], signal) => ask(api.gateways({ id }).devices.get({ fetch: { signal } })),
    changes: () => gateways.chosen()?.pairing,
    throttleMs: 300,
  })
  const id = () => gateways.chosen()!.id

  const answer = (request: string, how: 'approve' | 'reject', name: string) =>
    gateways.attempt(async () => {
      const done = await gateways.withConfirm((confirm) =>
        ask(
          api
            .gateways({ id: id() })
            .pairing({ request })({ how })
            .post(confirm === undefined ? {} : { confirm }),
        ),
      )
      if (done) toast({ text: how === 'approve' ? `${name} is let in.` : `${name} is refused.` })
      await devices.refetch()
    })
  const remove = (device: string, name: string) =>
    gateways.attempt(async () => {
      const done = await gateways.withConfirm((confirm) =>
        ask(
          api
            .gateways({ id: id() })
            .devices({ device })
            .delete(confirm === undefined ? {} : { confirm }),
        ),
      )
      if (done) toast({ text: `${name} is removed.` })
      await devices.refetch()
    })

  return (
    <div class="gateway-columns even">
      <Panel title="Asks to be let in" sub="a request ends after five minutes">
        <ProblemNote text={gateways.problem() ?? devices.problem()?.message} />
        <Empty of={devices.data()?.asking} isAsked={gateways.isThere()} none="No device asks to be let in.">
          <ul class="rows">
            <For each={devices.data()?.asking}>
              {(request) => (
                <li>
                  <StateMark mark="waiting" label="" />
                  <div>
                    <b>{nameOfDevice(request)}</b>
                    <p class="quiet">
                      {[request.client, request.platform, request.ip, request.at === null ? '' : ago(request.at, now())]
                        .filter(Boolean)
                        .join(', ')}
                    </p>
                    <p class="quiet">wants {request.scopes.join(', ') || request.role || 'no right that is named'}</p>
                  </div>
                  <Show when={gateways.mayChange()} fallback={<span class="quiet">An admin can answer</span>}>
                    <span class="row">
                      <button
                        class="button"
                        type="button"
                        aria-label={`Refuse ${nameOfDevice(request)}`}
                        onClick={() => answer(request.id, 'reject', nameOfDevice(request))}
                      >
                        Refuse
                      </button>
                      <button
                        class="button"
                        data-kind="primary"
                        type="button"
                        aria-label={`Let in… ${nameOfDevice(request)}`}
                        onClick={() => answer(request.id, 'approve', nameOfDevice(request))}
                      >
                        Let in…
                      </button>
                    </span>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </Empty>
      </Panel>
      <Panel title="Let in" sub={devices.data() && `${devices.data()!.paired.length} devices`}>
        <Empty
          of={devices.data()?.paired}
          isAsked={gateways.isThere()}
          none="No device is paired. Programs on the gateway's own machine need no pairing."
        >
          <ul class="rows">
            <For each={devices.data()?.paired}>
              {({ id: device, name, platform, role, scopes, at }) => (
                <li>
                  <StateMark mark="healthy" label="" />
                  <div>
                    <b>{name || device.slice(0, 12)}</b>
                    <p class="quiet">
                      {[platform, role, at === null ? '' : `let in ${ago(at, now())}`].filter(Boolean).join(', ')}
                    </p>
                    <p class="quiet">{scopes.join(', ')}</p>
                  </div>
                  <Show when={gateways.mayChange()}>
                    <button
                      class="button"
                      type="button"
                      aria-label={`Remove… ${name || device.slice(0, 12)}`}
                      onClick={() => remove(device, name || 'The device')}
                    >
                      Remove…
                    </button>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </Empty>
      </Panel>
    </div>
  )
}
