import { atLeast, type Role, roles } from '../auth/role.ts'
import type { Event, EventRule, Redaction } from './event.ts'
import { sharedTopics, type Topics } from './topics.ts'

/** What a feature says about events: its topics, and a rule for each kind that it publishes. */
type EventSource = { name: string; topics?: Topics; events: Record<string, SomeRule> }

/** A rule for events of a kind that is not known here. */
type SomeRule = {
  topics: (event: never) => string[]
  redact: { [Listener in Role]?: 'whole' | 'nothing' | ((event: never) => unknown) }
  latestValue?: true | ((event: never) => boolean)
}

export type Catalog<E extends Event> = {
  /** The topics an event is heard under, the most specific first; none for a kind that nobody registered. */
  topicsOf(event: E): string[]
  /** Whether an event is sent as it comes and never replayed; so is one of a kind that nobody registered. */
  isLatestValue(event: E): boolean
  /** What a role hears of an event; undefined where that is nothing, as of a kind that nobody registered. */
  visibleTo(role: Role, event: E): E | undefined
  /** Whether a role may listen to a topic; to a topic that nobody registered nobody may. */
  maySubscribe(role: Role, topic: string): boolean
  /** Every topic with the least role that may listen to it. */
  topics: Topics
}

/** Looks up how events are heard. Throws for a kind or a topic that two features claim. */
export function createCatalog<E extends Event>(sources: readonly EventSource[]): Catalog<E> {
  const rules = new Map<string, EventRule<E>>()
  const topics = new Map<string, Role>(Object.entries(sharedTopics))
  for (const { name, topics: own = {}, events } of sources) {
    for (const [topic, role] of Object.entries(own)) claim(topics, topic, role, name)
    for (const [kind, rule] of Object.entries(events)) claim(rules, kind, rule as unknown as EventRule<E>, name)
  }
  const leastRoles = new Map([...topics].map(([name, role]) => [familyOf(name), role]))

  return {
    topics: Object.fromEntries(topics),
    topicsOf: (event) => rules.get(event.kind)?.topics(event) ?? [],

    isLatestValue(event) {
      const rule = rules.get(event.kind)
      if (!rule) return true
      return typeof rule.latestValue === 'function' ? rule.latestValue(event) : rule.latestValue === true
    },

    visibleTo(role, event) {
      const redactions = rules.get(event.kind)?.redact
      // A role without an entry of its own has that of the nearest lower role.
      const entry = roles.slice(0, roles.indexOf(role) + 1).findLast((lower) => redactions?.[lower] !== undefined)
      return entry && redactions && redacted(redactions[entry], event)
    },

    maySubscribe(role, topic) {
      const least = leastRoles.get(familyOf(topic))
      return least !== undefined && atLeast(role, least)
    },
  }
}

function redacted<E>(redaction: Redaction<E> | undefined, event: E): E | undefined {
  if (redaction === 'whole') return event
  return typeof redaction === 'function' ? redaction(event) : undefined
}

function claim<Value>(taken: Map<string, Value>, name: string, value: Value, feature: string) {
  if (taken.has(name)) throw new Error(`${feature} registers ${name}, which is registered already.`)
  taken.set(name, value)
}

/** `session:` for `session:ID` and all its topics; a topic that stands for itself is its own family. */
const familyOf = (topic: string) => topic.replace(/:.*/s, ':')
