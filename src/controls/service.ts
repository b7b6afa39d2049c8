/** What a service can be told to do. */
export const verbs = ['start', 'stop', 'restart', 'update'] as const
export type Verb = (typeof verbs)[number]

/** `unknown`: nobody could say; `reason` then tells why. */
export type ServiceState = 'running' | 'starting' | 'stopping' | 'stopped' | 'failed' | 'unknown'

/** How a service is at this moment. What is not known is null. Times in ms since the epoch. */
export type Reading = {
  state: ServiceState
  /** Half a sentence about the state: what it waits for, why it failed. */
  reason: string | null
  /** Names one start of it: another start has another. Null while it does not run. */
  life: string | null
  pid: number | null
  startedAt: number | null
  rssBytes: number | null
  port: number | null
  version: string | null
  /** Whether it answers, where that can be asked. */
  ready: boolean | null
  /** A command that a person can run where we may not, or where something has to be put right first. */
  help: string | null
}

export const unread = (reason: string, help: string | null = null): Reading => ({
  ...nothingKnown,
  state: 'unknown',
  reason,
  help,
})

export const nothingKnown: Reading = {
  state: 'stopped',
  reason: null,
  life: null,
  pid: null,
  startedAt: null,
  rssBytes: null,
  port: null,
  version: null,
  ready: null,
  help: null,
}

/** The kinds of services as they stand together on the page. */
export type ServiceGroup = 'gateway' | 'containers' | 'units' | 'processes'

/** What was asked last of a service, or goes on at this moment. */
export type Act = {
  id: string
  service: string
  verb: Verb
  /** The name of whoever asked. */
  who: string
  /** The command or the call that was made. */
  exact: string
  askedAt: number
  endedAt: number | null
  /** `unknown`: what became of it could not be found out. */
  outcome: 'going' | 'done' | 'failed' | 'unknown'
  reason: string | null
  steps: Step[]
  /** Whom it interrupted, as it was said before. */
  interrupts: Interrupted[]
  /** After an update: how the version before it is brought back; null after anything else, and where it is not known. */
  wayBack: string | null
  /** How long the same took the last times, in ms; null where it was never done. */
  usualMs: number | null
}

export type Interrupted = { name: string; effect: string }

export type Step = {
  key: StepKey
  name: string
  state: 'open' | 'now' | 'done' | 'failed'
  /** When it began and ended; null before that. */
  since: number | null
  until: number | null
  /** What it waits for. */
  words: string | null
}

export type StepKey = 'ask' | 'end' | 'begin' | 'answer' | 'steady'

/** A verb that a service knows, with what exactly would be done. */
export type KnownVerb = { verb: Verb; exact: string }

/** A service as it is listed: what it is, how it is, and what can be done. */
export type Service = Reading & {
  id: string
  name: string
  group: ServiceGroup
  /** What manages it: `systemd --user`, `Docker`, `the gateway itself`. */
  manager: string
  /** Its name there: a unit, a container, a folder. */
  unit: string
  demo: boolean
  verbs: KnownVerb[]
  /** Why less can be done than one would expect, and what to do about it. */
  note: string | null
  /** Whether it can be asked for a newer version of itself. */
  checksUpdates: boolean
  dependsOn: string[]
  /** Agents that stop with it, by id; `dependants` are services, by id. */
  agents: string[]
  dependants: string[]
  /** The act that goes on, or else the last one. */
  act: Act | null
}

/** A service as a screen on a wall may show it: its name, state and numbers; no words, no command, nobody's name. */
export const serviceForScreen = (service: Service): Service => ({
  ...service,
  reason: null,
  help: null,
  life: null,
  manager: '',
  unit: '',
  note: null,
  checksUpdates: false,
  verbs: [],
  dependsOn: [],
  dependants: [],
  agents: [],
  act: null,
})
