import type { RecentRows } from '../activity/recent-rows.ts'
import type { BudgetState } from '../costs/budgets/budget.ts'
import type { Override } from '../costs/pricing/overrides.ts'
import type { GatewayState } from '../facts/gateway.ts'
import type { CommandLine } from '../facts/runtimes.ts'
import type { Progress, SourceReport } from '../facts/source.ts'
import type { AnswerFrame, RequestFrame } from '../lib/thread-rpc.ts'
import type { OverallStatus } from '../overview/status.ts'
import type { ReadSettings } from '../reader/read-side.ts'
import type { LiveStateChange } from '../sessions/live-state.ts'
import type { CustomDeclaration } from '../sources/sources.ts'
import type { ChangeEvent } from './change-event.ts'
import type { TouchedRows } from './writer.ts'

/** What the worker needs to begin. `watch` false: one pass over everything, then silence. */
export type Start = {
  kind: 'start'
  indexPath: string
  openclaw: { homes: string[]; configPath: string | null }
  /** The user's own prices. */
  prices?: Override[] | undefined
  /** Folders of the coding command lines; none of them is read where they are left out. */
  folders?: Record<CommandLine, string[]> | undefined
  /** Sources that the configuration declares. */
  custom?: CustomDeclaration[] | undefined
  watch: boolean
  /** With what rows are read that are published; nothing is published without it. */
  publish?: ReadSettings | undefined
  /** False: the index is only opened. */
  read: boolean
  /** With what to listen to gateways; nobody is listened to without it. `seed` and `token` are secrets. */
  gateway?: { url: string | null; token: string | null; seed: string; version: string; platform: string } | undefined
  /** A source with so many bytes in its past has them read in a thread beside. */
  besideFromBytes?: number
}

export type ToWorker = Start | RequestFrame | { kind: 'stop' }

/** What the indexer says of its passes. */
export type FromIndexer =
  /** Something was committed. Only what is `live` is news; the rest is history. */
  | { kind: 'committed'; live: boolean; touched: TouchedRows }
  | { kind: 'progress'; progress: Progress; done: boolean }
  | { kind: 'reports'; reports: SourceReport[] }
  /** Commits fail for now (a full disk, say); null once they succeed again. */
  | { kind: 'trouble'; message: string | null }

export type FromWorker =
  /** The index is open and its migrations are applied: it can be read from now on. */
  | { kind: 'opened' }
  /** It cannot be opened; nothing will follow. */
  | { kind: 'open-failed'; message: string }
  | Exclude<FromIndexer, { kind: 'committed' }>
  /** Calls are priced again; `rowsDone` equals `rows` at its end. */
  | { kind: 'pricing'; rows: number; rowsDone: number }
  /** What is to be published, in this order. */
  | { kind: 'events'; events: ChangeEvent[] }
  /** How things stand as a whole while history is read, of which nothing is published. */
  | { kind: 'standing'; standing: OverallStatus }
  /** The rows of the last day: before anything is published, and again before `progress` says that it is done. */
  | { kind: 'recent'; rows: RecentRows }
  /** How budgets stand after sums have changed. */
  | { kind: 'budgets'; states: BudgetState[] }
  /** What changes the live state of sessions, ahead of what is published of it. */
  | { kind: 'live-state'; change: LiveStateChange }
  | { kind: 'gateways'; states: GatewayState[] }
  /** Something went wrong that the worker survives; for the log. */
  | { kind: 'error'; message: string; stack: string }
  | { kind: 'stopped' }
  /** What a method of the worker answers. */
  | AnswerFrame

/** What says which sources there are. */
export type SourceConfig = Pick<Start, 'openclaw' | 'folders' | 'custom'>
