import type { Severity } from './notice.ts'

/** Hours in which a channel is silent, by the clock on the wall: `22:00` to `07:00` goes over midnight. */
export type QuietHours = { from: string; to: string; severeBreaksThrough: boolean }

/** Which notices a channel gets, and when. */
export type Routing = {
  /** The least severity; null for none, where the channel only gets the digest. */
  least: Severity | null
  /** The kinds that it gets; null for all. */
  kinds: string[] | null
  /** It gets what has not settled after so long, in ms: 0 at once; more makes it the next step of an escalation. */
  afterMs: number
  /** Told again so long after the last time until it has settled, in ms; null for once. */
  repeatMs: number | null
  quiet: QuietHours | null
  /** When it gets the digest each day, `HH:MM`; null for never. */
  digestAt: string | null
  /** Whether it also hears that something has settled. */
  tellsEnd: boolean
}

/** A place where notices go. Secrets are not in it. */
export type Channel = {
  id: string
  /** The id of a recipe. */
  provider: string
  name: string
  isOn: boolean
  /** When it was switched on last, in ms. */
  onSince: number | null
  /** What was typed in and is no secret, by field. */
  given: Record<string, string>
  /** Whether it may reach addresses of the own network. */
  allowsPrivate: boolean
  routing: Routing
  madeAt: number
  madeBy: string
}

/** How a delivery is: on its way, or how it ended. `dropped` was not needed any more before it was due. */
export type DeliveryState = 'pending' | 'sending' | 'sent' | 'failed' | 'given-up' | 'dropped'

/** What went, or goes, to a channel, for people to read. Times in ms. */
export type Delivery = {
  id: number
  dedupeKey: string
  channelId: string
  channel: string
  /** 0 is the first time, each further one a repetition; -1 says that it has settled. */
  turn: number
  state: DeliveryState
  madeAt: number
  dueAt: number
  /** When it was sent first. */
  firstAt: number | null
  endedAt: number | null
  attempts: number
  /** What was answered: the status of HTTP, or the exit code of a command. */
  status: number | null
  /** The first 500 characters of the answer, without secrets. */
  answer: string | null
  /** What went wrong. */
  words: string | null
  /** Whether it may have arrived twice: it was on its way when this program ended, or its answer never came. */
  isUnsure: boolean
}

export type Pause = { at: number; until: number | null; by: string }

/** A channel with what a page shows of it. */
export type ChannelView = Channel & {
  /** What the provider is called. */
  providerName: string
  /** The names of the secret fields that are set; never their values. */
  secrets: string[]
  /** The last delivery that ended. */
  last: Delivery | null
  /** How many deliveries wait, without those that are not due yet. */
  waiting: number
}
