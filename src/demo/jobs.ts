import { followingOf } from '../crons/schedule-times.ts'
import { between, hex, type Random, uuid } from './random.ts'
import type { Call, Task } from './task.ts'
import type { CronRun, Job, World } from './world.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const ever = 365 * day

type JobPlan = Pick<Job, 'agentId' | 'name' | 'everyMs' | 'phaseMs' | 'retentionMs'> & {
  expr?: string
  disabled?: true
  declarationKey?: string
  /** The share of runs that fail, and how many of the last ones do. */
  failing?: number
  streak?: number
  /** How long ago the job was made, six weeks where it is left out. Its sessions are kept for longer than that. */
  ageMs?: number
  task?: Task
  model?: string
  /** What else somebody decided about it. */
  more?: Record<string, unknown>
  /** So many planned times ago the gateway did not start it. */
  missed?: readonly number[]
  /** So many planned times ago a run took longer than the time to the next one. */
  overlap?: number
  /** Within which time it must succeed. */
  withinMs?: number
}

const run = (command: string, result: string, lines = 1): Call => ({ tool: 'exec', args: { command }, result, lines })

const plans: JobPlan[] = [
  {
    agentId: 'sparks',
    name: 'nightly-digest',
    more: { delivery: { mode: 'announce', channel: 'telegram', to: '@captain' } },
    expr: '0 22 * * *',
    everyMs: day,
    phaseMs: 22 * hour,
    retentionMs: ever,
    failing: 0.08,
    streak: 4,
    task: {
      title: 'nightly-digest',
      ask: 'Read the letters of the day and write the digest. Five lines at most.',
      calls: [run('himalaya list --folder INBOX --size 40', '{100-999}  letter about rope number {1-40}', 40)],
      answer: '{9-31} letters, {1-4} of them worth a walk to the quay. The rest can wait for the tide.',
    },
  },
  {
    agentId: 'sparks',
    name: 'inbox-pipeline',
    withinMs: 5 * hour,
    expr: '0 */2 * * *',
    everyMs: 2 * hour,
    phaseMs: 0,
    retentionMs: 7 * day,
    ageMs: 4 * day,
    failing: 0.02,
    task: {
      title: 'inbox-pipeline',
      ask: 'Sort what came in since the last run.',
      calls: [run('bun inbox.ts --since last', '{2-19} new, {0-4} filed, {0-2} flagged')],
      answer: '{2-19} letters sorted, {0-2} flagged.',
    },
  },
  {
    agentId: 'echo',
    name: 'parquet-compact',
    withinMs: 13 * hour,
    overlap: 9,
    expr: '40 */6 * * *',
    everyMs: 6 * hour,
    phaseMs: 40 * minute,
    retentionMs: ever,
    ageMs: 8 * day,
    task: {
      title: 'parquet-compact',
      ask: 'Compact the parquet files of the day and check the counts.',
      calls: [run('bun compact.ts', 'part-{100-999}: {900-4000} rows', 24)],
      answer: '{20-60} files became {2-6}. Counts agree.',
    },
  },
  {
    agentId: 'rigger',
    name: 'repo-sync',
    withinMs: 3 * hour,
    expr: '30 * * * *',
    everyMs: hour,
    phaseMs: 30 * minute,
    retentionMs: 7 * day,
    ageMs: 2 * day,
    failing: 0.05,
    task: {
      title: 'repo-sync',
      ask: 'Fetch every mirror and say which ones moved.',
      calls: [run('bun mirrors.ts fetch', 'mirror {1-19}: {0-30} new commits', 9)],
      answer: '19 mirrors, {1-9} moved, none rewritten.',
    },
  },
  {
    agentId: 'bosun',
    name: 'memory-curation',
    withinMs: 26 * hour,
    expr: '0 1 * * *',
    everyMs: day,
    phaseMs: hour,
    retentionMs: ever,
    task: {
      title: 'memory-curation',
      ask: 'Fold the notes of the day into MEMORY.md.',
      calls: [{ tool: 'read', args: { path: 'memory/today.md' }, result: '- note {1-90}: keep', lines: 20 }],
      answer: '{6-20} notes kept, {1-9} let go.',
    },
  },
  {
    agentId: 'bosun',
    name: 'backup-offsite',
    withinMs: 25 * hour,
    missed: [0, 2],
    expr: '0 3 * * *',
    everyMs: day,
    phaseMs: 3 * hour,
    retentionMs: ever,
    failing: 0.06,
    task: {
      title: 'backup-offsite',
      ask: 'Run the offsite backup and read one file back.',
      calls: [run('restic backup /home/skipper --json', '{"files_new":{10-90},"bytes_added":{100000-900000}}')],
      answer: 'Backed up {2-9}.{1-9} GB, one file read back, all well.',
    },
  },
  {
    agentId: 'rigger',
    name: 'harbor-watch',
    everyMs: 10 * minute,
    phaseMs: 0,
    retentionMs: day,
    ageMs: 9 * hour,
    failing: 0.01,
    task: {
      title: 'harbor-watch',
      ask: 'Look at the gates and the relay. Only speak up if something is wrong.',
      calls: [run('bun gates.ts --quick', 'gate-{1-2}: ok, {8-40} ms', 2)],
      answer: 'NO_REPLY',
    },
  },
  {
    agentId: 'purser',
    name: 'weekly-ledger',
    expr: '0 9 * * 1',
    everyMs: 7 * day,
    phaseMs: 9 * hour,
    retentionMs: ever,
    disabled: true,
  },
  {
    agentId: 'main',
    name: 'heartbeat-main',
    everyMs: 30 * minute,
    phaseMs: 4 * minute,
    retentionMs: 0,
    declarationKey: 'heartbeat:main',
  },
]

