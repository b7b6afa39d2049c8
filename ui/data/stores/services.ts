import { createMemo, createSignal, onCleanup } from 'solid-js'
import type { Service } from '../../../src/controls/service.ts'
import { api, ask } from '../api.ts'
import { useOverview } from '../overview-context.ts'
import { createQuery } from '../query.ts'

/** What can be switched on this machine, kept up by events, for as long as the owner lives. */
export function createServiceList() {
  const { subscribe, subscribeTopic } = useOverview()
  const [beat, setBeat] = createSignal(0)
  const again = () => setBeat((count) => count + 1)
  const list = createQuery({
    key: () => ['controls'],
    fetcher: (_key, signal) => ask(api.controls.get({ fetch: { signal } })),
    changes: beat,
    throttleMs: 1_000,
  })
  subscribe({
    onEvent(event) {
      if (event.kind === 'control.changed')
        list.update((data) => ({ ...data, items: withService(data.items, event.service) }))
      else if (event.kind === 'control.gone')
        list.update((data) => ({ ...data, items: data.items.filter(({ id }) => id !== event.id) }))
    },
    onGap: again,
  })
  onCleanup(subscribeTopic('controls', again))
  return {
    list,
    services: createMemo<Service[]>(() => list.data()?.items ?? []),
    /** Asks for what no event says. */
    again,
  }
}

function withService(items: Service[], service: Service): Service[] {
  return items.some(({ id }) => id === service.id)
    ? items.map((one) => (one.id === service.id ? service : one))
    : [...items, service]
}
