import type { PublishedEvent } from '../../../src/app/features.ts'
import type { Overview } from '../../../src/overview/overview.ts'

export type EventOf<Kind extends PublishedEvent['kind']> = Extract<PublishedEvent, { kind: Kind }>

/** A part of what every page knows: its first value is of an overview, from then on it follows its own events. */
export type TopicStore<Kind extends PublishedEvent['kind'] = never> = {
  /** Takes its part of an answer: what is the same stays the same. */
  reset(overview: Overview): void
  /** Hearing an event twice is as good as once. */
  hear(event: EventOf<Kind>): void
}
