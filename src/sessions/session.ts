import type { SessionKind } from '../facts/fact.ts'
import type { Runtime } from '../facts/runtimes.ts'
import type { Witness } from '../facts/testimony.ts'
import { cost } from '../lib/format.ts'
import type { Activity, SessionState } from './state.ts'

/** The source of a cost: the runtime, our prices, a lower bound by our prices, or no price. */
export type CostSource = 'logged' | 'computed' | 'bound' | 'unpriced'

/** A session as every view shows it. Times in ms since the epoch; unknown is null, never 0. */
export type Session = {
  id: string
  runtime: Runtime
  agentId: string
  key: string | null
  title: string | null
  /** False for an older window of its conversation and for an archived one: lists leave them out. */
  current: boolean
  kind: SessionKind
  channel: string | null
  state: SessionState
  activity: Activity | null
  reason: string | null
  /** Who says that it is in this state, and since when that word holds (ms). */
  witness: Witness
  witnessedAt: number | null
  parentId: string | null
  model: string | null
  projectPath: string | null
  /** What the git worktree is called in which it works; null in the main folder of its project. */
  worktree: string | null
  branch: string | null
  startedAt: number | null
  lastAt: number | null
  endedAt: number | null
  contextPercent: number | null
  inputTokens: number
  outputTokens: number
  cacheReadTokens: number
  cacheWriteTokens: number
  /** In US dollars at the price of each call, whoever pays. */
  costUsd: number | null
  costSource: CostSource | null
  /** A subscription pays for its runtime: its cost stands beside sums and is part of none. */
  isSubscription?: true
  host: string
}

/** The fields of a session that ordering, filtering and counting need. */
export type SessionSummary = Pick<
  Session,
  | 'id'
  | 'agentId'
  | 'runtime'
  | 'kind'
  | 'state'
  | 'parentId'
  | 'title'
  | 'model'
  | 'projectPath'
  | 'worktree'
  | 'branch'
  | 'startedAt'
  | 'lastAt'
  | 'contextPercent'
> & {
  costUsd: number | null
  costIsLowerBound: boolean
  totalTokens: number
}

/** The cost of a session as text: a dash before any call, `≥` where not all of it has a price. */
export const costLabelOf = ({ costUsd, costSource }: Pick<Session, 'costUsd' | 'costSource'>) =>
  costSource === null ? '–' : cost(costUsd, costSource === 'unpriced' || costSource === 'bound')

/** A session as a screen on a wall may show it: no words of a prompt or an error, no path, no key. */
export const sessionForScreen = <S extends Session>(session: S): S => ({
  ...session,
  key: null,
  title: null,
  reason: null,
  projectPath: null,
  worktree: null,
  branch: null,
})
