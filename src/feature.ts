import type { AnyElysia } from 'elysia'
import type { z } from 'zod'
import type { Event, EventRules, TopicOf } from './live/event.ts'
import type { sharedTopics, Topics } from './live/topics.ts'

/** How long rows of a table are kept, for people to read. */
type Kept = { kept: string }

/** The same, carried out: a row goes once the time (ms) in a column of it is so long ago. */
type KeptUntil = Kept & { deleteBy?: { column: string; afterMs: number } }

/** Everything that a feature adds to the product. The parts of the program that its routes need are handed to them. */
export type Feature<E extends Event, OwnTopics extends Topics, Settings extends z.ZodRawShape, Parts, Routes> = {
  name: string
  /** Its topics, each with the least role that may listen. */
  topics?: OwnTopics
  /** For each kind of event that it publishes: the topics it is heard under, and what each role hears of it. */
  events: EventRules<E, NoInfer<TopicOf<OwnTopics>> | TopicOf<typeof sharedTopics>>
  /** The tables it owns, with how long their rows are kept. Each database but wheelhouse.sqlite is written by a thread. */
  tables?: {
    index?: Record<string, Kept>
    wheelhouse?: Record<string, KeptUntil>
    logs?: Record<string, Kept>
    metrics?: Record<string, Kept>
  }
  /** Its sections of config.toml. */
  settings?: Settings
  routes?: (parts: Parts) => Routes
}

/** The union of the events that a feature publishes, carried by its type alone. */
export type EventOf<F> = F extends { '~event'?: infer E } ? Exclude<E, undefined> : never

/**
 * Defines a feature: `defineFeature<SessionEvent>()({ name: 'sessions', … })`, without a type where it publishes
 * nothing. It does not compile while a kind of event has no topics, or nothing is said about what a screen hears of it.
 */
export const defineFeature =
  <E extends Event = never>() =>
  <
    const OwnTopics extends Topics = Record<never, never>,
    Settings extends z.ZodRawShape = Record<never, never>,
    Parts = unknown,
    Routes extends AnyElysia = never,
  >(
    feature: Feature<E, OwnTopics, Settings, Parts, Routes>,
  ): Feature<E, OwnTopics, Settings, Parts, Routes> & { '~event'?: E } =>
    feature

/** A feature's own sections of config.toml, out of all that were checked when the file was read. */
export const settingsOf = <Settings extends z.ZodRawShape>(
  { settings }: { settings?: Settings },
  sections: Record<string, unknown>,
) =>
  Object.fromEntries(Object.entries(sections).filter(([name]) => settings && name in settings)) as z.infer<
    z.ZodObject<Settings>
  >
