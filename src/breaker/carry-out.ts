import type { ActionGate } from '../audit/action-gate.ts'
import type { BreakerAct } from './act.ts'
import type { BreakerDoors } from './doors.ts'
import type { Guard } from './guard.ts'
import { ruleCaller } from './rule-caller.ts'
import type { Decision, Trip } from './trip.ts'

/** A decision that goes out, with the row that was written before. */
export type Kept = { decision: Decision; actId: number }

type Deps = {
  gate: ActionGate
  doors: BreakerDoors
  guardOf: (tripId: string) => Guard | undefined
  tripOf: (tripId: string) => Trip | undefined
  ended: (kept: Kept, outcome: Extract<BreakerAct['outcome'], 'done' | 'failed'>, detail: string | null) => void
}

/**
 * Carries out what was decided, each through the gate as an act of the rule that a person confirmed: jobs one after the
 * other, the sessions of a trip together. What fails is told, and decided upon again.
 */
export async function carryOut(kept: readonly Kept[], { gate, doors, guardOf, tripOf, ended }: Deps) {
  const nameOf = (tripId: string) => tripOf(tripId)?.name ?? tripId
  for (const [tripId, stops] of Map.groupBy(kept.filter(isStop), ({ decision }) => decision.tripId))
    await stopAll(tripId, stops)
  for (const one of kept) {
    const { decision } = one
    if (decision.kind !== 'hold' && decision.kind !== 'release') continue
    const guard = guardOf(decision.tripId)
    try {
      if (!guard) throw new Error('The rule is not known any more.')
      await doors.setJob(ruleCaller(guard, nameOf(decision.tripId)), decision.jobId, decision.kind === 'release')
      ended(one, 'done', null)
    } catch (error) {
      ended(one, 'failed', (error as Error).message)
    }
  }

  async function stopAll(tripId: string, stops: (Kept & { decision: Extract<Decision, { kind: 'stop' }> })[]) {
    const { stop } = doors
    const guard = guardOf(tripId)
    const names = stops.map(({ decision }) => decision.name)
    try {
      if (!guard) throw new Error('Its rule is gone.')
      const caller = ruleCaller(guard, nameOf(tripId))
      const outcomes = await gate.pass({
        caller,
        action: 'stop sessions',
        target: names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : ''),
        needs: 'operator',
        perform: (permit) =>
          stop(
            stops.map(({ decision }) => decision.sessionId),
            { permit, who: { name: caller.name, id: caller.id } },
            `${nameOf(tripId)}: ${tripOf(tripId)?.reason ?? ''}`,
          ),
      })
      for (const one of stops) {
        const outcome = outcomes.find(({ sessionId }) => sessionId === one.decision.sessionId)
        if (outcome && outcome.outcome !== 'not-stopped') ended(one, 'done', outcome.note ?? wordsOf[outcome.outcome])
        else ended(one, 'failed', outcome?.note ?? 'its runtime said nothing of it')
      }
    } catch (error) {
      for (const one of stops) ended(one, 'failed', (error as Error).message)
    }
  }
}

const wordsOf = { stopped: null, asked: 'asked, and not seen yet', 'not-running': 'it had ended already' }

const isStop = (one: Kept): one is Kept & { decision: Extract<Decision, { kind: 'stop' }> } =>
  one.decision.kind === 'stop'
