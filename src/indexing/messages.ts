import type { RecentRows } from '../activity/recent-rows.ts'
import type { BudgetState } from '../costs/budgets/budget.ts'
import type { Override } from '../costs/pricing/overrides.ts'
import type { AddedGateway } from '../facts/added-gateway.ts'
import type { ApprovalStatement, TakingPart } from '../facts/approval.ts'
import type { GatewayState } from '../facts/gateway.ts'
import type { PairingStatement } from '../facts/pairing.ts'
import type { CommandLine } from '../facts/runtimes.ts'
import type { Finding, Progress, ReadingLimits, SourceReport } from '../facts/source.ts'
import type { StatedFigure } from '../facts/stated-figure.ts'
import type { AnswerFrame, RequestFrame } from '../lib/thread-rpc.ts'
import type { Standing } from '../overview/status.ts'
import type { BudgetSettings, ReadSettings } from '../reader/read-side.ts'
import type { LiveStateChange } from '../sessions/live-state.ts'
import type { CustomDeclaration } from '../sources/sources.ts'
import type { ChangeEvent } from './change-event.ts'
import type { TouchedRows } from './writer.ts'

/** Starts the worker. With `watch` false it makes one pass over everything and then nothing more. */
export type Start = {
  kind: 'start'
  indexPath: string
  /** Where the index of all texts is; nothing is found in them where it is left out. */
  searchPath?: string | undefined
  openclaw: { homes: string[]; configPath: string | null }
  /** The user's own prices. */
  prices?: Override[] | undefined
  /** Folders of the coding command lines; without them none is read. */
  folders?: Record<CommandLine, string[]> | undefined
  /** Where hooks of agents find who listens; none where it is left out. */
  hookFolders?: string[] | undefined
  /** The folder in which status lines leave their last words; none where it is left out. */
  statuslineFolder?: string | undefined
  /** Whether an agent's shell has started this program: then it takes part in no approvals. */
  startedByAgent?: boolean | undefined
  /** False where no process of this machine runs the sessions: then nobody is asked what they do just now. */
  witnesses?: boolean | undefined
  /** The files of opencode's configuration that hold for all folders. */
  opencodeConfigs?: string[] | undefined
  /** Sources that the configuration declares. */
  custom?: CustomDeclaration[] | undefined
  /** How much of folders and archives is read; the usual where it is left out. */
  reading?: Partial<ReadingLimits> | undefined
  watch: boolean
  /** The settings with which published rows are read; without them nothing is published. */
  publish?: ReadSettings | undefined
  /** Whether the files that agents wrote are watched for changes from outside. */
  watchFiles?: boolean | undefined
  /** False only opens the index. */
  read: boolean
  /** The settings of connections to gateways; without them there are none. `seed` and `token` are secrets. */
  gateway?: { url: string | null; token: string | null; seed: string; version: string; platform: string } | undefined
  /** A history of at least this many bytes is read in a thread beside. */
  backfillFromBytes?: number
}

export type ToWorker =
  | Start
  | RequestFrame
  /** Budgets were set or removed. */
  | { kind: 'set-budgets'; settings: BudgetSettings }
  /** A person has switched taking part in approvals on or off. */
  | { kind: 'take-part'; wanted: TakingPart }
  /** Which gateways a person has added by address; the tokens are secrets. */
  | { kind: 'set-gateways'; gateways: readonly AddedGateway[] }
  /** Whether somebody looks who could answer devices that ask to be paired. */
  | { kind: 'watch-pairing'; isWanted: boolean }
  | { kind: 'stop' }

/** From the indexer, about its passes. */
export type FromIndexer =
  /** Facts were committed. Only `live` ones are published; the others are history. */
  | { kind: 'committed'; live: boolean; touched: TouchedRows }
  | { kind: 'progress'; progress: Progress; done: boolean }
  | { kind: 'reports'; reports: SourceReport[] }
  /** Why commits fail (a full disk, say), in a sentence; null once they succeed again. */
  | { kind: 'trouble'; message: string | null }

export type FromWorker =
  /** The index is open, with its migrations applied: it can be read from now on. */
  | { kind: 'opened' }
  /** The index cannot be opened; no message follows. */
  | { kind: 'open-failed'; message: string }
  | Exclude<FromIndexer, { kind: 'committed' }>
  /** How many stored calls are priced again; `rowsDone` equals `rows` at the end. */
  | { kind: 'pricing'; rows: number; rowsDone: number }
  /** Events to publish, in this order. */
  | { kind: 'events'; events: ChangeEvent[] }
  /** How things stand while history is read, of which nothing is published. */
  | { kind: 'standing'; standing: Standing }
  /** The rows of the last day: before anything is published, and again before `progress` says that it is done. */
  | { kind: 'recent'; rows: RecentRows }
  /** The budgets after sums have changed. */
  | { kind: 'budgets'; states: BudgetState[] }
  /** A change of the live state of sessions, ahead of the events that follow from it. */
  | { kind: 'live-state'; change: LiveStateChange }
  | { kind: 'gateways'; states: GatewayState[] }
  /** The states of the gateways that were added by address. */
  | { kind: 'added-gateways'; states: GatewayState[] }
  /** Which devices ask a gateway to be paired. */
  | { kind: 'pairing'; statement: PairingStatement }
  /** What a door of approvals says. */
  | { kind: 'approvals'; statement: ApprovalStatement }
  /** What people should know of the doors of approvals. */
  | { kind: 'approval-findings'; findings: Finding[] }
  /** What was stated about costs beside what is read. */
  | { kind: 'figures'; figures: StatedFigure[] }
  /** An error that the worker survives; for the log. */
  | { kind: 'error'; message: string; stack: string }
  | { kind: 'stopped' }
  /** The answer to a request. */
  | AnswerFrame

/** The part of the configuration that says which sources there are. */
export type SourceConfig = Pick<
  Start,
  'openclaw' | 'folders' | 'opencodeConfigs' | 'hookFolders' | 'statuslineFolder' | 'custom' | 'reading'
>
