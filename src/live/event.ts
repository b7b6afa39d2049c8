import type { Role } from '../auth/role.ts'

/** Whatever is published: plain data with the name of its kind. */
export type Event = { kind: string }

/** An event as it is heard: numbered, dated in ms, from a host. */
export type Published<E extends Event> = E & { seq: number; at: number; host: string }

/** What somebody hears of an event: all of it, nothing of it, or what a function leaves of it. */
export type Redaction<E> = 'whole' | 'nothing' | ((event: E) => E)

/** What each role hears of an event. A role without an entry hears what the next lower one hears. */
type Redactions<E> = { screen: Redaction<E> } & { [Higher in Exclude<Role, 'screen'>]?: Redaction<E> }

/** How events of one kind are heard. */
export type EventRule<E extends Event, Topic extends string = string> = {
  /** The topics an event is heard under, the most specific first. */
  topics: (event: E) => [Topic, ...Topic[]]
  redact: Redactions<E>
  /** Only the newest counts: it is sent as it comes and never replayed. */
  latestValue?: true | ((event: E) => boolean)
}

/** A rule for every kind of a union of events. */
export type EventRules<E extends Event, Topic extends string = string> = {
  [Kind in E['kind']]: EventRule<Extract<E, { kind: Kind }>, Topic>
}

/** The topics of a record of them: `session:ID` stands for every topic that begins with `session:`. */
export type TopicOf<Topics> = {
  [Name in keyof Topics]: Name extends `${infer Family}:${string}` ? `${Family}:${string}` : Name & string
}[keyof Topics]
