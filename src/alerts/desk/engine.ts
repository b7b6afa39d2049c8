import type { Sample } from '../../health/measure-messages.ts'
import { type ConditionName, isOfMany, type Rule, type When, wordOfMeasure } from '../rule.ts'
import { derive, lineOf, type Memory, noMemory, type Usual } from './derive.ts'
import { type Change, calm, judge, type Line, type Reading, type WatchState } from './judge.ts'
import type { Sighting } from './sightings.ts'

type MeasureRule = Rule & { when: Exclude<When, { kind: 'condition' }> }
type ConditionRule = Rule & { when: Extract<When, { kind: 'condition' }> }

/** One rule over one subject. */
type Watch = { rule: Rule; line: Line; key: string; memory: Memory; state: WatchState; sighting?: Sighting }

export type Told = { rule: Rule; key: string; change: Change; sighting: Sighting | undefined }

type Deps = {
  tell: (told: Told) => void
  /** What is usual of a measure, where that is known, and the hour of a moment there. */
  usual: (measure: string) => Usual | undefined
  hourOf: (at: number) => number
}

export type Engine = ReturnType<typeof createEngine>

/**
 * Judges rules as readings come. It holds them by the measure they look at: a reading costs what looks at it, and asks no
 * database. What is told is written by whoever listens.
 */
export function createEngine({ tell, usual, hourOf }: Deps) {
  let byMeasure = new Map<string, MeasureRule[]>()
  let byCondition = new Map<ConditionName, ConditionRule[]>()
  let absent: MeasureRule[] = []
  /** Every rule over every subject that was met, by measure or by condition. */
  const watches = new Map<string, Watch>()
  let judged = 0

  const keyOf = (rule: Rule, subject: string) => `${rule.id} ${subject}`

  function watchOf(rule: Rule, subject: string): Watch {
    const key = keyOf(rule, subject)
    let watch = watches.get(key)
    if (!watch) {
      watch = { rule, line: lineOf(rule), key: subject, memory: noMemory(), state: calm }
      watches.set(key, watch)
    }
    return watch
  }

  function look(watch: Watch, reading: Reading) {
    judged++
    const { state, change } = judge(watch.line, watch.state, reading)
    watch.state = state
    if (change) tell({ rule: watch.rule, key: watch.key, change, sighting: watch.sighting })
  }

  function read(rule: MeasureRule, measure: string, sample: Sample, value: number | null) {
    const watch = watchOf(rule, measure)
    const { at, steadyMs, everyMs } = sample
    const reading = { at, steadyMs, everyMs, value }
    const of = rule.when.kind === 'unusual' ? usual(measure) : undefined
    look(watch, { ...reading, value: derive(rule.when, watch.memory, reading, of && { of, hour: hourOf(at) }) })
  }

  return {
    /** Takes all rules. What fires under a rule that is as it was goes on; `again` has what was open at the last end. */
    setRules(
      rules: readonly Rule[],
      again: readonly { ruleId: string; key: string; firing: NonNullable<WatchState['firing']> }[] = [],
    ) {
      const on = rules.filter(({ isOn }) => isOn)
      const known = new Map(on.map((rule) => [rule.id, rule]))
      byMeasure = new Map()
      byCondition = new Map()
      for (const rule of on)
        if (rule.when.kind === 'condition')
          byCondition.set(rule.when.of, [...(byCondition.get(rule.when.of) ?? []), rule as ConditionRule])
        else byMeasure.set(rule.when.measure, [...(byMeasure.get(rule.when.measure) ?? []), rule as MeasureRule])
      absent = on.filter((rule): rule is MeasureRule => rule.when.kind === 'absent')
      for (const [key, watch] of watches) {
        const rule = known.get(watch.rule.id)
        if (rule && isSameWhen(rule, watch.rule)) {
          watch.rule = rule
          watch.line = lineOf(rule)
        } else watches.delete(key)
      }
      for (const { ruleId, key, firing } of again) {
        const rule = known.get(ruleId)
        if (rule) watchOf(rule, key).state = { ...calm, firing }
      }
    },

    /** Takes a reading of the measures. */
    take(sample: Sample) {
      const read_ = new Set<Watch>()
      for (const [measure, value] of sample.values) {
        const rules = byMeasure.get(measure)
        const many = measure.includes(':') ? byMeasure.get(`${wordOfMeasure(measure)}:*`) : undefined
        for (const rule of [...(rules ?? []), ...(many ?? [])]) {
          read(rule, measure, sample, value)
          read_.add(watchOf(rule, measure))
        }
      }
      // A measure that is not among the readings any more is unknown.
      for (const rule of absent)
        if (!isOfMany(rule.when.measure) && !read_.has(watchOf(rule, rule.when.measure)))
          read(rule, rule.when.measure, sample, null)
      for (const watch of watches.values()) {
        const isSilent = watch.rule.when.kind !== 'condition' && !read_.has(watch)
        if (
          isSilent &&
          (watch.state.firing || (watch.rule.when.kind === 'absent' && isOfMany(watch.rule.when.measure)))
        )
          read(watch.rule as MeasureRule, watch.key, sample, null)
      }
    },

    /**
     * Takes everything that the product knows beside measures, at a moment. Of a list that is not whole nothing is over by
     * being missing.
     */
    see(sightings: readonly Sighting[], moment: Omit<Reading, 'value'>, isWhole: boolean) {
      const seen = new Set<Watch>()
      for (const sighting of sightings)
        for (const rule of byCondition.get(sighting.of) ?? []) {
          if (!isInScope(rule, sighting)) continue
          const watch = watchOf(rule, sighting.subject.id)
          watch.sighting = sighting
          seen.add(watch)
          look(watch, { ...moment, value: sighting.value })
        }
      if (!isWhole) return
      for (const [key, watch] of watches) {
        if (watch.rule.when.kind !== 'condition' || seen.has(watch)) continue
        if (watch.state.firing) {
          const { firing } = watch.state
          watch.state = calm
          tell({
            rule: watch.rule,
            key: watch.key,
            change: { kind: 'closed', firing, how: 'over' },
            sighting: watch.sighting,
          })
        }
        watches.delete(key)
      }
    },

    /** Has a rule forget what it saw of a subject: a person closed it, or there is no room. */
    forget: (ruleId: string, key: string) => void watches.delete(`${ruleId} ${key}`),

    /** The measures whose usual value is wanted. */
    unusual: (): string[] =>
      [...byMeasure].flatMap(([measure, rules]) =>
        rules.some(({ when }) => when.kind === 'unusual') ? [measure] : [],
      ),

    /** How often something was judged, and how much is watched. */
    work: () => ({ judged, watches: watches.size }),
  }
}

const isSameWhen = (a: Rule, b: Rule) => a.severity === b.severity && JSON.stringify(a.when) === JSON.stringify(b.when)

function isInScope({ when: { scope } }: ConditionRule, { scope: of }: Sighting): boolean {
  return Object.entries(scope).every(([name, wanted]) => of[name as keyof typeof of] === wanted)
}
