import type { CronDefinition } from '../facts/cron-definition.ts'
import type { Schedule } from '../facts/fact.ts'
import { holdsHidden } from '../lib/redact-deep.ts'
import type { Store } from '../store/store.ts'
import type { CronDetail, CronJob, CronRow, CronRun, PricedRun } from './cron.ts'
import { deliveryWords, modelIn, runsInOwnSession } from './definition-words.ts'
import { endOfRun, maxRunMs, missesOf, overlapsOf } from './misses.ts'
import {
  type JobBehindRow,
  type JobRow,
  jobRows,
  jobsBehind,
  lastSuccesses,
  presentJobRows,
  type RunRow,
  runCountsOfJob,
  runRows,
  runRowsOfJob,
  runRowsSince,
  runTimesOfJob,
} from './read-crons.ts'
import type { RunTime } from './run-time.ts'
import { streakOf } from './streak.ts'
import { type CronTimeline, plannedTimes } from './timeline.ts'

export type Crons = ReturnType<typeof createCrons>

/** What sessions have cost, by id. */
type TotalsOf = (
  sessionIds: string[],
) => Map<string, { costUsd: number | null; costIsLowerBound: boolean; totalTokens: number }>

type Deps = {
  /** The name of this machine. */
  host: string
  now: () => number
  timezone: string
  totalsOf?: TotalsOf
}

const dayMs = 24 * 3_600_000
/** Runs of these days are judged, and shown in a week's calendar. */
const judgedMs = 7 * dayMs
/** Runs of these days make a streak and the usual duration. */
const recentMs = 60 * dayMs
const shownRuns = 14
const runsInDetail = 60

