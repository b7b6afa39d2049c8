import type { Runtime } from '../facts/runtimes.ts'
import type { Outlook } from './window-outlook.ts'

/** Whose work a budget or a plan window is about; every field that is there narrows it. */
export type Scope = { agent?: string; model?: string; project?: string; runtime?: string }

/** How much of a budget or a plan window is used, as far as that is known now. Times in ms. */
export type Gauge = {
  /** `budget:NAME` or `window:ID`. */
  subject: string
  name: string
  kind: 'budget' | 'window'
  scope: Scope
  /** Another text for another limit. */
  limit: string
  /** Null where it is not known, or was said too long ago to be true of now. */
  usedPercent: number | null
  startsAt: number | null
  /** When it begins anew; null where unknown. */
  endsAt: number | null
  /** When it will be full; null without enough to go by, and for budgets. */
  outlook: Outlook | null
}

export type JobFact = {
  id: string
  name: string
  agentId: string
  runtime: Runtime
  enabled: boolean
}

export type SessionFact = {
  id: string
  name: string
  agentId: string
  runtime: Runtime
  model: string | null
  projectPath: string | null
}

/** Everything that decides what is done: nothing else is looked at. */
export type BreakerFacts = {
  gauges: Gauge[]
  /** The jobs of people that their runtime still has. */
  jobs: JobFact[]
  /** The sessions at work. */
  sessions: SessionFact[]
}

/** Whether a job is in a scope. Of which model or project a job is, its runtime does not say: such a scope has none. */
export const isJobOf = ({ agentId, runtime }: JobFact, scope: Scope) =>
  scope.model === undefined &&
  scope.project === undefined &&
  (scope.agent ?? agentId) === agentId &&
  (scope.runtime ?? runtime) === runtime

export const isSessionOf = ({ agentId, runtime, model, projectPath }: SessionFact, scope: Scope) =>
  (scope.agent ?? agentId) === agentId &&
  (scope.runtime ?? runtime) === runtime &&
  (scope.model === undefined || scope.model === model) &&
  (scope.project === undefined || scope.project === (projectPath ?? ''))
