import { definitionIn, written } from '../facts/cron-definition.ts'
import { crew } from './crew.ts'
import { nextOf } from './jobs.ts'
import { uuid } from './random.ts'
import { type Changes, runJob } from './simulator.ts'
import { definitionOf } from './task-rows.ts'
import type { Job, World } from './world.ts'

type Answer = { payload: object } | { refusal: string; code?: string }
type Params = Record<string, unknown>

type Deps = {
  world: World
  now: () => number
  /** Stores what was changed, and tells those who listen. */
  publish: (changes: Partial<Changes>) => void
  /** Deletes a job. */
  remove: (id: string) => void
}

export const cronMethods = ['cron.get', 'cron.add', 'cron.update', 'cron.remove', 'cron.run']

/** The calls about cron jobs, as the real gateway answers them; undefined for any other call. */
export function createCronCalls({ world, now, publish, remove }: Deps) {
  const view = (job: Job) => ({ ...definitionOf(job), updatedAtMs: job.createdAt, configRevision: revisionOf(job) })
  const unknown = (id: unknown): Answer => ({ refusal: `unknown cron job id: ${String(id)}` })

  return (method: string, params: Params): Answer | undefined => {
    const job = world.jobs.find(({ id }) => id === params.id)
    switch (method) {
      case 'cron.get':
        return job ? { payload: view(job) } : unknown(params.id)
      case 'cron.add': {
        const added = newJob(params)
        const problem = planned(added)
        if (problem) return { refusal: `invalid cron.add params: ${problem}` }
        world.jobs.push(added)
        publish({ jobs: [added] })
        return { payload: view(added) }
      }
      case 'cron.update': {
        if (!job) return unknown(params.id)
        if (params.expectedConfigRevision !== undefined && params.expectedConfigRevision !== revisionOf(job))
          return { refusal: 'cron job definition no longer matches the loaded version; review the latest version' }
        const before = structuredClone(job)
        change(job, params.patch as Params)
        const problem = planned(job)
        if (problem) {
          Object.assign(job, before)
          return { refusal: `invalid cron.update params: ${problem}` }
        }
        publish({ jobs: [job] })
        return { payload: view(job) }
      }
      case 'cron.remove': {
        if (!job) return unknown(params.id)
        world.jobs.splice(world.jobs.indexOf(job), 1)
        remove(job.id)
        publish({})
        return { payload: { ok: true, removed: true } }
      }
      case 'cron.run': {
        if (!job) return unknown(params.id)
        if (job.runningAt !== null) return { payload: { ok: true, ran: false, reason: 'already-running' } }
        const at = now()
        publish(runJob(world, job, at, true))
        return { payload: { ok: true, enqueued: true, runId: `manual:${job.id}:${at}:1` } }
      }
      default:
        return undefined
    }
  }

  function newJob(params: Params): Job {
    const job: Job = {
      id: uuid(world.random),
      agentId: 'main',
      name: 'job',
      enabled: true,
      declarationKey: null,
      schedule: { kind: 'every', everyMs: 3_600_000, anchorMs: now() },
      everyMs: 3_600_000,
      phaseMs: 0,
      retentionMs: 30 * 86_400_000,
      createdAt: now(),
      nextAt: null,
      lastAt: null,
      lastStatus: null,
      lastError: null,
      lastDurationMs: null,
      errorsInARow: 0,
      runningAt: null,
      isEdited: true,
      more: {},
    }
    change(job, params)
    return job
  }

  /** Plans the next run of a job; half a sentence where it cannot be. */
  function planned(job: Job): string | undefined {
    if (!crew.some(({ id }) => id === job.agentId)) return `there is no agent ${job.agentId}`
    const next = nextOf(job, now())
    if (next === undefined) return 'at /schedule: it never runs'
    job.nextAt = job.enabled ? next : null
    return undefined
  }
}

/** Takes over what a patch names; null takes a value away. */
function change(job: Job, patch: Params) {
  const { name, agentId, enabled, schedule, payload, delivery, ...others } = patch
  if (typeof name === 'string') job.name = name
  if (typeof agentId === 'string') job.agentId = agentId
  if (typeof enabled === 'boolean') job.enabled = enabled
  if (typeof schedule === 'object' && schedule !== null) {
    job.schedule = schedule as Job['schedule']
    job.isEdited = true
  }
  const before = definitionOf(job) as Record<string, object | undefined>
  const merged = (field: string, value: unknown) =>
    typeof value === 'object' && value !== null ? { [field]: withoutNulls({ ...before[field], ...value }) } : {}
  job.more = {
    ...job.more,
    ...withoutNulls(others),
    ...merged('payload', payload),
    ...merged('delivery', delivery),
  }
}

const withoutNulls = (record: Params): Params =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null))

const revisionOf = (job: Job) => `sha256:${Bun.hash(written(definitionIn(definitionOf(job)))).toString(36)}`
