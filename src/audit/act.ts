import type { Credential } from '../auth/credential-kind.ts'
import type { ActorRole } from './audit-line.ts'

/** How acts end. `unfinished` was asked for and has no end: it goes on, or this program ended before it. */
export const outcomes = ['done', 'failed', 'refused', 'unfinished'] as const
export type Outcome = (typeof outcomes)[number]

/** An act with its lines put together. */
export type Act = {
  /** What its lines share. */
  id: string
  /** When it was asked for or refused, in ms. */
  at: number
  /** When it was done, failed or was refused; null while it has no end. */
  endedAt: number | null
  /** The name of the caller and, in brackets, the id of the credential. */
  who: string
  role: ActorRole
  /** What kind of credential acted; null where there was none, and in acts from before this was recorded. */
  credential: Credential | null
  action: string
  target: string
  outcome: Outcome
  /** Why it failed or was refused. */
  detail: string | null
  /** From the request to the end, in ms; null without an end, and where only the end is on record. */
  tookMs: number | null
}

/** Which acts are meant. Each field narrows it; none means all. */
export type ActFilter = {
  /** Words that all stand in who, action, target or detail, in any case. */
  q?: string | undefined
  /** The name with the credential, exactly as an act has it. */
  who?: string | undefined
  credential?: Credential | undefined
  outcome?: Outcome | undefined
  /** Asked for at this moment or later, in ms. */
  since?: number | undefined
  /** Asked for before this moment, in ms. */
  until?: number | undefined
}

/** How many acts of a filter there are by outcome, and by credential, each without that condition itself. */
export type ActFacets = {
  outcome: Partial<Record<Outcome, number>>
  credential: Partial<Record<Credential, number>>
  /** Whether all acts were looked at; else there are more than these. */
  isWhole: boolean
}
