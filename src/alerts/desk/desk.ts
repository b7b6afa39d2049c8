import type { NeedRecord } from '../../attention/need-record.ts'
import type { Permit } from '../../audit/action-gate.ts'
import type { KeptMeasure, MeasuresOverTime, Sample } from '../../health/measure-messages.ts'
import { Refusal } from '../../lib/refusal.ts'
import type { Store } from '../../store/store.ts'
import type { Backtest, RuleRow } from '../backtest.ts'
import type { Incident, IncidentChange, IncidentStep, Mute } from '../incident.ts'
import { isDefault, type Rule, type RuleDraft } from '../rule.ts'
import {
  before,
  countSteps,
  deleteOldest,
  deleteRule,
  firedSince,
  type IncidentFilter,
  listIncidents,
  ofGroup,
  putRule,
  ruleRows,
  stepsOf,
} from './alert-rows.ts'
import { createBacktest, usualOf } from './backtest.ts'
import { defaultRules } from './default-rules.ts'
import type { Usual } from './derive.ts'
import { createEngine } from './engine.ts'
import { createHours } from './hours.ts'
import { createIncidents, keyOf } from './incidents.ts'
import { faultsOf } from './rule-faults.ts'
import { createSightings, type Facts } from './sightings.ts'

export type DeskDeps = {
  /** wheelhouse.sqlite. */
  store: Store
  measures: {
    list: () => Promise<KeptMeasure[]>
    series: (asked: { ids: string[]; since: number; until: number; points: number }) => Promise<MeasuresOverTime>
  }
  needsSince: (since: number) => NeedRecord[]
  timezone: string
  now: () => number
  told: (change: IncidentChange['change'] | 'updated', incident: Incident) => void
  /** Rules or maintenance windows were changed. */
  changed: () => void
  onError: (error: unknown) => void
}

/** Readings of before, the oldest first, and what somebody did about what they raise. */
type PastReadings = {
  readings: Sample[]
  taken: { ruleId: string; afterMs: number; by: string; note: string | null }[]
}

/** What one incident is, in full. */
type IncidentDetail = {
  incident: Incident
  steps: IncidentStep[]
  /** The others of its group, and the same ones before. */
  related: Incident[]
  before: Incident[]
}

const dayMs = 86_400_000
const maxRules = 1_000
const keptIncidents = 10_000
const maxSteps = 500
const maxMutes = 100
const longestMuteMs = 31 * dayMs
/** What is usual is asked for again after so long. */
const usualEveryMs = 3_600_000
const usualDays = 14

export type Desk = ReturnType<typeof createDesk>

