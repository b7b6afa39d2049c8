import { weekdayOf } from './calendar.ts'
import { type CrewMember, crew, memberOf } from './crew.ts'
import { cronFailure, taskFailure } from './failures.ts'
import { guests, keyOfGuest } from './guests.ts'
import { beginRun, failingOf, makeJobs, missedOf, nextBeat, overlapOf, pastRun, streakOf, taskOf } from './jobs.ts'
import { setOpeningScene } from './opening-scene.ts'
import { between, chance, pick, pickWeighted, type Random, roll, seeded, shuffled } from './random.ts'
import { begin, playOut } from './session-script.ts'
import { reset } from './transcript.ts'
import type { Job, Session, World } from './world.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** The number of days of history, and how long the runtime keeps the runs of its crons. */
const days = 30
const rememberedMs = 7 * day

/** The activity of the crew in each hour of a day, relative to the others. */
const rhythm = [
  0.1, 0.05, 0, 0, 0, 0.05, 0.2, 0.5, 1.2, 2, 2.2, 2, 1.1, 1.3, 2, 2.1, 1.9, 1.6, 1, 0.7, 0.8, 0.9, 0.6, 0.3,
]

/**
 * The world at `now`: thirty days of work, mostly by day and less on weekends, and a crew that is working. The same
 * seed, time and zone give the same world.
 */
export function createWorld(seed: number, now: number, offsetMs = 0, sharedFile?: string): World {
  const random = seeded(seed)
  const jobs = makeJobs(random, now, offsetMs)
  const world: World = {
    seed,
    random,
    madeAt: now,
    offsetMs,
    sessions: [],
    jobs,
    runs: [],
    spawns: [],
    nextFailureAt: 0,
    nextAskAt: 0,
    nextTaskAt: 0,
  }
  for (const job of jobs) playJob(world, job)
  const today = startOfDay(now, offsetMs)
  for (let back = days - 1; back >= 0; back--) playDay(world, today - back * day, back === 0)
  keepAway(world)
  setOpeningScene(world, sharedFile)
  chainWindows(world)
  world.sessions.sort((one, other) => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1))
  world.runs.sort((one, other) => one.at - other.at || (one.taskId < other.taskId ? -1 : 1))
  return world
}

const startOfDay = (at: number, offsetMs: number) => Math.floor((at + offsetMs) / day) * day - offsetMs

/** Plays the sessions of one day, until the money of such a day is spent. */
function playDay(world: World, midnight: number, isToday: boolean) {
  const { random, madeAt } = world
  const weekday = weekdayOf(midnight + world.offsetMs)
  const weekend = weekday === 0 || weekday === 6
  const lastStart = isToday ? madeAt - 75 * minute : midnight + day - 1
  const share = isToday ? shareOfDay((madeAt - midnight) / hour) : 1
  const budgetUsd =
    (isToday ? 2.5 + 2.5 * share : weekend ? 1.8 : 4) *
    (0.8 + 0.4 * roll(random)) *
    (isToday ? Math.min(1, share * 8) : 1)
  const before = spent(world)
  const minSessions = isToday ? 3 : weekend ? 2 : 5
  for (let count = 0; count < minSessions || spent(world) - before < budgetUsd; count++) {
    const at = momentOf(random, midnight, lastStart)
    if (at === null || count > 40) return
    playAsked(
      world,
      pickWeighted(random, crew, (member) => member.busy),
      at,
    )
  }
}

const shareOfDay = (hours: number) => {
  const weights = rhythm.map((weight, index) => weight * Math.max(0, Math.min(1, hours - index)))
  return weights.reduce((sum, weight) => sum + weight, 0) / rhythm.reduce((sum, weight) => sum + weight, 0)
}

const spent = (world: World) => world.sessions.reduce((sum, session) => sum + session.costUsd, 0)

/** A random time of the day, by the activity of its hours; null for a time that has not come yet. */
function momentOf(random: Random, midnight: number, lastStart: number): number | null {
  if (lastStart < midnight + 30 * minute) return null
  for (let tries = 0; tries < 40; tries++) {
    const at = midnight + pickWeighted(random, hours, (hour) => rhythm[hour]!) * hour + between(random, 0, hour - 1)
    if (at <= lastStart) return at
  }
  return midnight + between(random, 0, lastStart - midnight)
}

const hours = rhythm.map((_, index) => index)

