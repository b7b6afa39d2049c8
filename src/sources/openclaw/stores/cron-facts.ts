import { definitionIn, revisionOf } from '../../../facts/cron-definition.ts'
import type { CronJobFact, CronRunStatus, Schedule } from '../../../facts/fact.ts'
import { maxText } from '../../../facts/kinds.ts'
import { makeCronRunId } from '../../../ids.ts'
import { text, word } from '../../common/parse-values.ts'
import type { Home } from '../home.ts'
import { timeOf } from './entry.ts'
import type { ReadLog } from './read-log.ts'

/** A job as OpenClaw writes it, in `jobs.json` and in `job_json` alike. */
export type JobJson = {
  id?: unknown
  name?: unknown
  displayName?: unknown
  agentId?: unknown
  enabled?: unknown
  declarationKey?: unknown
  schedule?: unknown
  payload?: unknown
  createdAtMs?: unknown
  state?: unknown
}

export type JobState = {
  nextRunAtMs?: unknown
  lastRunAtMs?: unknown
  lastRunStatus?: unknown
  lastStatus?: unknown
  lastError?: unknown
  scheduleActivatedAtMs?: unknown
  runningAtMs?: unknown
}

/** The id of a run, the same in every era: OpenClaw starts a job at most once a millisecond. */
export const runId = (home: Home, jobId: string, at: number) => makeCronRunId({ jobId: home.cronId(jobId), at })

export function jobFromJson(home: Home, job: JobJson, state: JobState): CronJobFact {
  return {
    kind: 'cron-job',
    id: home.cronId(text(job.id) ?? ''),
    runtime: 'openclaw',
    agentId: home.agentId(text(job.agentId) ?? 'main'),
    name: word(job.displayName) ?? word(job.name) ?? word(job.id) ?? '',
    enabled: job.enabled !== false,
    system: job.declarationKey !== undefined && job.declarationKey !== null,
    schedule: scheduleFrom(job.schedule),
    nextAt: time(state.nextRunAtMs),
    lastAt: time(state.lastRunAtMs),
    lastStatus: typeof state.runningAtMs === 'number' ? 'running' : statusFrom(state.lastRunStatus ?? state.lastStatus),
    lastError: word(state.lastError, maxText),
    present: true,
    ...placeOf(home, job),
    ...definitionOf(job),
    ...known('createdAt', time(job.createdAtMs)),
    ...known('activeSince', time(state.scheduleActivatedAtMs ?? job.createdAtMs)),
  }
}

/** Under which id it can be changed, and where. */
const placeOf = (home: Home, { id }: JobJson) => (typeof id === 'string' ? { home: home.path, foreignId: id } : {})

/** A value as JSON in which no character steers a terminal or turns the writing round: each is written as its number. */
const plainJson = (value: unknown) =>
  JSON.stringify(value).replace(
    /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** What a person has decided about it. A job without a payload is one of which the store holds columns only. */
function definitionOf(job: JobJson) {
  if (typeof job.payload !== 'object' || job.payload === null) return {}
  const definition = definitionIn({ ...job, enabled: job.enabled !== false })
  return { definition: plainJson(definition), revision: revisionOf(definition) }
}

const known = <Name extends string>(name: Name, at: number | null) =>
  (at === null ? {} : { [name]: at }) as { [Key in Name]?: number }

/**
 * The jobs of a store that changed, and those of the cursor that are gone. The cursor holds whole jobs, because a job
 * that is gone is still shown with its name.
 */
export function changedJobs(jobs: CronJobFact[], cursor: unknown, log: ReadLog) {
  // What a person wrote into a job may be long, and a job that is gone is told without it.
  const now = Object.fromEntries(jobs.map(({ definition: _, ...job }) => [job.id, job]))
  const before = Object.values((cursor ?? {}) as Record<string, CronJobFact>)
  const gone = before.filter(({ id }) => now[id] === undefined).map((job) => ({ ...job, present: false }))
  const facts = [...jobs, ...gone].filter((job) => log.isNew(`${job.kind} ${job.id}`, JSON.stringify(job)))
  return { facts, cursor: facts.length > 0 ? now : null }
}

export function statusFrom(value: unknown): CronRunStatus | null {
  if (value === 'ok' || value === 'error' || value === 'skipped' || value === 'running') return value
  if (value === 'timeout' || value === 'timed_out') return 'timed-out'
  return null
}

function scheduleFrom(value: unknown): Schedule {
  if (typeof value !== 'object' || value === null) return { kind: 'unknown' }
  const { kind, expr, tz, everyMs, anchorMs, at } = value as Record<string, unknown>
  if (kind === 'cron' && typeof expr === 'string') return { kind: 'cron', expr: word(expr) ?? '', timezone: word(tz) }
  if (kind === 'every' && typeof everyMs === 'number') return { kind: 'every', everyMs, anchorMs: time(anchorMs) }
  const when = kind === 'at' ? timeOf(at) : null
  return when === null ? { kind: 'unknown' } : { kind: 'at', at: when }
}

const time = (value: unknown) => (typeof value === 'number' && value > 0 ? value : null)
