import type { PublishedEvent } from '../../../src/app/features.ts'
import type { Overview } from '../../../src/overview/overview.ts'

export type EventOf<Kind extends PublishedEvent['kind']> = Extract<PublishedEvent, { kind: Kind }>

/** A part of what every page knows. It begins with its part of an overview and follows its own events from then on. */
export type TopicStore<Kind extends PublishedEvent['kind'] = never> = {
  /** Takes its part of a newer overview. What is the same in it notifies nobody. */
  reset(overview: Overview): void
  /** Applies an event. Applying it twice changes nothing the second time. */
  apply(event: EventOf<Kind>): void
}