function playAsked(world: World, member: CrewMember, at: number) {
  const { random } = world
  const [kind, key] = placeOf(random, member)
  const task = pick(random, member.tasks)
  const failure = chance(random, 0.06) && isSettled(world, at) ? taskFailure(random) : undefined
  const size = { resultTokens: [4_000, 13_000], answerTokens: [500, 3_400] } as const
  const session = begin(world, { member, task, kind, at, ...size, ...(key && { key }), ...(failure && { failure }) })
  const more = shuffled(random, member.routine)
  while (session.plan.calls.length < 12 && more.length > 0 && chance(random, 0.85)) session.plan.calls.push(more.pop()!)
  if (failure) session.plan.calls.length = between(random, 1, 4)
  playOut(world, session, (random) => between(random, 9_000, 110_000))
  if (kind === 'main' && chance(random, 0.12)) reset(random, session, session.lastAt + 5 * minute)
}

/** Failures of the last day need somebody: the demo begins with those that it wants to be seen, and no others. */
const isSettled = ({ madeAt }: World, at: number) => at < madeAt - 26 * hour

function placeOf(random: Random, member: CrewMember): [Session['kind'], string | undefined] {
  if (member.id === 'sparks') return ['direct', keyOfGuest(pick(random, guests))]
  if (chance(random, 0.2)) return ['main', `agent:${member.id}:main`]
  return ['dashboard', undefined]
}

/** Plays all recorded runs of one job: older ones as a row alone, recent ones with their session. */
function playJob(world: World, job: Job) {
  const { random, madeAt, offsetMs } = world
  const task = taskOf(job)
  if (!job.enabled || !task) return
  const recent = madeAt - Math.min(days * day, job.retentionMs)
  const first = Math.max(job.createdAt, Math.min(recent, madeAt - rememberedMs))
  const failingSince = madeAt - streakOf(job) * job.everyMs
  for (let at = nextBeat(job, first, offsetMs); at < madeAt - 2 * minute; at += job.everyMs) {
    const isFailing = at > failingSince || (chance(random, failingOf(job)) && isSettled(world, at))
    const failure = isFailing ? cronFailure(random) : undefined
    if (at < recent) {
      pastRun(world, job, at, failure?.error ?? null)
      continue
    }
    const { session } = beginCron(world, job, at + between(random, 300, 2_000), failure)
    playOut(world, session, (random) => between(random, 2_000, 14_000))
  }
  world.runs = world.runs.filter((run) => run.at > madeAt - rememberedMs)
  disturb(world, job)
}

/** Takes away the runs that the gateway did not start, and makes one take longer than the time to the next one. */
function disturb(world: World, job: Job) {
  const runs = world.runs.filter(({ jobId }) => jobId === job.id).toReversed()
  const missed = new Set(missedOf(job).flatMap((ago) => runs[ago] ?? []))
  const sessions = new Set([...missed].map(({ sessionId }) => sessionId))
  world.runs = world.runs.filter((run) => !missed.has(run))
  world.sessions = world.sessions.filter(({ id }) => !sessions.has(id))
  const last = runs.find((run) => !missed.has(run))
  if (missed.size > 0 && last) {
    job.lastAt = last.at
    // The conversation of the job is that of its last run.
    const latest = world.sessions.find(({ id }) => id === last.sessionId)
    if (latest) latest.current = true
  }
  const long = runs[overlapOf(job) ?? -1]
  if (long) long.endedAt = long.at + job.everyMs + 40 * minute
}

/** Plays one run of a job, with its session. */
export function beginCron(world: World, job: Job, at: number, failure?: ReturnType<typeof cronFailure>) {
  const member = memberOf(job.agentId)
  const task = taskOf(job)!
  const time = new Date(at + world.offsetMs).toISOString().slice(0, 16).replace('T', ' ')
  const words = `[cron:${job.id} ${job.name}] ${task.ask}\nCurrent time: ${time}\n\nThis is an unattended scheduled run. Your final reply is the deliverable.`
  const session = begin(world, { member, task, kind: 'cron', at, request: words, job, ...(failure && { failure }) })
  return { session, run: beginRun(world, job, session.id, at) }
}

/** Moves old transcripts to cold files, and deletes a few sessions. */
function keepAway(world: World) {
  for (const session of world.sessions) {
    if (session.kind !== 'dashboard') continue
    if (chance(world.random, 0.05)) session.storedIn = 'deleted'
    else if (session.lastAt < world.madeAt - 24 * day) session.storedIn = 'cold'
  }
  world.sessions.findLast((session) => session.kind === 'dashboard' && session.status === 'done')!.storedIn = 'deleted'
}

/**
 * Sessions with the same key are windows of one conversation: the newest is current, and each names its predecessor.
 */
function chainWindows(world: World) {
  const newest = new Map<string, Session>()
  for (const session of world.sessions.toSorted((one, other) => one.createdAt - other.createdAt)) {
    const before = session.kind === 'cron' ? undefined : newest.get(session.key)
    if (before) {
      before.current = false
      session.previousId = before.id
    }
    newest.set(session.key, session)
  }
}
