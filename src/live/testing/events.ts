import { createCatalog } from '../catalog.ts'
import type { EventRules, TopicOf } from '../event.ts'
import type { sharedTopics, Topics } from '../topics.ts'

/** A row with words that a screen may not see. */
type Row = { id: string; state: string; title: string | null; reason: string | null }

/** Events of a feature that exists only here. */
export type SampleEvent =
  | { kind: 'row.changed'; row: Row }
  | { kind: 'counted'; count: number; done: boolean }
  | { kind: 'recorded'; who: string }

const topics = { rows: 'screen', 'row:ID': 'viewer', counts: 'screen', records: 'operator' } as const satisfies Topics

const events: EventRules<SampleEvent, TopicOf<typeof topics> | TopicOf<typeof sharedTopics>> = {
  'row.changed': {
    topics: ({ row }) => [`row:${row.id}`, 'rows', 'overview'],
    redact: { screen: (event) => ({ ...event, row: { ...event.row, title: null, reason: null } }), viewer: 'whole' },
  },
  counted: {
    topics: () => ['counts', 'overview'],
    redact: { screen: 'whole' },
    latestValue: ({ done }) => !done,
  },
  recorded: { topics: () => ['records'], redact: { screen: 'nothing', operator: 'whole' } },
}

export const sampleCatalog = createCatalog<SampleEvent>([{ name: 'sample', topics, events }])

export const sampleRow = (id: string, rest: Partial<Row> = {}): Row => ({
  id,
  state: 'failed',
  title: 'secret title',
  reason: 'secret reason',
  ...rest,
})

export const changed = (id: string, rest: Partial<Row> = {}): SampleEvent => ({
  kind: 'row.changed',
  row: sampleRow(id, rest),
})

export const counted = (done = false): SampleEvent => ({ kind: 'counted', count: 1, done })

export const recorded: SampleEvent = { kind: 'recorded', who: 'w' }
