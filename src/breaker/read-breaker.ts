import type { Budget } from '../costs/budgets/budget.ts'
import type { Budgets } from '../costs/budgets/budgets.ts'
import type { SpendingHistory } from '../costs/budgets/spending-history.ts'
import { limitReadings, limitRows } from '../costs/ledger/read-limits.ts'
import type { Crons } from '../crons/crons.ts'
import { runTimesOfJob } from '../crons/read-crons.ts'
import { quarterMs } from '../lib/timezone.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { groupOfState } from '../sessions/severity.ts'
import type { Store } from '../store/store.ts'
import type { BreakerFacts, Gauge, JobFact, SessionFact } from './facts.ts'
import { gaugeOfBudget, gaugeOfWindow, openReadings, type PlanWindow } from './gauges.ts'
import type { Guard } from './guard.ts'
import { type Rehearsal, rehearse } from './rehearsal.ts'
import type { Reading } from './window-outlook.ts'

export type BreakerReading = ReturnType<typeof createBreakerReading>

const dayMs = 86_400_000
/** Sessions that were silent for longer are not at work. */
const recentMs = dayMs
/** Readings of so long make the curve and the forecast of the windows that are open: the longest is a month. */
const windowMs = 32 * dayMs
/** So many readings hold the longest window. */
const maxInWindow = windowMs / quarterMs
const rehearsedDays = 30

/** A gauge with the curve of its window and when it was said, or the money of a budget. */
export type ShownGauge = Gauge & {
  readings: Reading[]
  plan: string | null
  saidAt: number | null
  /** What was spent of a budget, in US dollars. */
  money: { spentUsd: number | null; limitUsd: number } | null
}

export type RehearsalQuestion = { held: string[] }

type Deps = {
  budgets: Pick<Budgets, 'spent'>
  history: SpendingHistory
  crons: Pick<Crons, 'jobs'>
  sessions: Pick<Sessions, 'since' | 'byIds'>
  now: () => number
}

