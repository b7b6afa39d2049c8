import { cronFailure } from './failures.ts'
import { beginCron } from './history.ts'
import { nextBeat, nextOf, streakOf, taskOf } from './jobs.ts'
import { beginFailing, beginNext } from './opening-scene.ts'
import { between, uuid } from './random.ts'
import { advance } from './session-script.ts'
import { denied } from './task.ts'
import { thinkingMs, toolMs } from './tool-times.ts'
import type { CronRun, Job, Session, Spawn, World } from './world.ts'

/** The rows that a step changed and that are to be stored. */
export type Changes = { sessions: Session[]; jobs: Job[]; runs: CronRun[]; spawns: Spawn[] }

/** How many agents work besides the crons, at first and once the demo is calm. */
const atWork = 4
const atWorkLater = 3
const calmPace = 4

const minute = 60_000
const failureEveryMs = 65 * minute
const askEveryMs = 22 * minute
/** How long the demo waits for somebody to allow a command before it is allowed elsewhere. */
const allowedAfterMs = 6 * minute
/** When the gateway would deny it by itself. */
const deniedAfterMs = 10 * minute

/**
 * Makes at most one step, the first of these that is due: a cron, the next step of a running session, a task for an agent
 * that is free (seldom one that fails). The step depends on nothing but the world, the time and the pace.
 */
export function step(world: World, at: number, pace = 1): Changes {
  const job = world.jobs.find((job) => job.nextAt !== null && job.nextAt <= at)
  if (job) return fire(world, job, at)

  const running = world.sessions.filter((session) => session.status === 'running')
  const due = running.filter((session) => session.dueAt <= at)
  if (due.length > 0) {
    const next = due.reduce((one, other) => (other.dueAt < one.dueAt ? other : one))
    return proceed(world, next, at, pace)
  }
  const working = running.filter(({ kind, hold }) => kind !== 'cron' && hold === null)
  if (at < world.nextTaskAt || working.length >= (pace < calmPace ? atWork : atWorkLater)) return nothing
  world.nextTaskAt = at + Math.round(between(world.random, 4_000, 20_000) * pace)
  if (at < world.nextFailureAt) return changesOf(world, [scheduled(world, beginNext(world, at), at, pace)])
  world.nextFailureAt = at + failureEveryMs
  return changesOf(world, [scheduled(world, beginFailing(world, at), at, pace)])
}

const nothing: Changes = { sessions: [], jobs: [], runs: [], spawns: [] }

export const isEmpty = ({ sessions, jobs }: Changes) => sessions.length + jobs.length === 0

/** Plays the next step of a session, and asks a person now and then before a command runs. */
function proceed(world: World, session: Session, at: number, pace: number): Changes {
  const { hold, plan } = session
  if (hold && hold !== 'stalled' && at >= hold.expiresAt && plan.open)
    plan.open.call = denied(plan.open.call, 'Denied: nobody answered in time.')
  session.hold = null
  const begun = advance(world, session, at)
  for (const one of [session, ...begun]) scheduled(world, one, at, pace)
  const { open } = plan
  if (open?.call.tool === 'exec' && session.kind !== 'cron' && at >= world.nextAskAt) {
    world.nextAskAt = at + askEveryMs
    session.dueAt = at + allowedAfterMs
    session.hold = { askId: uuid(world.random), expiresAt: at + deniedAfterMs }
  }
  return changesOf(world, [session, ...begun])
}

/** Sets when the next step of a session is due. */
export function scheduled({ random }: World, session: Session, at: number, pace: number): Session {
  const { open } = session.plan
  session.dueAt = at + (open ? toolMs(random, open.call.tool, pace) : thinkingMs(random, pace) * session.slowness)
  return session
}

function fire(world: World, job: Job, at: number): Changes {
  job.nextAt = job.isEdited ? (nextOf(job, at) ?? null) : nextBeat(job, at, world.offsetMs)
  // A gateway does not start a job beside itself.
  if (job.runningAt !== null) return { ...nothing, jobs: [job] }
  return runJob(world, job, at, false)
}

/** Begins a run of a job. */
export function runJob(world: World, job: Job, at: number, byHand: boolean): Changes {
  const failure = streakOf(job) > 0 ? cronFailure(world.random) : undefined
  if (taskOf(job)) {
    const { session, run } = beginCron(world, job, at, failure)
    run.byHand = byHand
    return changesOf(world, [scheduled(world, session, at, 1)])
  }
  Object.assign(job, { lastAt: at, lastStatus: 'ok', lastDurationMs: 11 })
  return { sessions: [], jobs: [job], runs: [], spawns: [] }
}

function changesOf(world: World, sessions: Session[]): Changes {
  const ids = new Set(sessions.map((session) => session.id))
  const keys = new Set(sessions.map((session) => session.key))
  return {
    sessions,
    jobs: world.jobs.filter((job) => sessions.some((session) => session.cronId === job.id)),
    runs: world.runs.filter((run) => ids.has(run.sessionId)),
    spawns: world.spawns.filter((spawn) => keys.has(spawn.childKey)),
  }
}

/** Drops entries that are stored, and sessions that no running one needs. */
export function forget(world: World, sessions: Session[]) {
  for (const session of sessions) {
    session.firstSeq += session.events.length
    session.events = []
  }
  world.runs = world.runs.filter((run) => run.endedAt === null)
  world.spawns = world.spawns.filter((spawn) => spawn.endedAt === null)
}