/** What a job says to its agent. */
const payloadOf = ({ name, task, model }: JobPlan) => ({
  kind: 'agentTurn',
  message: task?.ask ?? `Run ${name} as described in AUTOMATIONS.md.`,
  ...(model && { model }),
  toolsAllow: ['*'],
})

/** Within which time a job must succeed, in ms; undefined where nobody said so. */
export const withinOf = (job: Job): number | undefined => planOf.get(job.name)?.withinMs

/** How many planned times ago runs were missed, and one took so long that the next one began beside it. */
export const missedOf = (job: Job): readonly number[] => planOf.get(job.name)?.missed ?? []
export const overlapOf = (job: Job): number | undefined => planOf.get(job.name)?.overlap

const planOf = new Map(plans.map((plan) => [plan.name, plan]))

/** The task of a job; undefined for a job that only wakes its agent. A job that somebody added does what it says. */
export function taskOf(job: Job): Task | undefined {
  if (job.declarationKey !== null) return undefined
  const { message, text } = (job.more.payload ?? {}) as { message?: string; text?: string }
  const ask = message ?? text ?? ''
  return (
    planOf.get(job.name)?.task ?? { title: job.name, ask, calls: [run('date', '{1-28} November')], answer: 'Done.' }
  )
}

export const failingOf = (job: Job): number => planOf.get(job.name)?.failing ?? 0

/** How many runs of a job have failed in a row when the demo begins. */
export const streakOf = (job: Job): number => planOf.get(job.name)?.streak ?? 0

/** A Monday, so that a weekly job has a known weekday. */
const monday = 4 * day

/** The next time of a beat after `at`. */
export function nextBeat(job: Pick<Job, 'everyMs' | 'phaseMs'>, at: number, offsetMs: number): number {
  const start = monday + job.phaseMs - offsetMs
  return start + (Math.floor((at - start) / job.everyMs) + 1) * job.everyMs
}

/** The jobs, the oldest six weeks old. The most frequent one is due soon after `now`. */
export function makeJobs(random: Random, now: number, offsetMs: number): Job[] {
  return plans.map((plan, index) => {
    const quick = plan.name === 'harbor-watch'
    const phaseMs = quick ? (now + offsetMs + 75_000 - monday) % plan.everyMs : plan.phaseMs
    const beat = { everyMs: plan.everyMs, phaseMs }
    const createdAt = now - (plan.ageMs ?? 42 * day) + index * 7 * minute
    return {
      id: uuid(random),
      agentId: plan.agentId,
      name: plan.name,
      enabled: !plan.disabled,
      declarationKey: plan.declarationKey ?? null,
      schedule: plan.expr
        ? { kind: 'cron', expr: plan.expr }
        : { kind: 'every', everyMs: plan.everyMs, anchorMs: nextBeat(beat, createdAt, offsetMs) },
      ...beat,
      retentionMs: plan.retentionMs,
      createdAt,
      nextAt: plan.disabled ? null : nextBeat(beat, now, offsetMs),
      lastAt: null,
      lastStatus: null,
      lastError: null,
      lastDurationMs: null,
      errorsInARow: 0,
      runningAt: null,
      isEdited: false,
      more: plan.declarationKey ? {} : { payload: payloadOf(plan), ...plan.more },
    }
  })
}

/** When a job that was edited runs next, by its schedule. */
export function nextOf({ schedule }: Pick<Job, 'schedule'>, at: number): number | undefined {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (schedule.kind === 'cron')
    return followingOf({ kind: 'cron', expr: schedule.expr, timezone: schedule.tz ?? null }, zone)?.(at, null)
  return followingOf({ ...schedule, anchorMs: schedule.anchorMs ?? at }, zone)?.(at, schedule.anchorMs ?? at)
}

export function beginRun(world: World, job: Job, sessionId: string, at: number): CronRun {
  const run: CronRun = {
    taskId: uuid(world.random),
    receiptId: uuid(world.random),
    jobId: job.id,
    agentId: job.agentId,
    sessionId,
    at,
    endedAt: null,
    status: 'running',
    byHand: false,
    error: null,
    summary: null,
    usage: null,
  }
  world.runs.push(run)
  job.runningAt = at
  return run
}

/** A run whose session was removed: only its row is left. */
export function pastRun(world: World, job: Job, at: number, error: string | null) {
  const { random } = world
  const run = beginRun(world, job, uuid(random), at)
  const total = between(random, 11_900, 14_600)
  run.endedAt = at + between(random, 4_000, 38_000)
  run.status = error ? 'failed' : 'succeeded'
  run.error = error
  run.summary = error ? null : `Done, see ${hex(random, 7)}.`
  run.usage = error ? null : { input: total - 11_400, output: between(random, 40, 300), cacheRead: 11_400, total }
  job.runningAt = null
  job.lastAt = at
  job.lastStatus = error ? 'error' : 'ok'
  job.lastError = error
  job.lastDurationMs = run.endedAt - at
  job.errorsInARow = error ? job.errorsInARow + 1 : 0
}
