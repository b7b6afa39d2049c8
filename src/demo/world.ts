import type { ModelName } from './models.ts'
import type { Random } from './random.ts'
import type { Call } from './task.ts'

/** The demo as plain data. Times are ms since the epoch. */
export type World = {
  seed: number
  /** Chance, as far as it has been used up. */
  random: Random
  /** When the world was made; everything before is history. */
  madeAt: number
  /** The local clock of the place, ahead of UTC. */
  offsetMs: number
  sessions: Session[]
  jobs: Job[]
  runs: CronRun[]
  spawns: Spawn[]
  /** When the next session is due to fail. */
  nextFailureAt: number
}

export type SessionKind = 'main' | 'direct' | 'dashboard' | 'cron' | 'subagent'

/** One window of a conversation: an OpenClaw `session_id`. */
export type Session = {
  id: string
  key: string
  agentId: string
  kind: SessionKind
  model: ModelName
  title: string
  status: 'running' | 'done' | 'failed' | 'killed' | 'timeout'
  error: string | null
  runId: string
  createdAt: number
  /** The last run: when it began, and when it ended if it has. */
  startedAt: number
  lastAt: number
  endedAt: number | null
  /** The key's present window; older ones keep their transcript and lose their place in lists. */
  current: boolean
  /** The window of the same key before this one. */
  previousId: string | null
  parentKey: string | null
  cronId: string | null
  /** Where its transcript is: in the store, in a cold file, or in the archive of what was deleted. */
  kept: 'store' | 'cold' | 'deleted'
  /** Tokens in the context window after the last answer, and those added since. */
  contextTokens: number
  freshTokens: number
  compactions: number
  costUsd: number
  /** Tokens of all answers together. */
  answered: { input: number; output: number; cacheRead: number; cacheWrite: number }
  /** How many tokens the result of a tool adds, at least and at most. */
  growth: Span
  /** Tokens of an answer, likewise. */
  words: Span
  plan: Plan
  /** The id of the last entry, and how many entries came before `events`. */
  tip: string | null
  firstSeq: number
  events: Entry[]
}

export type Span = readonly [number, number]

/** What a session is still going to do. `doom` is the error it will end with instead of an answer. */
type Plan = { calls: Call[]; answer: string; open: OpenCall | null; failure: PlannedFailure | null }

/** A tool call without its result yet. */
export type OpenCall = { id: string; entryId: string; at: number; call: Call; args: Record<string, string> }

export type PlannedFailure = {
  status: 'failed' | 'timeout' | 'killed'
  error: string
  code: string | null
  httpStatus: number | null
}

/** A row of a transcript: when it was written, and the object that OpenClaw stores. */
export type Entry = { at: number; body: Record<string, unknown> }

export type Job = {
  id: string
  agentId: string
  name: string
  enabled: boolean
  /** Set for the jobs that OpenClaw makes for itself. */
  declarationKey: string | null
  schedule: { kind: 'cron'; expr: string } | { kind: 'every'; everyMs: number; anchorMs: number }
  /** The same schedule as a beat: every so many ms, so long after local midnight of a Monday. */
  everyMs: number
  phaseMs: number
  /** How long its sessions are kept. */
  keptMs: number
  createdAt: number
  nextAt: number | null
  lastAt: number | null
  lastStatus: 'ok' | 'error' | null
  lastError: string | null
  lastDurationMs: number | null
  errorsInARow: number
}

export type CronRun = {
  taskId: string
  receiptId: string
  jobId: string
  agentId: string
  sessionId: string
  at: number
  endedAt: number | null
  status: 'running' | 'succeeded' | 'failed' | 'timed_out'
  error: string | null
  summary: string | null
  usage: { input: number; output: number; cacheRead: number; total: number } | null
}

export type Spawn = {
  runId: string
  taskId: string
  agentId: string
  parentAgentId: string
  parentKey: string
  parentSessionId: string
  childKey: string
  label: string
  task: string
  at: number
  endedAt: number | null
  toolUses: number
  lastTool: string | null
  result: string | null
}

/** A transcript's next seq. */
export const seqAfter = (session: Session) => session.firstSeq + session.events.length
