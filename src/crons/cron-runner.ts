import type { Permit } from '../audit/action-gate.ts'
import type { CronDefinition } from '../facts/cron-definition.ts'
import type { CronPatch, NewCronJob } from '../facts/cron-schema.ts'

/** A job at its runtime: the home it lies in, and its id there. */
export type JobPlace = { home: string; foreignId: string }

/** What became of the wish to run a job: queued under an id, or not, with the runtime's reason. */
type RunAnswer = { runId: string } | { reason: string }

/**
 * What changes jobs at their runtime, which a gateway of OpenClaw does. Each function rejects with a Refusal in words where the
 * runtime cannot be reached, does not answer or refuses.
 */
export type CronRunner = {
  /** The runtimes that can be asked, and half a sentence about each that cannot just now. */
  homes(): { home: string; isThere: boolean; words: string }[]
  /** What a job is just now, with the revision that `update` takes; null where the runtime's version does not tell. */
  get(permit: Permit, place: JobPlace): Promise<{ definition: CronDefinition; revision: string | null } | null>
  /** Resolves with the id of the new job. */
  add(permit: Permit, home: string, job: NewCronJob): Promise<string>
  update(permit: Permit, place: JobPlace, patch: CronPatch, revision: string | null): Promise<void>
  remove(permit: Permit, place: JobPlace): Promise<void>
  run(permit: Permit, place: JobPlace): Promise<RunAnswer>
}
