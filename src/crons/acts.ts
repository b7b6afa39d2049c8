import type { ActionGate, Permit } from '../audit/action-gate.ts'
import type { Caller } from '../auth/caller.ts'
import { type CronDefinition, changedFields, definitionFields, revisionOf } from '../facts/cron-definition.ts'
import type { CronPatch, NewCronJob } from '../facts/cron-schema.ts'
import { fromJson, type Reader } from '../lib/json.ts'
import { oneLine } from '../lib/plain-text.ts'
import { holdsHidden, redactDeep } from '../lib/redact-deep.ts'
import { Refusal } from '../lib/refusal.ts'
import type { CronDetail } from './cron.ts'
import type { CronRunner, JobPlace } from './cron-runner.ts'
import { deliveryWords, runsProgram, wordsIn } from './definition-words.ts'
import { fieldWords, listWords } from './field-words.ts'
import type { CronReads } from './reads.ts'

export type CronActs = ReturnType<typeof createCronActs>

type Deps = {
  gate: ActionGate
  reader: Pick<Reader<CronReads>, 'cronJob' | 'cronPlace' | 'listCronJobs'>
  runner: CronRunner
  now: () => number
  sleep?: (ms: number) => Promise<void>
  /** How long what was done may take until the runtime's store shows it, in ms. */
  seenWithinMs?: number
  /** How long a run may wait in the queue of its runtime, in ms. */
  begunWithinMs?: number
}

const lookEveryMs = 100
/** Clocks of two processes on one machine agree to this. */
const clockToleranceMs = 1_000

/**
 * What a person does to cron jobs, each through the gate and on record. A write counts as done once the runtime's own
 * store shows it: an answer alone is no proof. Each function rejects with a Refusal that says what is so.
 */
