import type { NeedRecord } from '../../attention/need-record.ts'
import type { KeptMeasure, MeasuresOverTime } from '../../health/measure-messages.ts'
import type { Store } from '../../store/store.ts'
import type { Backtest, PastFiring } from '../backtest.ts'
import type { Incident } from '../incident.ts'
import { isOfMany, type Rule, type RuleDraft, type When, wordOfMeasure } from '../rule.ts'
import { unitOf } from '../rule-words.ts'
import { listIncidents } from './alert-rows.ts'
import { derive, lineOf, noMemory, type Usual } from './derive.ts'
import { createHours } from './hours.ts'
import { calm, judge } from './judge.ts'
import { faultsOf } from './rule-faults.ts'
import { subjectOfMeasure } from './subject-of.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const days = 30
/** So much is asked of the thread at once. */
const chunkMs = 5 * dayMs
const maxSubjects = 8
const maxFirings = 200
const chartPoints = 240
/** Broken for more than this of the time, a rule says nothing. */
const alwaysShare = 0.9

type Deps = {
  store: Store
  measures: {
    list: () => Promise<KeptMeasure[]>
    series: (asked: { ids: string[]; since: number; until: number; points: number }) => Promise<MeasuresOverTime>
  }
  /** What needed a person, and settled, since a moment. */
  needsSince: (since: number) => NeedRecord[]
  timezone: string
  now: () => number
}

type MeasureWhen = Exclude<When, { kind: 'condition' }>
type Steps = { at: number; value: number | null }[]

/**
 * How often a rule would have fired in the last thirty days: the rule that judges live readings, over the kept ones by
 * the minute. What is not kept is said not to be. Another question ends the one before.
 */
export function createBacktest({ store, measures, needsSince, timezone, now }: Deps) {
  const hourOf = createHours(timezone)
  let turn = 0

  async function overMeasures(rule: Rule & { when: MeasureWhen }, mine: number): Promise<Partial<Backtest>> {
    const { when } = rule
    const until = now()
    const kept = await measures.list()
    const fitting = kept.filter(({ id }) =>
      isOfMany(when.measure) ? id.startsWith(`${wordOfMeasure(when.measure)}:`) : id === when.measure,
    )
    if (fitting.length === 0)
      return { since: null, about: 'Nothing of this measure is kept yet, so it cannot be tried.' }
    const since = Math.max(until - days * dayMs, Math.min(...fitting.map((one) => one.since)))
    const firings: PastFiring[] = []
    let chart: Backtest['chart'] = null
    let brokenMs = 0
    let knownMs = 0
    for (const { id } of fitting.slice(0, maxSubjects)) {
      const steps: Steps = []
      for (let from = since; from < until; from += chunkMs) {
        const to = Math.min(until, from + chunkMs)
        const { at, measures: found } = await measures.series({
          ids: [id, 'self.rss.bytes'],
          since: from,
          until: to,
          points: Math.max(1, Math.floor((to - from) / minuteMs)),
        })
        if (mine !== turn) return {}
        const [own, self] = found
        // Where nothing at all was read, this program did not run.
        for (const [place, then] of at.entries())
          if (own!.mean[place] !== null || self!.mean[place] !== null)
            steps.push({ at: then, value: own!.mean[place]! })
      }
      const tried = tryRule(rule, steps, hourOf)
      firings.push(...tried.firings.map((firing) => ({ ...firing, subject: subjectOfMeasure(id).name })))
      brokenMs += tried.brokenMs
      knownMs += steps.length * minuteMs
      chart ??= chartOf(steps, when, subjectOfMeasure(id).name)
    }
    firings.sort((a, b) => a.at - b.at)
    const isAlways = knownMs > 60 * minuteMs && brokenMs / knownMs > alwaysShare
    return {
      since,
      firings: firings.slice(-maxFirings),
      count: firings.length,
      chart,
      about: isAlways ? 'It would have been broken nearly all the time, so it would say nothing.' : null,
    }
  }

  function overNeeds(rule: Pick<Rule, 'id'> & { when: Extract<When, { kind: 'condition' }> }): Partial<Backtest> {
    const until = now()
    const since = until - days * dayMs
    const { of, limit } = rule.when
    const kinds = kindsOf(of, limit)
    if (kinds === undefined) {
      const past = listIncidents(store, { ruleId: rule.id, since }, null, maxFirings)
      return {
        since: past.length > 0 ? since : null,
        firings: past.map(firingOf).reverse(),
        count: past.length,
        about: 'No history is kept from which this could be tried. Shown is what it raised itself.',
      }
    }
    const { agent, job } = rule.when.scope
    const firings = needsSince(since)
      .filter(
        ({ kind, agentId, id }) =>
          kinds.includes(kind) && (agent === undefined || agentId === agent) && (job === undefined || id === job),
      )
      .flatMap(({ title, openedAt, settledAt, since: began }): PastFiring[] => {
        const from = Math.min(began ?? openedAt, openedAt)
        const isTimed = of === 'waiting' || of === 'stalled'
        const lastedMs = (settledAt ?? until) - from
        if (isTimed && lastedMs < limit) return []
        return [
          {
            at: isTimed ? from + limit : openedAt,
            endedAt: settledAt,
            peak: isTimed ? lastedMs : null,
            severity: 'warn',
            subject: title ?? '',
          },
        ]
      })
      .sort((a, b) => a.at - b.at)
    const isNarrow = rule.when.scope.runtime ?? rule.when.scope.project ?? rule.when.scope.model
    return {
      since,
      firings: firings.slice(-maxFirings),
      count: firings.length,
      about:
        isNarrow === undefined
          ? null
          : 'What was before is not known by runtime, project or model: these are all of them.',
    }
  }

  return async function backtest(draft: RuleDraft & { id?: string | undefined }): Promise<Backtest> {
    const mine = ++turn
    const faults = faultsOf(draft)
    const nothing: Backtest = {
      faults,
      since: null,
      until: now(),
      firings: [],
      count: 0,
      about: null,
      chart: null,
      unit: unitIn(draft.when),
    }
    if (faults.wrong.length > 0) return nothing
    const rule: Rule = { ...draft, id: draft.id ?? '' }
    const found =
      rule.when.kind === 'condition'
        ? overNeeds({ id: rule.id, when: rule.when })
        : await overMeasures({ ...rule, when: rule.when }, mine)
    return { ...nothing, ...found }
  }
}