/** The jobs that runtimes start by the clock, and what became of each run. */
export function createCrons(index: Store, { host, now, timezone, totalsOf = () => new Map() }: Deps) {
  const toJob = (row: JobRow): CronJob => ({
    ...row,
    host: row.host || host,
    enabled: row.enabled === 1,
    present: row.present === 1,
    system: row.system === 1,
    schedule: JSON.parse(row.schedule) as Schedule,
  })
  const toRun = (row: RunRow): CronRun => ({ ...row, host: row.host || host, byHand: flagOf(row.byHand) })
  const timesOf = (jobId: string, since: number): RunTime[] =>
    runTimesOfJob(index, jobId, since).map((run) => ({ ...run, byHand: flagOf(run.byHand) }))

  const jobs = (): CronJob[] => presentJobRows(index).map(toJob)

  /** What can be said of the runs of a job, of which `runs` are the latest, the latest first. */
  function judged(job: CronJob, behind: JobBehindRow | undefined, runs: RunTime[], from: number) {
    const at = now()
    const judging = { ...job, steadySince: behind?.steadySince ?? null }
    return {
      misses: missesOf(judging, runs, { from, now: at, timezone }),
      overlaps: overlapsOf(runs, at).filter((began) => began >= from),
    }
  }

  function rowOf(job: CronJob, behind: JobBehindRow | undefined): CronRow {
    const runs = timesOf(job.id, now() - recentMs)
    const { misses, overlaps } = judged(job, behind, runs, now() - judgedMs)
    const definition = definitionIn(behind)
    const counts = runCountsOfJob(index, job.id)
    const ended = runs.filter(({ status }) => status === 'ok').flatMap(({ durationMs }) => durationMs ?? [])
    return {
      ...job,
      createdAt: behind?.createdAt ?? null,
      runs: runs.slice(0, shownRuns),
      streak: streakOf(runs),
      misses: misses.reverse(),
      overlaps: overlaps.reverse(),
      lastSuccessAt: counts.lastSuccessAt,
      usualMs: median(ended),
      lastDurationMs: runs.find(({ status }) => status !== 'running')?.durationMs ?? null,
      model: modelIn(definition),
      delivery: deliveryWords(definition),
      runsKnown: counts.runs,
    }
  }

  function priced(runs: CronRun[], ownSession: boolean): PricedRun[] {
    const totals = totalsOf(ownSession ? runs.flatMap(({ sessionId }) => sessionId ?? []) : [])
    return runs.map((run) => {
      const total = run.sessionId === null ? undefined : totals.get(run.sessionId)
      return {
        ...run,
        costUsd: total?.costUsd ?? null,
        costIsLowerBound: total?.costIsLowerBound ?? false,
        totalTokens: total?.totalTokens ?? null,
      }
    })
  }

  return {
    /** The jobs that their runtime still has: failing first, then by the next run. */
    jobs,

    /** The same with what is made of their runs. */
    rows(): CronRow[] {
      const all = jobs()
      const behind = jobsBehind(
        index,
        all.map(({ id }) => id),
      )
      return all.map((job) => rowOf(job, behind.get(job.id)))
    },

    /** Everything about one job; undefined for one that was never seen. */
    detail(id: string): CronDetail | undefined {
      const row = jobRows(index, [id])[0]
      if (!row) return undefined
      const job = toJob(row)
      const behind = jobsBehind(index, [id]).get(id)
      const definition = definitionIn(behind)
      const latest = runRowsOfJob(index, id, Number.MAX_SAFE_INTEGER, runsInDetail).map(toRun)
      return {
        ...rowOf(job, behind),
        definition,
        hidesSecret: holdsHidden(definition),
        latestRuns: priced(latest, runsInOwnSession(definition)),
        firstRunAt: runCountsOfJob(index, id).firstAt,
      }
    },

    /** Where a job can be changed: its home, and its id there; null where that is not known. */
    place(id: string): { home: string; foreignId: string } | null {
      const { home, foreignId } = jobsBehind(index, [id]).get(id) ?? {}
      return home && foreignId ? { home, foreignId } : null
    },

    /** When each present job last succeeded (ms); null where that is not known. */
    lastSuccesses: () => lastSuccesses(index),

    /** Every job with its runs of the last `back` ms and its times of the next `ahead` ms, in the order of `jobs`. */
    timeline({ back, ahead }: { back: number; ahead: number }): CronTimeline {
      const at = now()
      const [from, until] = [at - back, at + ahead]
      const all = jobs()
      const behind = jobsBehind(
        index,
        all.map(({ id }) => id),
      )
      const lanes = all.map((job) => {
        const runs = timesOf(job.id, from - maxRunMs).reverse()
        return {
          id: job.id,
          name: job.name,
          agentId: job.agentId,
          enabled: job.enabled,
          system: job.system,
          lastStatus: job.lastStatus,
          // A run that began before and was not over yet is among them.
          runs: runs.filter((run) => run.at >= from || run.status === 'running' || endOfRun(run, at) >= from),
          ...judged(job, behind.get(job.id), runs, from),
          ...plannedTimes(job, { now: at, until, timezone }),
        }
      })
      return { now: at, from, until, lanes }
    },

    /** The latest runs of all jobs since a moment (ms). */
    latestRuns: (since: number, limit: number): CronRun[] => runRowsSince(index, since, limit).map(toRun),

    jobsByIds: (ids: string[]): CronJob[] => jobRows(index, ids).map(toJob),

    runsByIds: (ids: string[]): CronRun[] => runRows(index, ids).map(toRun),

    /** The runs of a job, the latest first; `before` (ms) goes on behind a page. */
    runs: (
      jobId: string,
      { limit = 50, before = Number.MAX_SAFE_INTEGER }: { limit?: number; before?: number },
    ): CronRun[] => runRowsOfJob(index, jobId, before, limit).map(toRun),

    /** The same with what each cost. */
    pricedRuns(
      jobId: string,
      { limit, before = Number.MAX_SAFE_INTEGER }: { limit: number; before?: number | undefined },
    ) {
      const definition = definitionIn(jobsBehind(index, [jobId]).get(jobId))
      return priced(runRowsOfJob(index, jobId, before, limit).map(toRun), runsInOwnSession(definition))
    },
  }
}

const flagOf = (value: number | null) => (value === null ? null : value === 1)

const definitionIn = (behind: JobBehindRow | undefined): CronDefinition | null =>
  behind?.definition ? (JSON.parse(behind.definition) as CronDefinition) : null

function median(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}
