import { beginCron } from './history.ts'
import { nextBeat, taskOf } from './jobs.ts'
import { beginFailing, beginNext } from './opening-scene.ts'
import { advance } from './session-script.ts'
import type { CronRun, Job, Session, Spawn, World } from './world.ts'

/** The rows that a step changed and that are to be stored. */
export type Changes = { sessions: Session[]; jobs: Job[]; runs: CronRun[]; spawns: Spawn[] }

/** How many agents work besides the crons. */
const atWork = 5

/** How often an agent fails: a failure is shown for ten minutes, so that one is always visible. */
const failureEveryMs = 7 * 60_000

/**
 * Makes exactly one step, the first of these that is possible: a cron that is due, a free agent that gets a task (and
 * fails in it at times), the next step of a running session. The step depends on nothing but the world and the
 * time.
 *
 * Of the running sessions one or two think at any time: a tool returns only while at most one thinks, and a thought ends
 * when there are two.
 */
export function step(world: World, at: number): Changes {
  const job = world.jobs.find((job) => job.nextAt !== null && job.nextAt <= at)
  if (job) return fire(world, job, at)

  const running = world.sessions.filter((session) => session.status === 'running')
  if (running.filter((session) => session.kind !== 'cron').length < atWork) {
    if (at < world.nextFailureAt) return changesOf(world, [beginNext(world, at)])
    world.nextFailureAt = at + failureEveryMs
    return changesOf(world, [beginFailing(world, at)])
  }
  const [thinking, working] = [running.filter(({ plan }) => !plan.open), running.filter(({ plan }) => plan.open)]
  const next = longestSilent(thinking.length > 1 || working.length === 0 ? thinking : working)
  return changesOf(world, [next, ...advance(world, next, at)])
}

const longestSilent = (sessions: Session[]) =>
  sessions.reduce((one, other) => (other.lastAt < one.lastAt ? other : one))

function fire(world: World, job: Job, at: number): Changes {
  job.nextAt = nextBeat(job, at, world.offsetMs)
  if (taskOf(job)) return changesOf(world, [beginCron(world, job, at).session])
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
