import type { ModelName } from './models.ts'
import type { Random } from './random.ts'
import type { Call } from './task.ts'

/** The state of the demo as plain data. Times are ms since the epoch. */
export type World = {
  seed: number
  /** The state of the random generator. */
  random: Random
  /** When the world was created; everything before is history. */
  madeAt: number
  /** The offset of the local clock from UTC. */
  offsetMs: number
  sessions: Session[]
  jobs: Job[]
  runs: CronRun[]
  spawns: Spawn[]
  /** When the next session is due to fail, the next command is due to be asked for, and the next task to be given. */
  nextFailureAt: number
  nextAskAt: number
  nextTaskAt: number
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
  /** When the last run began, and when it ended; null while it runs. */
  startedAt: number
  lastAt: number
  endedAt: number | null
  /** Whether this is the current window of its key; older windows keep their transcript and leave the lists. */
  current: boolean
  /** The window of the same key before this one. */
  previousId: string | null
  parentKey: string | null
  cronId: string | null
  /** Where the transcript is stored: in the database, in a cold file, or in the archive of deleted sessions. */
  storedIn: 'store' | 'cold' | 'deleted'
  /** Tokens in the context window after the last answer, and those added since. */
  contextTokens: number
  freshTokens: number
  compactions: number
  costUsd: number
  /** Tokens of all answers together. */
  answered: { input: number; output: number; cacheRead: number; cacheWrite: number }
  /** The minimum and maximum number of tokens that a tool's result adds. */
  resultTokens: Span
  /** The minimum and maximum number of tokens of an answer. */
  answerTokens: Span
  plan: Plan
  /** When its next step is due while it runs, and how many times longer than usual its steps take. */
  dueAt: number
  slowness: number
  /** What keeps it from going on before `dueAt`: a person has to allow its command, or nothing moves. */
  hold: { askId: string; expiresAt: number } | 'stalled' | null
  /** The id of the last entry, and the number of entries before `events`. */
  tip: string | null
  firstSeq: number
  events: Entry[]
}

export type Span = readonly [number, number]

/**
 * The remaining steps of a session, and the files that it has looked at. `failure` is the error it will end with instead
 * of an answer.
 */
type Plan = { calls: Call[]; seen: string[]; answer: string; open: OpenCall | null; failure: PlannedFailure | null }

/** The tool call without a result yet. */
export type OpenCall = { id: string; entryId: string; at: number; call: Call; args: Record<string, string> }

export type PlannedFailure = {
  status: 'failed' | 'timeout' | 'killed'
  error: string
  code: string | null
  httpStatus: number | null
}

/** An entry of a transcript: when it was written, and the object that OpenClaw stores. */
export type Entry = { at: number; body: Record<string, unknown> }

export type Job = {
  id: string
  agentId: string
  name: string
  enabled: boolean
  /** The declaration key of a job that OpenClaw makes for itself; null for other jobs. */
  declarationKey: string | null
  schedule: { kind: 'cron'; expr: string; tz?: string } | { kind: 'every'; everyMs: number; anchorMs?: number }
  /** The schedule as a period in ms, and its offset in ms from local midnight of a Monday. */
  everyMs: number
  phaseMs: number
  /** How long the sessions of the job are kept. */
  retentionMs: number
  createdAt: number
  nextAt: number | null
  lastAt: number | null
  lastStatus: 'ok' | 'error' | null
  lastError: string | null
  lastDurationMs: number | null
  errorsInARow: number
  /** Since when it runs; null while it does not. */
  runningAt: number | null
  /** Whether somebody gave it another schedule, which counts then instead of the period. */
  isEdited: boolean
  /** What somebody decided about it beside its name, its agent, its schedule and whether it is on. */
  more: Record<string, unknown>
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
  /** Whether somebody started it. */
  byHand: boolean
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

/** The next seq of a transcript. */
export const seqAfter = (session: Session) => session.firstSeq + session.events.length
