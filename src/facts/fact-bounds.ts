import { type Bounds, type Loss, may, must, or, orNull, recordOf, withinBounds } from './bounds.ts'
import type {
  CronRunStatus,
  Fact,
  Rates,
  RunStatus,
  Schedule,
  SessionFact,
  SessionKind,
  Tokens,
  TouchHow,
} from './fact.ts'
import {
  allOf,
  anchor,
  choice,
  context,
  count,
  duration,
  emoji,
  flag,
  id,
  jsonRecord,
  type Kind,
  key,
  model,
  name,
  nullable,
  path,
  percent,
  rate,
  remembering,
  searches,
  text,
  time,
  tokens,
  usd,
} from './kinds.ts'
import { type Runtime, runtimeLabels } from './runtimes.ts'
import type { Tier } from './tier.ts'

type BoundsOf<Name extends Fact['kind']> = Bounds<Omit<Extract<Fact, { kind: Name }>, 'kind'>>

const runtime = must(choice<Runtime>(runtimeLabels))
const sessionKind = choice<SessionKind>({ direct: 1, group: 1, cron: 1, subagent: 1, main: 1, other: 1 })
const runStatus = choice<RunStatus | ''>({ '': 1, running: 1, done: 1, failed: 1, killed: 1, 'timed-out': 1 })
const cronStatus = choice<CronRunStatus>({ running: 1, ok: 1, error: 1, skipped: 1, 'timed-out': 1 })
const tier = choice<Tier>({ priority: 1, flex: 1, batch: 1 })
const touch = choice<TouchHow>({ read: 1, create: 1, write: 1, edit: 1, move: 1, delete: 1 })
const role = choice<NonNullable<SessionFact['lastRole']>>({ user: 1, assistant: 1, tool: 1, other: 1 })

const tokenCounts: Kind<Tokens> = allOf<keyof Tokens>(
  tokens,
  { input: 1, output: 1, cacheRead: 1, cacheWrite5m: 1, cacheWrite1h: 1, reasoning: 1, unclassified: 1 },
  'counts of tokens',
)

/** The prices that a runtime is configured with: all of them, or none. */
export const rates = recordOf<Rates>(
  { input: must(rate), output: must(rate), cacheRead: must(nullable(rate)), cacheWrite: must(nullable(rate)) },
  'prices of a million tokens',
)

const schedules: { [Name in Schedule['kind']]: Kind<Omit<Extract<Schedule, { kind: Name }>, 'kind'>> } = {
  cron: recordOf({ expr: must(name), timezone: orNull(name) }, 'a cron expression'),
  every: recordOf({ everyMs: must(duration), anchorMs: orNull(anchor) }, 'an interval'),
  at: recordOf({ at: must(time) }, 'a time'),
  unknown: recordOf({}, 'a schedule'),
}

const schedule: Kind<Schedule> = {
  what: 'a schedule',
  fit(value) {
    const kind = (value as Partial<Schedule> | null)?.kind
    return kind !== undefined && Object.hasOwn(schedules, kind) ? (schedules[kind].fit(value) as Schedule) : undefined
  },
}

/**
 * The bounds of every field of every fact. A text is cut, a number outside its range is no number, and a fact without
 * what it needs is refused. Facts, fields and words of a choice that are missing here do not compile.
 */
const bounds: { [Name in Fact['kind']]: BoundsOf<Name> } = {
  agent: {
    id: must(id),
    runtime,
    name: may(name),
    emoji: may(emoji),
    model: may(model),
    present: may(flag),
  },
  session: {
    id: must(id),
    runtime,
    agentId: must(id),
    key: may(key),
    title: may(text),
    firstPrompt: may(text),
    sessionKind: may(sessionKind),
    channel: may(name),
    current: may(flag),
    status: may(runStatus),
    reason: may(text),
    parentKey: may(key),
    parentAgentId: may(id),
    model: may(model),
    projectPath: may(path),
    worktreePath: may(path),
    branch: may(name),
    cronId: may(id),
    startedAt: may(time),
    lastAt: may(time),
    endedAt: may(time),
    contextTokens: may(context),
    contextLimit: may(context),
    lastRole: may(role),
    stopReason: may(name),
    openTool: may(name),
    waitsFor: may(name),
  },
  usage: {
    key: must(key),
    runtime: must(remembering(choice<Runtime>(runtimeLabels))),
    agentId: must(remembering(id)),
    sessionId: must(remembering(id)),
    at: must(time),
    model: or(remembering(model), ''),
    provider: or(remembering(name), ''),
    tokens: must(tokenCounts),
    loggedUsd: orNull(usd),
    rates: orNull(rates),
    rank: may(count),
    answerId: may(key),
    replayed: may(flag),
    placeholder: may(flag),
    tier: may(tier),
    usOnly: may(flag),
    searches: may(searches),
  },
  limit: {
    id: must(id),
    runtime,
    name: must(name),
    usedPercent: must(percent),
    windowMinutes: orNull(count),
    resetsAt: orNull(time),
    plan: orNull(name),
    at: must(time),
  },
  'cron-job': {
    id: must(id),
    runtime,
    agentId: must(id),
    name: or(name, ''),
    enabled: must(flag),
    system: must(flag),
    schedule: or(schedule, { kind: 'unknown' }),
    nextAt: orNull(time),
    lastAt: orNull(time),
    lastStatus: orNull(cronStatus),
    lastError: orNull(text),
    present: must(flag),
    home: may(path),
    foreignId: may(key),
    definition: may(jsonRecord),
    revision: may(name),
    createdAt: may(time),
    activeSince: may(time),
  },
  'cron-run': {
    id: must(id),
    jobId: must(id),
    at: must(time),
    status: must(cronStatus),
    durationMs: orNull(duration),
    error: orNull(text),
    summary: orNull(text),
    sessionId: orNull(id),
    model: orNull(model),
    byHand: may(flag),
  },
  'file-touch': {
    sessionId: must(remembering(id)),
    callId: must(key),
    path: must(path),
    how: must(touch),
    at: must(time),
    added: orNull(count),
    removed: orNull(count),
    addedHash: orNull(count),
    removedHash: orNull(count),
    isGuessed: or(flag, true),
    itemId: must(id),
  },
  'call-failed': { sessionId: must(remembering(id)), callId: must(key) },
  'call-ran': {
    sessionId: must(remembering(id)),
    callId: must(key),
    at: orNull(time),
    endedAt: orNull(time),
    isAnyFile: or(flag, true),
  },
  'tool-use': { sessionId: must(remembering(id)), tool: must(name) },
}

const checks = Object.fromEntries(
  Object.entries(bounds).map(([kind, fields]) => [kind, withinBounds(fields as Bounds<object>)]),
) as unknown as Record<Fact['kind'], (fact: Fact, lost: (loss: Loss) => void) => Fact | undefined>

/**
 * The last check of every fact, whichever source it comes from: the fact itself where all of it is within its bounds,
 * else what is left of it, and undefined where it cannot be used. `lost` is told of each value that was cut or refused.
 */
export const checkFact = (fact: Fact, lost: (loss: Loss) => void): Fact | undefined => checks[fact.kind](fact, lost)
