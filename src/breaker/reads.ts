import type { BreakerFacts, JobFact } from './facts.ts'
import type { Guard } from './guard.ts'
import type { BreakerReading, RehearsalQuestion, ShownGauge } from './read-breaker.ts'
import type { Rehearsal } from './rehearsal.ts'

export type BreakerReads = ReturnType<typeof breakerReads>

/** What can be asked of what decides what the breaker does. */
export const breakerReads = (breaker: BreakerReading) => ({
  breakerFacts: (): BreakerFacts => breaker.facts(),

  /** What is shown of it: budgets and plan windows, and the jobs that can be held. */
  headroom: (): { gauges: ShownGauge[]; jobs: JobFact[] } => ({ gauges: breaker.shown(), jobs: breaker.jobs() }),

  rehearsal: ({ guard, ...question }: RehearsalQuestion & { guard: Guard }): Rehearsal =>
    breaker.rehearse(guard, question),
})
