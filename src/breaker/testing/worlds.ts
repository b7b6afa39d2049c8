import { decide } from '../decide.ts'
import type { BreakerFacts, Gauge, JobFact, SessionFact } from '../facts.ts'
import type { Guard } from '../guard.ts'
import { after, atRest, type BreakerState, type Decision } from '../trip.ts'

export const minute = 60_000
export const hour = 60 * minute
export const noon = Date.UTC(2026, 10, 20, 12)

export const guard = (rest: Partial<Guard> = {}): Guard => ({
  subject: 'window:w',
  measures: ['notify', 'hold-crons'],
  atPercent: 80,
  jobs: null,
  limit: '',
  setAt: 0,
  setBy: 'Ada',
  setById: 'sign-in:a',
  role: 'operator',
  ...rest,
})

export const gauge = (usedPercent: number | null, rest: Partial<Gauge> = {}): Gauge => ({
  subject: 'window:w',
  name: 'Claude Code, 5 hours',
  kind: 'window',
  scope: {},
  limit: '',
  usedPercent,
  startsAt: noon - hour,
  endsAt: noon + 4 * hour,
  outlook: null,
  ...rest,
})

export const job = (id: string, rest: Partial<JobFact> = {}): JobFact => ({
  id,
  name: id,
  agentId: 'openclaw:a',
  runtime: 'openclaw',
  enabled: true,
  ...rest,
})

export const atWork = (id: string, rest: Partial<SessionFact> = {}): SessionFact => ({
  id,
  name: id,
  agentId: 'openclaw:a',
  runtime: 'openclaw',
  model: 'm',
  projectPath: null,
  ...rest,
})

/** A world in which every decision is carried out: each look answers what was decided, as `kind target`. */
export function world(guards: Guard[], { jobs = [job('j')], sessions = [] as SessionFact[] } = {}) {
  let state: BreakerState = atRest
  const enabled = new Map(jobs.map(({ id, enabled }) => [id, enabled]))
  const all: Decision[] = []
  return {
    state: () => state,
    all,
    enabled,
    look(gauges: Gauge[], at = noon, { isFirst = false, fails = false } = {}): string[] {
      const facts: BreakerFacts = {
        gauges,
        jobs: jobs.map((one) => ({ ...one, enabled: enabled.get(one.id)! })),
        sessions,
      }
      const decisions = decide(state, guards, facts, at, { isFirst })
      for (const decision of decisions) {
        state = after(state, decision, at, fails)
        if (fails) continue
        if (decision.kind === 'hold') enabled.set(decision.jobId, false)
        if (decision.kind === 'release' && !decision.staysOff) enabled.set(decision.jobId, true)
      }
      all.push(...decisions)
      return decisions.map((decision) => `${decision.kind} ${targetOf(decision)}`.trim())
    },
  }
}

const targetOf = (decision: Decision) =>
  'jobId' in decision
    ? decision.jobId
    : 'sessionId' in decision
      ? decision.sessionId
      : 'how' in decision
        ? decision.how
        : ''
