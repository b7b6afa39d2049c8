import type { ActionGate, Confirmation } from '../audit/action-gate.ts'
import type { Caller } from '../auth/caller.ts'
import { atLeast } from '../auth/role.ts'
import { fromJson, type Reader } from '../lib/json.ts'
import { oneLine } from '../lib/plain-text.ts'
import { Refusal } from '../lib/refusal.ts'
import { type Breaker, heldBy } from './breaker.ts'
import { isJobOf, type JobFact } from './facts.ts'
import { type Guard, type Measure, measures, stopsWork } from './guard.ts'
import type { BreakerReads } from './reads.ts'
import { rehearsalSentence } from './rehearsal-words.ts'

/** What a person wants to be done for a budget or a plan window. */
type GuardDraft = Pick<Guard, 'measures' | 'atPercent' | 'jobs'>

type Deps = {
  breaker: Pick<Breaker, 'guards' | 'set' | 'trips'>
  reader: Reader<BreakerReads>
  gate: ActionGate
  now: () => number
}

const maxShownJobs = 12

/**
 * Switches on or off what is done when a budget or a plan window runs short. What touches somebody's work is confirmed
 * once, with what it would have done in the last thirty days. Rejects with a Refusal.
 */
export function createGuardSetter({ breaker, reader, gate, now }: Deps) {
  return async function set(
    caller: Caller,
    subject: string,
    draft: GuardDraft,
    given: string | undefined,
  ): Promise<Guard> {
    const { gauges, jobs } = fromJson(await reader.headroom(undefined))
    const gauge = gauges.find((one) => one.subject === subject)
    const before = breaker.guards().find((guard) => guard.subject === subject)
    const wanted = measures.filter((measure) => draft.measures.includes(measure))
    const guard: Guard = {
      subject,
      measures: wanted,
      atPercent: draft.atPercent,
      jobs: draft.jobs,
      limit: gauge?.limit ?? before?.limit ?? '',
      setAt: now(),
      setBy: oneLine(caller.name),
      setById: caller.id,
      // What is held is released with the rights with which it was held.
      role: wanted.length === 0 && before && atLeast(before.role, caller.role) ? before.role : caller.role,
    }
    const rehearsal =
      gauge && isWider(guard, before) ? fromJson(await reader.rehearsal({ guard, held: heldBy(breaker) })) : undefined
    const held = jobs.filter((job) => (guard.jobs ? guard.jobs.includes(job.id) : isJobOf(job, gauge?.scope ?? {})))
    return gate.pass({
      caller,
      action:
        wanted.length === 0
          ? 'switch off the rule of'
          : `have a rule ${wanted.map((one) => verbs[one]).join(', ')} for`,
      target: gauge?.name ?? subject,
      needs: 'operator',
      confirm:
        rehearsal && gauge
          ? { given, ask: questionOf(guard, gauge.name, held, rehearsalSentence(rehearsal)) }
          : undefined,
      perform() {
        if (!gauge && wanted.length > 0)
          throw new Refusal('not-found', 'There is no such budget or plan window any more.')
        breaker.set(guard)
        return guard
      },
    })
  }
}

const verbs: Record<Measure, string> = {
  notify: 'tell',
  'hold-crons': 'hold cron jobs',
  'stop-sessions': 'stop sessions',
  pause: 'pause the work',
}

/** Whether a guard may do to somebody's work what it might not before. */
function isWider(guard: Guard, before: Guard | undefined): boolean {
  const touching = guard.measures.filter((measure) => measure !== 'notify')
  if (touching.length === 0) return false
  if (!before || before.limit !== guard.limit || guard.atPercent < before.atPercent) return true
  if (touching.some((measure) => !before.measures.includes(measure))) return true
  if (!touching.includes('hold-crons') || before.jobs === null) return false
  return guard.jobs === null || guard.jobs.some((id) => !before.jobs!.includes(id))
}

function questionOf(
  { measures, atPercent }: Guard,
  name: string,
  jobs: readonly JobFact[],
  rehearsed: string,
): Confirmation {
  const holds = measures.includes('hold-crons')
  const shown = holds ? jobs.slice(0, maxShownJobs) : []
  return {
    question: `Act by itself when ${name} runs short?`,
    effect: `At ${atPercent}%, without asking again. ${rehearsed} Everything is on record and can be taken back.`,
    hits: [
      ...shown.map((job) => ({ name: oneLine(job.name), effect: 'is switched off until the window opens' })),
      ...(holds && jobs.length > shown.length
        ? [{ name: `${jobs.length - shown.length} more jobs`, effect: 'the same' }]
        : []),
      ...(holds && jobs.length === 0 ? [{ name: 'No cron job', effect: 'is in its scope just now' }] : []),
      ...(measures.includes('pause')
        ? [{ name: 'Sessions at work', effect: 'are stopped, and again if they go on, until the window opens' }]
        : measures.includes('stop-sessions')
          ? [{ name: 'Sessions at work', effect: 'are stopped once' }]
          : []),
    ],
    exact: null,
    phrase: 'act',
    isTyped: measures.some(stopsWork),
    verb: 'Switch on',
    safeVerb: 'Leave it off',
  }
}
