import { useSearchParams } from '@solidjs/router'
import { createEffect, For, Match, on, Show, Switch } from 'solid-js'
import { type Service, type ServiceGroup, verbs } from '../../../src/controls/service.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Notice } from '../../components/notice.tsx'
import { Breaker } from './breaker.tsx'
import { createServices } from './create-services.ts'
import { LockBar } from './lock-bar.tsx'
import { ServicePanel } from './service-panel.tsx'
import { groupLabels, pull } from './service-words.ts'

/** Can I switch it safely? The address names what is chosen, and what a command from elsewhere asks for. */
export default function ServicesPage() {
  const [params, setParams] = useSearchParams<{ service?: string; ask?: string }>()
  const services = createServices(() => params.service)
  const { inOrder, selected } = services
  const select = (id: string) => setParams({ service: id }, { replace: true })

  // The palette asks for a verb: it is asked once the services are known.
  createEffect(
    on([() => services.services().length > 0 && services.may('operator'), () => params.ask], ([isReady, asked]) => {
      const verb = verbs.find((one) => one === asked)
      const service = selected()
      if (!isReady || verb === undefined || !service) return
      setParams({ ask: undefined }, { replace: true })
      void services.request(service.id, verb)
    }),
  )

  function throwLever(service: Service) {
    const verb = pull(service)
    if (verb && services.may('operator') && services.closed() === null) void services.request(service.id, verb)
  }

  return (
    <Switch fallback={<div class="services loading" aria-busy="true" />}>
      <Match when={services.list.data() && services.services().length === 0}>
        <Notice title="No services were found" text={howToAdd}>
          <a class="button" href="/settings/sources">
            What was looked for
          </a>
        </Notice>
      </Match>
      <Match when={services.list.data()}>
        <div class="services">
          <h1 class="hidden">Services</h1>
          <section class="panel breakers" aria-label="Services">
            <LockBar services={services} />
            <For each={inOrder()}>
              {({ group, items }) => (
                <Show when={items.length > 0}>
                  <section class="breaker-group" aria-labelledby={`group-${group}`} data-group={group}>
                    <h2 id={`group-${group}`}>
                      {groupLabels[group].name} <span class="label">{aboutGroup(group, items)}</span>
                    </h2>
                    <div class="breaker-row">
                      <For each={items}>
                        {(service) => (
                          <Breaker
                            service={service}
                            selected={selected()?.id === service.id}
                            now={services.now()}
                            onSelect={() => select(service.id)}
                            onPull={() => throwLever(service)}
                          />
                        )}
                      </For>
                    </div>
                  </section>
                </Show>
              )}
            </For>
            <footer class="legend">
              <span data-lever="on">on</span>
              <span data-lever="off">off</span>
              <span data-lever="tripped">failed</span>
              <span data-lever="changing">changing</span>
              <p class="quiet">Faces are the agents that stop with it. Space asks before it acts.</p>
            </footer>
          </section>
          <Show when={selected()}>{(service) => <ServicePanel service={service()} services={services} />}</Show>
          <ConfirmDialog pending={services.pending()} />
        </div>
      </Match>
      <Match when={services.list.problem()}>
        {(problem) => (
          <Notice title="Services cannot be shown" text={problem().message}>
            <button class="button" type="button" onClick={services.list.refetch}>
              Try again
            </button>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

const howToAdd =
  'Wheelhouse shows gateways of OpenClaw, units that are called openclaw-gateway, Docker containers, and what you name under `[[services]]` in config.toml: `name = "Queue"` with `user_unit = "queue.service"`, or with `command = ["/usr/bin/queue", "run"]`.'

function aboutGroup(group: ServiceGroup, items: Service[]): string {
  if (group === 'gateway') return groupLabels.gateway.about
  const running = items.filter(({ state }) => state === 'running').length
  const demo = items.some((one) => one.demo) ? ', demo data' : ''
  return `${groupLabels[group].about}, ${running} of ${items.length} running${demo}`
}