export function createCronActs({
  gate,
  reader,
  runner,
  now,
  sleep = Bun.sleep,
  seenWithinMs = 20_000,
  begunWithinMs = 60_000,
}: Deps) {
  const jobOf = async (id: string): Promise<CronDetail> => fromJson(await reader.cronJob(id))

  /** Where a job can be changed. Throws a Refusal where its runtime is away, or its store does not say. */
  async function placeOf(job: CronDetail): Promise<JobPlace> {
    if (!job.present) throw new Refusal('conflict', `${job.name} is not there any more. Its runs are kept here.`)
    const place = fromJson(await reader.cronPlace(job.id))
    if (!place)
      throw new Refusal('unavailable', `Where ${job.name} lies is not known yet. Wait until its home was read again.`)
    checkHome(place.home)
    return place
  }

  function checkHome(home: string) {
    const known = runner.homes().find((one) => one.home === home)
    if (known && !known.isThere)
      throw new Refusal(
        'unavailable',
        `The gateway ${known.words}. Jobs are shown as its store has them; to change one, it has to be there.`,
      )
  }

  /** Where a new job goes: the home that is named, or the only one whose gateway is there. */
  function homeFor(home: string | undefined): string {
    const homes = runner.homes()
    if (home !== undefined) {
      if (!homes.some((one) => one.home === home)) throw new Refusal('bad-input', 'There is no such home.')
      checkHome(home)
      return home
    }
    const there = homes.filter(({ isThere }) => isThere)
    if (there.length > 1)
      throw new Refusal(
        'bad-input',
        `Several gateways run. Say in which home: ${there.map((one) => one.home).join(', ')}.`,
      )
    if (!there[0])
      throw new Refusal(
        'unavailable',
        homes[0] ? `The gateway ${homes[0].words}. A job can be added once it is there.` : 'No OpenClaw is known here.',
      )
    return there[0].home
  }

  /** Looks at a job until it is as it should be; undefined where it never was within the time. */
  async function seen(id: string, isSo: (job: CronDetail) => boolean, withinMs = seenWithinMs) {
    for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
      const job = await jobOf(id).catch((error: unknown) => {
        // A job that was just added is not in the index yet.
        if (error instanceof Refusal && error.code === 'not-found') return undefined
        throw error
      })
      if (job && isSo(job)) return job
      if (waitedMs >= withinMs) return undefined
      await sleep(lookEveryMs)
    }
  }

  const roleFor = (definition: CronDefinition | null) => (runsProgram(definition) ? 'admin' : 'operator')

  function checkNotSystem(job: CronDetail, what: string) {
    if (job.system)
      throw new Refusal('conflict', `${job.name} is a job that OpenClaw makes for itself. It cannot be ${what} here.`)
  }

  async function setEnabled(caller: Caller, id: string, enabled: boolean): Promise<CronDetail> {
    const job = await jobOf(id)
    checkNotSystem(job, enabled ? 'switched on' : 'switched off')
    let after: CronDetail | undefined
    await gate.pass({
      caller,
      action: enabled ? 'switch on cron job' : 'switch off cron job',
      target: job.name,
      needs: roleFor(job.definition),
      perform: async (permit) => runner.update(permit, await placeOf(job), { enabled }, null),
      watch: async () => {
        after = await seen(id, (now) => now.enabled === enabled)
        if (!after) throw notSeen(`${job.name} switched ${enabled ? 'on' : 'off'}`)
      },
    })
    return after ?? job
  }

  return {
    async add(caller: Caller, job: NewCronJob, named?: string): Promise<CronDetail> {
      const definition = job as CronDefinition
      checkHidden(definition)
      const before = new Set(fromJson(await reader.listCronJobs(undefined)).items.map(({ id }) => id))
      let added: CronDetail | undefined
      await gate.pass({
        caller,
        action: 'add cron job',
        target: job.name,
        needs: roleFor(definition),
        perform: (permit) => runner.add(permit, homeFor(named), job),
        watch: async (foreignId) => {
          added = await seenNew(foreignId, before)
          if (!added) throw notSeen(`the job ${job.name}`)
        },
      })
      return added!
    },

    /**
     * Changes some fields of a job. `revision` is that of the job as the person saw it: where it is another one by now,
     * nothing is written, and the Refusal names what was changed elsewhere (`changed`).
     */
    async edit(caller: Caller, id: string, patch: CronPatch, revision: string): Promise<CronDetail> {
      const job = await jobOf(id)
      checkNotSystem(job, 'edited')
      const wanted = patch as CronDefinition
      checkHidden(wanted)
      const fields = definitionFields.filter((field) => field in patch)
      if (fields.length === 0) throw new Refusal('bad-input', 'Nothing was changed.')
      let after: CronDetail | undefined
      await gate.pass({
        caller,
        action: `edit ${listWords(fields.map((field) => fieldWords[field]))} of cron job`,
        target: job.name,
        needs: roleFor({ ...job.definition, ...wanted }),
        perform: async (permit) => {
          const place = await placeOf(job)
          const known = await checkUnchanged(permit, place, job, revision)
          if (known === null && takesAway(wanted))
            throw new Refusal(
              'conflict',
              'This version of OpenClaw cannot take a value away, only replace it by another. Nothing was written.',
            )
          await runner.update(permit, place, patch, known).catch((error: unknown) => {
            throw explained(error, job)
          })
        },
        watch: async () => {
          const differing = (now: CronDetail) =>
            fields.filter((field) => !isTaken(wanted[field], now.definition?.[field]))
          after = await seen(id, (now) => now.definition !== null && differing(now).length === 0)
          if (after) return
          const now = await jobOf(id)
          throw notSeen(`${listWords(differing(now).map((field) => fieldWords[field]))} of ${job.name}`)
        },
      })
      return after ?? job
    },

    enable: (caller: Caller, id: string) => setEnabled(caller, id, true),
    disable: (caller: Caller, id: string) => setEnabled(caller, id, false),

    /** Starts a run at once. Resolves when it has begun; its end is seen in the runs of the job. */
    async run(caller: Caller, id: string, given: string | undefined) {
      const job = await jobOf(id)
      const tells = deliveryWords(job.definition)
      let begun: CronDetail | undefined
      const askedAt = now()
      const answer = await gate.pass({
        caller,
        action: 'run cron job',
        target: job.name,
        needs: roleFor(job.definition),
        confirm: {
          given,
          ask: {
            question: `Run ${job.name} now?`,
            effect: `It starts at once, whatever its schedule says, and costs what a run costs.${job.enabled ? '' : ' It is switched off, and stays so.'}`,
            hits: [
              {
                name: job.name,
                effect: oneLine(wordsIn(job.definition) ?? 'what it does is not known here').slice(0, 160),
              },
              ...(tells ? [{ name: 'Its answer', effect: `goes to ${tells}` }] : []),
            ],
            exact: null,
            phrase: 'run',
            isTyped: false,
            verb: 'Run now',
            safeVerb: 'Wait for its time',
          },
        },
        perform: async (permit) => {
          const place = await placeOf(job)
          const answered = await runner.run(permit, place)
          if ('reason' in answered) throw new Refusal('conflict', whyNotRun(job.name, answered.reason))
          return answered
        },
        watch: async ({ runId }) => {
          const from = Math.min(queuedAt(runId) ?? askedAt, askedAt) - clockToleranceMs
          const isBegun = (now: CronDetail) =>
            now.latestRuns.some((run) => run.at >= from && run.byHand !== false) ||
            (now.lastStatus === 'running' && !(job.lastStatus === 'running')) ||
            !now.present
          begun = await seen(id, isBegun, begunWithinMs)
          if (!begun)
            throw new Refusal(
              'unavailable',
              `The gateway has queued ${job.name}, and it has not begun within a minute. Another run may be in its way; it may still begin.`,
            )
        },
      })
      return { runId: answer.runId, askedAt, job: begun ?? job }
    },

    async remove(caller: Caller, id: string, given: string | undefined): Promise<{ id: string; removed: true }> {
      const job = await jobOf(id)
      checkNotSystem(job, 'deleted')
      const name = oneLine(job.name)
      await gate.pass({
        caller,
        action: 'delete cron job',
        target: job.name,
        needs: roleFor(job.definition),
        confirm: {
          given,
          ask: {
            question: `Delete ${name}?`,
            effect:
              'OpenClaw forgets the job, its schedule and its prompt. This cannot be undone. To stop it for a while, switch it off.',
            hits: [
              { name, effect: job.enabled ? 'will not run again' : 'is off, and will be gone' },
              { name: 'Its runs', effect: `stay here: ${job.runsKnown} of them` },
            ],
            exact: null,
            phrase: name.length > 0 && name.length <= 60 ? name : 'delete',
            verb: 'Delete job',
            safeVerb: 'Keep it',
          },
        },
        perform: async (permit) => runner.remove(permit, await placeOf(job)),
        watch: async () => {
          if (!(await seen(id, ({ present }) => !present))) throw notSeen(`${job.name} gone`)
        },
      })
      return { id, removed: true }
    },
  }

  /** The job that a runtime has just added, found by its id there. */
  async function seenNew(foreignId: string, before: ReadonlySet<string>): Promise<CronDetail | undefined> {
    for (let waitedMs = 0; waitedMs <= seenWithinMs; waitedMs += lookEveryMs) {
      const { items } = fromJson(await reader.listCronJobs(undefined))
      for (const { id } of items.filter((job) => !before.has(job.id)))
        if (fromJson(await reader.cronPlace(id))?.foreignId === foreignId) return jobOf(id)
      await sleep(lookEveryMs)
    }
    return undefined
  }

  /**
   * Throws a Refusal where a job is another one by now than a person has seen. Resolves with the runtime's own word for
   * what it is, which it checks once more as it writes; null where its version has none, and its store is all there is.
   */
  async function checkUnchanged(permit: Permit, place: JobPlace, job: CronDetail, revision: string) {
    const current = await runner.get(permit, place)
    const isSame = current ? revisionOf(current.definition) === revision : job.revision === revision
    if (isSame) return current?.revision ?? null
    const changed =
      current && job.revision === revision
        ? changedFields(job.definition ?? {}, redactDeep(current.definition) as CronDefinition)
        : []
    throw changedElsewhere(job, changed)
  }
}

