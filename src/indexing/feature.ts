import { gatewayForScreen } from '../facts/gateway.ts'
import { sourceForScreen } from '../facts/source.ts'
import { defineFeature } from '../feature.ts'
import type { IndexingEvent } from './events.ts'

export const indexingFeature = defineFeature<IndexingEvent>()({
  name: 'indexing',
  events: {
    'source.changed': {
      topics: () => ['health', 'overview'],
      redact: { screen: (event) => ({ ...event, source: sourceForScreen(event.source) }), viewer: 'whole' },
    },
    'gateway.changed': {
      topics: () => ['health', 'overview'],
      redact: { screen: (event) => ({ ...event, gateway: gatewayForScreen(event.gateway) }), viewer: 'whole' },
    },
    indexed: {
      topics: () => ['health', 'overview'],
      redact: { screen: 'whole' },
      // That all of the past has been read is a fact; how far a pass has come is not.
      latestValue: ({ done }) => !done,
    },
  },
  tables: {
    index: {
      cursors: { kept: 'for good: what lies behind a cursor is not read again' },
      unread: { kept: 'until the whole of its unit could be read' },
    },
  },
})