/** Everything that alerts do, loaded once the first page is out: rules, the engine over them, and incidents. */
export function createDesk({ store, measures, needsSince, timezone, now, told, changed, onError }: DeskDeps) {
  const incidents = createIncidents({
    store,
    told: (change, incident) => isReplaying || told(change, incident),
    onError,
  })
  const hourOf = createHours(timezone)
  const usual = new Map<string, { askedMs: number; is: Usual | undefined }>()
  const engine = createEngine({
    tell: (what) => incidents.take(what, at),
    usual: (measure) => usual.get(measure)?.is,
    hourOf,
  })
  const see = createSightings()
  const backtest = createBacktest({ store, measures, needsSince, timezone, now })
  /** The moment of the reading that is judged. */
  let at = now()
  let isReplaying = false
  let rules = allRules()

  begin()

  function begin() {
    try {
      deleteOldest(store, keptIncidents)
    } catch (error) {
      // A full disk deletes nothing either; the next start will.
      onError(error)
    }
    for (const incident of incidents.open())
      if (!rules.some(({ id, isOn }) => id === incident.ruleId && isOn)) endBecauseOfRule(incident)
    engine.setRules(
      rules,
      incidents.open().map((incident) => ({
        ruleId: incident.ruleId,
        key: keyOf(incident),
        firing: {
          since: incident.startedAt,
          severity: incident.severity,
          peak: incident.peak,
          peakAt: incident.peakAt,
        },
      })),
    )
  }

  /** The defaults as people have changed them, and the rules that people made. */
  function allRules(): Rule[] {
    const own = new Map(
      ruleRows(store)
        .filter(isRule)
        .map((rule) => [rule.id, rule]),
    )
    const defaults = defaultRules.map((rule) => own.get(rule.id) ?? rule)
    return [...defaults, ...[...own.values()].filter(({ id }) => !isDefault(id))]
  }

  function endBecauseOfRule(incident: Incident) {
    try {
      incidents.close(incident, 'rule', now())
    } catch (error) {
      onError(error)
    }
  }

  function rulesChanged() {
    const was = new Map(rules.map((rule) => [rule.id, rule]))
    rules = allRules()
    const is = new Map(rules.map((rule) => [rule.id, rule]))
    for (const incident of incidents.open()) {
      const [old, rule] = [was.get(incident.ruleId), is.get(incident.ruleId)]
      const goesOn =
        rule?.isOn && old && JSON.stringify(old.when) === JSON.stringify(rule.when) && old.severity === rule.severity
      if (!goesOn) endBecauseOfRule(incident)
    }
    engine.setRules(rules)
    changed()
  }

  /** Asks what is usual of the measures that rules compare with it, once an hour. */
  function refreshUsual(steadyMs: number) {
    for (const measure of engine.unusual()) {
      const known = usual.get(measure)
      if (known && steadyMs - known.askedMs < usualEveryMs) continue
      usual.set(measure, { askedMs: steadyMs, is: known?.is })
      const until = now()
      measures
        .series({ ids: [measure], since: until - usualDays * dayMs, until, points: usualDays * 96 })
        .then(({ at, measures: [series] }) => {
          const steps = at.map((at, place) => ({ at, value: series!.mean[place] ?? null }))
          usual.set(measure, { askedMs: steadyMs, is: usualOf(steps, hourOf) })
        })
        .catch(() => {
          // It stays unknown, and is asked for again with the next reading.
          usual.delete(measure)
        })
    }
  }

  function find(id: number): Incident {
    const incident = incidents.byId(id)
    if (incident) return incident
    throw new Refusal('not-found', `There is no incident ${id}. It may be older than what is kept.`)
  }

  function findOpen(id: number, verb: string): Incident {
    const incident = find(id)
    if (incident.endedAt === null) return incident
    throw new Refusal('conflict', `This incident is over, so there is nothing to ${verb}.`)
  }

  function checked({ when, againMs, severity }: RuleDraft) {
    const { wrong } = faultsOf({ when, againMs, severity })
    if (wrong.length > 0) throw new Refusal('bad-input', wrong.join(' '))
  }

  const findRule = (id: string): Rule => {
    const rule = rules.find((one) => one.id === id)
    if (rule) return rule
    throw new Refusal('not-found', 'There is no such rule. Somebody may have removed it.')
  }

  return {
    /** Takes a reading, with what else is known at that moment. */
    take(sample: Sample, facts: Facts) {
      at = sample.at
      engine.take(sample)
      engine.see(see(facts, sample), sample, facts.isWhole)
      incidents.pass(sample.at)
      refreshUsual(sample.steadyMs)
    },

    /**
     * Judges readings of before this program began, which only the demo has. What they raise is kept as it would have
     * been, and told to nobody; `taken` says what people did about it.
     */
    replay({ readings, taken }: PastReadings) {
      const done = new Map<number, PastReadings['taken'][number]>()
      const steps = (measure: string) =>
        readings.map(({ at, values }) => ({ at, value: new Map(values).get(measure) ?? null }))
      const before = new Map(engine.unusual().map((measure) => [measure, usualOf(steps(measure), hourOf)]))
      const past = createEngine({ tell: (what) => incidents.take(what, at), usual: (of) => before.get(of), hourOf })
      // A rule that a person made is none of the past, and what goes on now is not touched.
      const isOpen = new Set(incidents.open().map(({ ruleId }) => ruleId))
      past.setRules(rules.filter(({ id }) => isDefault(id) && !isOpen.has(id)))
      isReplaying = true
      for (const reading of readings) {
        at = reading.at
        past.take(reading)
        for (const incident of incidents.open()) {
          const take = taken.find(({ ruleId }) => ruleId === incident.ruleId)
          if (!take || done.has(incident.id) || at - incident.openedAt < take.afterMs || incident.openedAt > at)
            continue
          done.set(incident.id, take)
          const { by, note } = take
          incidents.put({ ...incident, acknowledgedAt: at, acknowledgedBy: by }, 'acknowledged', {
            at,
            kind: 'acknowledged',
            by,
          })
          if (note !== null)
            incidents.put({ ...incident, acknowledgedAt: at, acknowledgedBy: by }, 'updated', {
              at,
              kind: 'note',
              by,
              text: note,
            })
        }
      }
      isReplaying = false
      changed()
    },

    open: () => incidents.open(),
    mutes: (): Mute[] => incidents.mutes().filter(({ until }) => until > now()),
    refused: () => incidents.refused(),
    work: engine.work,

    /** Every rule, with how often it fired in thirty days. */
    rules(): RuleRow[] {
      const fired = firedSince(store, now() - 30 * dayMs)
      const open = incidents.open()
      return rules.map((rule) => {
        const original = defaultRules.find(({ id }) => id === rule.id)
        const since = open.filter(({ ruleId }) => ruleId === rule.id).map(({ openedAt }) => openedAt)
        return {
          rule,
          isDefault: original !== undefined,
          isChanged: original !== undefined && JSON.stringify(original) !== JSON.stringify(rule),
          fired: fired.get(rule.id)?.count ?? 0,
          lastAt: fired.get(rule.id)?.lastAt ?? null,
          firingSince: since.length > 0 ? Math.min(...since) : null,
        }
      })
    },

    backtest: (draft: RuleDraft & { id?: string | undefined }): Promise<Backtest> => backtest(draft),

    addRule(permit: Permit, draft: RuleDraft, by: string): Rule {
      permit.check()
      checked(draft)
      if (rules.length >= maxRules) throw new Refusal('too-many', `There are ${maxRules} rules. Remove one first.`)
      const rule = { ...draft, id: `rule.${crypto.randomUUID()}` }
      putRule(store, rule, now(), by)
      rulesChanged()
      return rule
    },

    setRule(permit: Permit, id: string, draft: RuleDraft, by: string): Rule {
      permit.check()
      findRule(id)
      checked(draft)
      const rule = { ...draft, id }
      putRule(store, rule, now(), by)
      rulesChanged()
      return rule
    },

    switchRule(permit: Permit, id: string, isOn: boolean, by: string): Rule {
      permit.check()
      const rule = { ...findRule(id), isOn }
      putRule(store, rule, now(), by)
      rulesChanged()
      return rule
    },

    /** Removes a rule that somebody made, or sets a default back to what it was; answers what is left of it. */
    removeRule(permit: Permit, id: string): Rule | null {
      permit.check()
      findRule(id)
      deleteRule(store, id)
      rulesChanged()
      return rules.find((one) => one.id === id) ?? null
    },

    list(filter: IncidentFilter, cursor: number | null, limit: number) {
      const items = listIncidents(store, filter, cursor, limit + 1).map((one) => incidents.byId(one.id) ?? one)
      const page = items.slice(0, limit)
      return { items: page, nextCursor: items.length > limit ? String(page.at(-1)!.id) : null }
    },

    detail(id: number): IncidentDetail {
      const incident = find(id)
      return {
        incident,
        steps: stepsOf(store, id, maxSteps),
        related: ofGroup(store, incident.groupId, 20).filter((one) => one.id !== id),
        before: before(store, incident, 20),
      }
    },

    acknowledge(permit: Permit, id: number, by: string): Incident {
      permit.check()
      const incident = findOpen(id, 'take')
      if (incident.acknowledgedAt !== null) return incident
      const then = now()
      const after = { ...incident, acknowledgedAt: then, acknowledgedBy: by, snoozedUntil: null }
      return incidents.put(after, 'acknowledged', { at: then, kind: 'acknowledged', by })
    },

    /** Puts an incident off until a moment; null has it wanted again. */
    snooze(permit: Permit, id: number, until: number | null, by: string): Incident {
      permit.check()
      const incident = findOpen(id, 'put off')
      const then = now()
      if (until !== null && (until <= then || until - then > 7 * dayMs))
        throw new Refusal('bad-input', 'An incident can be put off for at most 7 days.')
      return incidents.put({ ...incident, snoozedUntil: until }, 'updated', {
        at: then,
        kind: until === null ? 'woken' : 'snoozed',
        by,
        text: until === null ? null : new Date(until).toISOString(),
      })
    },

    note(permit: Permit, id: number, text: string, by: string): Incident {
      permit.check()
      const incident = find(id)
      if (countSteps(store, id) >= maxSteps)
        throw new Refusal('too-many', `This incident has ${maxSteps} lines, which is all there is room for.`)
      return incidents.put(incident, 'updated', { at: now(), kind: 'note', by, text })
    },

    /** Keeps everything, one rule or one subject quiet for a time. */
    mute(permit: Permit, mute: Omit<Mute, 'id' | 'by'>, by: string): Mute {
      permit.check()
      if (mute.ruleId !== null) findRule(mute.ruleId)
      if (mute.until <= Math.max(mute.from, now()))
        throw new Refusal('bad-input', 'A maintenance window ends after it begins, and not in the past.')
      if (mute.until - mute.from > longestMuteMs || mute.from - now() > 366 * dayMs)
        throw new Refusal('bad-input', 'A maintenance window lasts at most 31 days and begins within a year.')
      if (incidents.mutes().filter(({ until }) => until > now()).length >= maxMutes)
        throw new Refusal('too-many', `There are ${maxMutes} maintenance windows. Remove one first.`)
      const made = incidents.mute({ ...mute, by })
      incidents.pass(now())
      changed()
      return made
    },

    unmute(permit: Permit, id: number): Mute {
      permit.check()
      const mute = incidents.unmute(id)
      if (!mute) throw new Refusal('not-found', 'There is no such maintenance window. It may be over.')
      incidents.pass(now())
      changed()
      return mute
    },

    /** Writes what is not written yet. */
    stop: () => incidents.flush(),
  }
}

/** Whether a kept row is a rule that can be judged; one of another version, or torn, is none. */
function isRule(rule: Rule): boolean {
  try {
    return typeof rule.id === 'string' && typeof rule.isOn === 'boolean' && faultsOf(rule).wrong.length === 0
  } catch {
    // It has not the form of one.
    return false
  }
}