const changedElsewhere = (job: CronDetail, changed: (typeof definitionFields)[number][]) =>
  new Refusal(
    'conflict',
    changed.length === 0
      ? `${job.name} was changed elsewhere since you opened it. Nothing was written; look at it again.`
      : `${job.name} was changed elsewhere since you opened it: ${listWords(changed.map((field) => fieldWords[field]))}. Nothing was written.`,
    { changed },
  )

/** The refusal of a runtime to change what is another one by now, in our words. */
const explained = (error: unknown, job: CronDetail) =>
  error instanceof Refusal && /no longer matches/.test(error.message) ? changedElsewhere(job, []) : error

/** Whether a patch empties a field. Every version takes back the agent and the session key. */
const takesAway = ({ agentId: _, sessionKey: _key, ...patch }: CronDefinition) => hasNull(patch)

const hasNull = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.values(value).some(hasNull))

const notSeen = (what: string) =>
  new Refusal(
    'unavailable',
    `The gateway says that it is done, and its store does not show ${what}. Look before trying again.`,
  )

/** A secret that is hidden here would be lost if it were written back. */
function checkHidden(definition: CronDefinition) {
  if (holdsHidden(definition))
    throw new Refusal(
      'bad-input',
      'A text holds [hidden], which stands where Wheelhouse hides something like a key. Write the real value, or leave that field as it is.',
    )
}

/** Whether a value was taken over: what was asked is there, whatever the runtime added; what was taken away is not. */
function isTaken(wanted: unknown, actual: unknown): boolean {
  if (wanted === null) return actual === null || actual === undefined
  if (Array.isArray(wanted)) return JSON.stringify(redactDeep(wanted)) === JSON.stringify(actual)
  if (typeof wanted === 'object') {
    if (typeof actual !== 'object' || actual === null) return false
    const redacted = redactDeep(wanted) as Record<string, unknown>
    return Object.entries(redacted).every(([name, value]) => isTaken(value, (actual as Record<string, unknown>)[name]))
  }
  if (typeof wanted === 'string')
    return typeof actual === 'string' && (redactDeep(wanted) as string).trim() === actual.trim()
  return wanted === undefined || wanted === actual
}

/** When a run was queued, which its id says (ms). */
function queuedAt(runId: string): number | undefined {
  const at = Number(/:(\d{13}):\d+$/.exec(runId)?.[1])
  return Number.isFinite(at) ? at : undefined
}

const whyNotRun = (name: string, reason: string) =>
  reason === 'already-running'
    ? `${name} runs already.`
    : `The gateway did not run ${name}: ${oneLine(reason).slice(0, 200)}.`
