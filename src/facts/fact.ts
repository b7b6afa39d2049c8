import type { Runtime } from './runtimes.ts'
import type { Tier } from './tier.ts'
import type { FileChange } from './tool-action.ts'

/**
 * The facts that sources produce, in one closed list. Facts are plain serialisable data: they cross a thread today and
 * may cross a network later. Times are milliseconds since the epoch; tokens are counts; a field that is left out
 * changes nothing, and `''` means that there is none.
 */
export type Fact =
  | AgentFact
  | SessionFact
  | UsageFact
  | LimitFact
  | CronJobFact
  | CronRunFact
  | FileTouchFact
  | CallFailedFact
  | CallRanFact
  | ToolUseFact

export type AgentFact = {
  kind: 'agent'
  /** `<runtime>:<slug>` */
  id: string
  runtime: Runtime
  name?: string
  emoji?: string
  model?: string
  /** False once the runtime no longer knows the agent; the agent's history stays. */
  present?: boolean
}

export type SessionKind = 'direct' | 'group' | 'cron' | 'subagent' | 'main' | 'other'

/** The status that the runtime itself last wrote about a run of this session. */
export type RunStatus = 'running' | 'done' | 'failed' | 'killed' | 'timed-out'

export type SessionFact = {
  kind: 'session'
  /** `<runtime>.<agent>.<uuid>`: safe in a path. */
  id: string
  runtime: Runtime
  agentId: string
  key?: string
  /** The name that a person gave the session. */
  title?: string
  /** The first words of a person, shown where there is no name. */
  firstPrompt?: string
  sessionKind?: SessionKind
  channel?: string
  /** True for the window of its key that lists show; false for older windows and archives. */
  current?: boolean
  status?: RunStatus | ''
  /** The reason for the status, in half a sentence. */
  reason?: string
  parentKey?: string
  /** The agent of the parent session: two homes may hold the same keys. */
  parentAgentId?: string
  model?: string
  projectPath?: string
  /** The folder of the git worktree in which it works, where that is not the main folder of its project. */
  worktreePath?: string
  branch?: string
  cronId?: string
  startedAt?: number
  lastAt?: number
  endedAt?: number
  contextTokens?: number
  contextLimit?: number
  /** The end of the transcript: who spoke last, how the model stopped, which tool has no result yet. */
  lastRole?: 'user' | 'assistant' | 'tool' | 'other'
  stopReason?: string
  openTool?: string
  /** What it asks a person for by its transcript, in half a sentence; '' for nothing. */
  waitsFor?: string
}

/** US dollars for a million tokens of each class, from the runtime's own configuration; null where it states none. */
export type Rates = { input: number; output: number; cacheRead: number | null; cacheWrite: number | null }

/** Counts of one model answer. `input` excludes what came from the cache; `output` contains `reasoning`. */
export type Tokens = {
  input: number
  output: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
  reasoning: number
  /** Tokens that are known as a total only, without classes. */
  unclassified: number
}

export type UsageFact = {
  kind: 'usage'
  /** The identity of a model answer: the same wherever and however often the answer is read. */
  key: string
  runtime: Runtime
  agentId: string
  sessionId: string
  at: number
  model: string
  provider: string
  tokens: Tokens
  /** The cost that the runtime logged, in US dollars; a logged 0 is passed on as 0. */
  loggedUsd: number | null
  rates: Rates | null
  /** Of two facts with one key the one of higher rank is stored; a fact without a rank has rank 0. */
  rank?: number
  /** The model's own id of the answer, where the runtime may write it under several keys. */
  answerId?: string
  /** The answer may be a copy of one with the same `answerId`: it counts only where no other does. */
  replayed?: boolean
  /** The output count is a placeholder that the runtime wrote before the answer was whole: a lower bound. */
  placeholder?: boolean
  /** The service tier that served the answer, where it is not the usual one. */
  tier?: Tier
  /** The answer was confined to machines in the United States, which costs more. */
  usOnly?: boolean
  /** How many searches of the web the provider ran for the answer, billed apart from its tokens. */
  searches?: number
}

/** The share of a subscription's allowance that is used, as the runtime reports it. */
export type LimitFact = {
  kind: 'limit'
  /** `<runtime>:<name>`: one window of one runtime; a newer fact replaces an older one. */
  id: string
  runtime: Runtime
  /** The name people use: `5 hours`, `week`. */
  name: string
  usedPercent: number
  windowMinutes: number | null
  resetsAt: number | null
  plan: string | null
  at: number
}

export type Schedule =
  | { kind: 'cron'; expr: string; timezone: string | null }
  | { kind: 'every'; everyMs: number; anchorMs: number | null }
  | { kind: 'at'; at: number }
  | { kind: 'unknown' }

export type CronJobFact = {
  kind: 'cron-job'
  /** `<runtime>:<job id>` */
  id: string
  runtime: Runtime
  agentId: string
  name: string
  enabled: boolean
  /** The runtime made the job for itself (heartbeats, housekeeping), not a person. */
  system: boolean
  schedule: Schedule
  nextAt: number | null
  lastAt: number | null
  lastStatus: CronRunStatus | null
  lastError: string | null
  /** False once the runtime's store no longer holds the job; its runs stay. */
  present: boolean
  /** The state directory it lies in, and its id there: what whoever changes it at its runtime has to name. */
  home?: string
  foreignId?: string
  /** What a person has decided about it, as JSON (`cron-definition.ts`); left out where the store does not hold it whole. */
  definition?: string
  /** Another text for another definition. */
  revision?: string
  createdAt?: number
  /** Since when it has had this schedule and been switched on, where the runtime says so; else since it was made. */
  activeSince?: number
}

export type CronRunStatus = 'running' | 'ok' | 'error' | 'skipped' | 'timed-out'

export type CronRunFact = {
  kind: 'cron-run'
  id: string
  jobId: string
  at: number
  status: CronRunStatus
  durationMs: number | null
  error: string | null
  summary: string | null
  sessionId: string | null
  model: string | null
  /** Whether a person started it and not the clock; left out where the runtime does not say. */
  byHand?: boolean
}

/** What a call did to a file. */
export type TouchHow = 'read' | FileChange['change']

/** A call of a tool read or changed a file. The same call and file are one touch, however often it is read. */
export type FileTouchFact = {
  kind: 'file-touch'
  sessionId: string
  /** The call, within its session. */
  callId: string
  /** Absolute. */
  path: string
  how: TouchHow
  at: number
  /** Lines that came and went; null where that is not known. */
  added: number | null
  removed: number | null
  /** The lines that an edit put in and took out, as hashes of 32 bits; null where they are not all known. */
  addedHash: number | null
  removedHash: number | null
  /** It is read out of a command of the shell. */
  isGuessed: boolean
  /** Where the call stands in the transcript. */
  itemId: string
}

/** A call failed: it did nothing to any file. */
export type CallFailedFact = { kind: 'call-failed'; sessionId: string; callId: string }

/** A call ran that may have changed files, from `at` to `endedAt` (ms); each is null where only the other is known so far. */
export type CallRanFact = {
  kind: 'call-ran'
  sessionId: string
  callId: string
  at: number | null
  endedAt: number | null
  /** A command, or a tool that nobody knows: it may have changed files that its words do not name. */
  isAnyFile: boolean
}

/** A session has used a tool. */
export type ToolUseFact = { kind: 'tool-use'; sessionId: string; tool: string }