const unitIn = (when: When): Backtest['unit'] => {
  if (when.kind === 'absent') return 'ms'
  return when.kind === 'unusual' ? 'times' : unitOf(when)
}

/** What a rule makes of a series, one step a minute. */
function tryRule(rule: Rule & { when: MeasureWhen }, steps: Steps, hourOf: (at: number) => number) {
  const line = lineOf(rule)
  const memory = noMemory()
  const usual = rule.when.kind === 'unusual' ? usualOf(steps, hourOf) : undefined
  const firings: Omit<PastFiring, 'subject'>[] = []
  let state = calm
  let brokenMs = 0
  for (const { at, value } of steps) {
    const reading = { at, steadyMs: at, everyMs: minuteMs, value }
    const derived = derive(rule.when, memory, reading, usual && { of: usual, hour: hourOf(at) })
    const { state: next, change } = judge(line, state, { ...reading, value: derived })
    state = next
    if (state.firing) brokenMs += minuteMs
    if (change?.kind === 'opened')
      firings.push({ at, endedAt: null, peak: change.firing.peak, severity: change.firing.severity })
    else if (change) {
      const last = firings.at(-1)!
      last.peak = change.firing.peak
      last.severity = change.firing.severity
      if (change.kind === 'closed') last.endedAt = at
    }
  }
  return { firings, brokenMs }
}

/** The mean of each hour of the day over a series, and of all of it. */
export function usualOf(steps: Steps, hourOf: (at: number) => number): Usual {
  const sums = Array.from({ length: 24 }, () => ({ sum: 0, count: 0, days: new Set<number>() }))
  for (const { at, value } of steps) {
    if (value === null) continue
    const hour = sums[hourOf(at)]!
    hour.sum += value
    hour.count++
    hour.days.add(Math.floor(at / dayMs))
  }
  const count = sums.reduce((all, one) => all + one.count, 0)
  return {
    byHour: sums.map(({ sum, count, days }) => (days.size >= 3 ? sum / count : null)),
    overall: count >= 60 ? sums.reduce((all, { sum }) => all + sum, 0) / count : null,
  }
}

/** What is drawn of a series: the worst of each piece of it, so that what fires is seen. */
function chartOf(steps: Steps, when: MeasureWhen, subject: string): Backtest['chart'] {
  const [first, last] = [steps[0], steps.at(-1)]
  if (!first || !last) return null
  return drawn(steps, when.kind === 'level' && when.side === 'below' ? 'least' : 'most', subject)
}

function drawn(steps: Steps, which: 'most' | 'least', subject: string): Backtest['chart'] {
  const from = steps[0]!.at
  const stepMs = Math.max(minuteMs, Math.ceil((steps.at(-1)!.at - from + minuteMs) / chartPoints / minuteMs) * minuteMs)
  const count = Math.floor((steps.at(-1)!.at - from) / stepMs) + 1
  const values: (number | null)[] = Array.from({ length: count }, () => null)
  for (const { at, value } of steps) {
    if (value === null) continue
    const place = Math.floor((at - from) / stepMs)
    const known = values[place] ?? null
    values[place] = known === null ? value : which === 'most' ? Math.max(known, value) : Math.min(known, value)
  }
  return { at: values.map((_, place) => from + place * stepMs), values, subject }
}

function kindsOf(of: string, limit: number): string[] | undefined {
  switch (of) {
    case 'waiting':
      return ['waiting', 'approval-asked']
    case 'stalled':
      return ['stalled']
    case 'context-full':
      return limit <= 80 ? ['context-filling', 'context-full'] : limit <= 90 ? ['context-full'] : undefined
    case 'cron-failed':
      return limit <= 1 ? ['cron-failed'] : undefined
    case 'burning':
      return ['burning']
    case 'budget':
      return limit === 100 ? ['budget-passed'] : undefined
    default:
      return undefined
  }
}

const firingOf = ({ openedAt, endedAt, peak, severity, subject }: Incident): PastFiring => ({
  at: openedAt,
  endedAt,
  peak,
  severity,
  subject: subject.name,
})
