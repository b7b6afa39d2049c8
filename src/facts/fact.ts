/**
 * Everything a source can say, in one closed list. Facts are plain serialisable data: they cross a thread today
 * and may cross a network later. Times are milliseconds since the epoch; tokens are counts; a field left out was
 * not said and changes nothing, `''` says "there is none".
 */
export type Fact = AgentFact | SessionFact | UsageFact | LimitFact | CronJobFact | CronRunFact

/** `custom` stands for every source that a configuration declares. */
export const runtimes = ['openclaw', 'claude-code', 'codex', 'gemini', 'opencode', 'custom'] as const
export type Runtime = (typeof runtimes)[number]

export type AgentFact = {
  kind: 'agent'
  /** `<runtime>:<slug>` */
  id: string
  runtime: Runtime
  name?: string
  emoji?: string
  model?: string
  /** False once the runtime no longer knows the agent; what it did stays. */
  present?: boolean
}

export type SessionKind = 'direct' | 'group' | 'cron' | 'subagent' | 'main' | 'other'

/** What the runtime itself last wrote about a run of this session. */
export type RunStatus = 'running' | 'done' | 'failed' | 'killed' | 'timed-out'

export type SessionFact = {
  kind: 'session'
  /** `<runtime>.<agent>.<uuid>`: safe in a path. */
  id: string
  runtime: Runtime
  agentId: string
  key?: string
  /** The name somebody gave it. */
  title?: string
  /** The first words of a person, shown where there is no name. */
  firstPrompt?: string
  sessionKind?: SessionKind
  channel?: string
  /** The window of its key that is shown in lists; older windows and archives are false. */
  current?: boolean
  status?: RunStatus | ''
  /** Half a sentence: why it is as it is. */
  reason?: string
  parentKey?: string
  /** Whose session the parent is: two homes may hold the same keys. */
  parentAgentId?: string
  model?: string
  projectPath?: string
  branch?: string
  cronId?: string
  startedAt?: number
  lastAt?: number
  endedAt?: number
  contextTokens?: number
  contextLimit?: number
  /** The end of the transcript: whose word was last, how the model stopped, which tool has no result yet. */
  lastRole?: 'user' | 'assistant' | 'tool' | 'other'
  stopReason?: string
  openTool?: string
}

/** US dollars for a million tokens of each class, as the runtime's own configuration states them; null where it does not. */
export type Rates = { input: number; output: number; cacheRead: number | null; cacheWrite: number | null }

/** Counts of one model answer. `input` excludes what came from the cache; `output` contains `reasoning`. */
export type Tokens = {
  input: number
  output: number
  cacheRead: number
  cacheWrite5m: number
  cacheWrite1h: number
  reasoning: number
  /** Known only as a total, without classes. */
  unclassified: number
}

export type UsageFact = {
  kind: 'usage'
  /** The same model answer has the same key wherever and however often it is read. */
  key: string
  runtime: Runtime
  agentId: string
  sessionId: string
  /** The transcript entry it was read from. */
  entryId: string
  at: number
  model: string
  provider: string
  tokens: Tokens
  /** What the runtime logged, in US dollars; a logged 0 is passed on as 0. */
  loggedUsd: number | null
  rates: Rates | null
  /** Of two readings under one key the one of higher rank stands; 0 where it is not said. */
  rank?: number
  /** The model's own name of the answer, where it may be written under several keys. */
  answerId?: string
  /** May repeat an answer that stands elsewhere under the same `answerId`: counts only where no other does. */
  replayed?: boolean
  /** The output count is only the placeholder that the runtime wrote before the answer was whole: a lower bound. */
  placeholder?: boolean
  /** Asked for with priority, which costs a multiple of the price. */
  priority?: boolean
}

/** How much of what a subscription allows is used, as the runtime tells it. */
export type LimitFact = {
  kind: 'limit'
  /** `<runtime>:<name>`: one window of one runtime; a newer word replaces an older one. */
  id: string
  runtime: Runtime
  /** As people call it: `5 hours`, `week`. */
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
  /** Made by the runtime for itself (heartbeats, housekeeping), not by a person. */
  system: boolean
  schedule: Schedule
  nextAt: number | null
  lastAt: number | null
  lastStatus: CronRunStatus | null
  lastError: string | null
  /** False once the job is gone from the runtime's store; its runs stay. */
  present: boolean
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
}