/** What the breaker knows, now and of the last thirty days. */
export function createBreakerReading(index: Store, { budgets, history, crons, sessions, now }: Deps) {
  const windows = () => limitRows(index).filter(({ host }) => host === '')

  /** The readings of each window of this machine since a moment, the latest word always among them. */
  function readingsSince(since: number): { window: PlanWindow & { plan: string | null }; readings: Reading[] }[] {
    const byId = Map.groupBy(limitReadings(index, since), ({ id }) => id)
    return windows().map(({ usedPercent, resetsAt, at, ...window }) => {
      const known = byId.get(window.id) ?? []
      const latest = { at, usedPercent, resetsAt }
      return { window, readings: known.at(-1)?.at === at ? known : [...known, latest] }
    })
  }

  const jobs = (): JobFact[] =>
    crons
      .jobs()
      .filter(({ system }) => !system)
      .map(({ id, name, agentId, runtime, enabled }) => ({ id, name, agentId, runtime, enabled }))

  const sessionFacts = (all: ReturnType<Sessions['byIds']>): SessionFact[] =>
    all.map(({ id, title, agentId, runtime, model, projectPath }) => ({
      id,
      name: title ?? id,
      agentId,
      runtime,
      model,
      projectPath,
    }))

  const windowGauges = (at: number) =>
    readingsSince(at - windowMs).map(({ window, readings }) => ({
      gauge: gaugeOfWindow(window, readings, at),
      readings,
      plan: window.plan,
    }))

  /** What is used of budgets and plan windows now, as it decides. */
  const gauges = (): Gauge[] => [
    ...budgets.spent().map(({ budget, ...spent }) => gaugeOfBudget(budget, spent)),
    ...windowGauges(now()).map(({ gauge }) => gauge),
  ]

  /** The same as it is shown: plan windows, then budgets, with how each came to that. */
  function shown(): ShownGauge[] {
    const at = now()
    return [
      ...windowGauges(at).map(({ gauge, readings, plan }) => ({
        ...gauge,
        readings: gauge.usedPercent === null ? [] : openReadings(readings, at),
        plan,
        saidAt: readings.at(-1)?.at ?? null,
        money: null,
      })),
      ...budgets.spent().map(({ budget, ...spent }) => ({
        ...gaugeOfBudget(budget, spent),
        readings: spendingReadings(budget, spent, at),
        plan: null,
        saidAt: null,
        money: { spentUsd: spent.spentUsd, limitUsd: budget.usd },
      })),
    ]
  }

  /** What was spent of a budget at some moments of its period, in percent of it. */
  function spendingReadings(
    budget: Budget,
    { startAt, endAt, spentUsd }: Omit<ReturnType<Budgets['spent']>[number], 'budget'>,
    at: number,
  ) {
    const stepMs = Math.max(1, Math.ceil((at - startAt) / quarterMs / curvePoints)) * quarterMs
    const moments = []
    for (let moment = startAt + stepMs; moment < at; moment += stepMs) moments.push(moment)
    const past = history.spentAt(budget, moments).map((then) => ({ at: then.at, spentUsd: then.spentUsd }))
    return [...past, { at, spentUsd }].flatMap((then) =>
      then.spentUsd === null ? [] : [{ at: then.at, usedPercent: (then.spentUsd / budget.usd) * 100, resetsAt: endAt }],
    )
  }

  return {
    gauges,
    shown,
    jobs,

    facts: (): BreakerFacts => ({
      gauges: gauges(),
      jobs: jobs(),
      sessions: sessionFacts(
        sessions.since(now() - recentMs).filter(({ current, state }) => current && groupOfState(state) === 'working'),
      ),
    }),

    /**
     * What a guard would have done in the last thirty days: the same rule, over what is kept of them. `held` are the jobs
     * that are off now because the breaker holds them.
     */
    rehearse(guard: Guard, { held }: RehearsalQuestion): Rehearsal {
      const until = Math.floor(now() / quarterMs) * quarterMs
      const moments = Array.from(
        { length: (rehearsedDays * dayMs) / quarterMs },
        (_, n) => until - rehearsedDays * dayMs + (n + 1) * quarterMs,
      )
      const gaugesOf = pastGauges(guard, moments)
      return rehearse(guard, {
        moments,
        gauges: gaugesOf.map(({ gauge }) => gauge),
        knownSince: gaugesOf.find(({ isKnown }) => isKnown)?.at ?? null,
        jobs: jobs().map((job) => ({ ...job, enabled: job.enabled || held.includes(job.id) })),
        sessionsAt: (n) =>
          sessionFacts(sessions.byIds(history.busyBefore(gaugesOf[n]?.gauge?.scope ?? {}, moments[n]!))),
        runsBetween: (jobId, from, to) => runTimesOfJob(index, jobId, from).filter(({ at }) => at < to).length,
      })
    },
  }

  /** How a gauge stood at each of these moments. A budget is rehearsed as it is now, at the prices of now. */
  function pastGauges(
    { subject }: Guard,
    moments: readonly number[],
  ): { at: number; gauge: Gauge | null; isKnown: boolean }[] {
    const known = gauges().find((gauge) => gauge.subject === subject)
    if (known?.kind === 'budget') {
      const spent = budgets.spent().find(({ budget }) => gaugeOfBudget(budget, noSpending).subject === subject)!
      return history.spentAt(spent.budget, moments).map(({ at, ...then }) => ({
        at,
        gauge: gaugeOfBudget(spent.budget, then),
        isKnown: then.spentUsd !== null && then.spentUsd > 0,
      }))
    }
    const kept = readingsSince(moments[0]! - windowMs).find(
      ({ window }) => gaugeOfWindow(window, [], 0).subject === subject,
    )
    if (!kept) return moments.map((at) => ({ at, gauge: null, isKnown: false }))
    let n = 0
    return moments.map((at) => {
      while (n < kept.readings.length && kept.readings[n]!.at < at) n++
      const gauge = gaugeOfWindow(kept.window, kept.readings.slice(Math.max(0, n - maxInWindow), n), at)
      return { at, gauge, isKnown: gauge.usedPercent !== null }
    })
  }
}

/** So many points make the curve of a budget. */
const curvePoints = 60
const noSpending = { startAt: 0, endAt: 0, spentUsd: null }
