import type { GatewayState } from '../../../src/facts/gateway.ts'
import type { SourceReport } from '../../../src/facts/source.ts'
import { createRows } from './rows.ts'
import type { TopicStore } from './topic-store.ts'

/** The sources with their states, and the gateways of the homes that are read. */
export function createSourcesStore() {
  const sources = createRows<SourceReport>(({ runtime, name = '' }) => `${runtime} ${name}`)
  const gateways = createRows<GatewayState>(({ home }) => home)
  const store: TopicStore<'source.changed' | 'gateway.changed'> = {
    reset(overview) {
      sources.reset(overview.sources)
      gateways.reset(overview.gateways)
    },
    apply(event) {
      if (event.kind === 'source.changed') sources.put(event.source)
      else gateways.put(event.gateway)
    },
  }
  return {
    ...store,
    get sources() {
      return sources.rows
    },
    get gateways() {
      return gateways.rows
    },
  }
}
