import type { BreakerAct } from './act.ts'
import type { BreakerFacts } from './facts.ts'
import type { Decision } from './trip.ts'

type Deps = {
  /** What was begun and has no end. */
  acts: readonly BreakerAct[]
  facts: BreakerFacts
  /** Ends an act; the decision with it is applied as one that was carried out, or failed. */
  end: (act: BreakerAct, outcome: Exclude<BreakerAct['outcome'], 'open'>, detail: string, decision?: Decision) => void
}

/**
 * Settles by what is seen what a kill left open. A job that is as it should be counts as done; one that is not is
 * decided upon anew. A session is never stopped again for it: it may have been stopped, and a person may have gone on.
 */
export function settleLeftOpen({ acts, facts, end }: Deps) {
  for (const act of acts) {
    const { kind, tripId, targetId, target } = act
    const job = facts.jobs.find(({ id }) => id === targetId)
    if (kind === 'hold') {
      const decision = { kind, tripId, jobId: targetId, name: target, isOff: false } as const
      if (job?.enabled === false) end(act, 'done', 'seen at the next start of Wheelhouse', decision)
      else end(act, 'failed', endedBefore, decision)
    } else if (kind === 'release') {
      const decision = { kind, tripId, jobId: targetId, name: target, staysOff: false } as const
      if (job?.enabled !== false) end(act, 'done', 'seen at the next start of Wheelhouse', decision)
      else end(act, 'failed', endedBefore, decision)
    } else if (kind === 'stop')
      end(act, 'unsettled', 'Wheelhouse ended in between, and did not ask again', {
        kind,
        tripId,
        sessionId: targetId,
        name: target,
      })
    else end(act, 'unsettled', endedBefore)
  }
}

const endedBefore = 'Wheelhouse ended before it was done'
