import type { Permit } from '../../audit/action-gate.ts'
import { createMeasureKeeper } from '../../health/keeper/keeper.ts'
import { createMeasures, type MeasureMethods } from '../../health/measures.ts'
import { openStore, type Store } from '../../store/store.ts'
import { storeInMemory } from '../../store/testing/store-in-memory.ts'
import { createDesk, type DeskDeps } from '../desk/desk.ts'
import type { Facts } from '../desk/sightings.ts'
import type { Incident } from '../incident.ts'
import type { Rule, When } from '../rule.ts'

/** Monday, 09:00. */
export const beginAt = Date.UTC(2026, 10, 23, 9)

export const permit: Permit = { actId: 'act', check() {} }

export const nothingKnown: Facts = {
  needs: [],
  isWhole: true,
  jobs: [],
  gateways: [],
  budgets: [],
  costTodayUsd: null,
  diskFull: null,
  agentName: (id) => id,
}

export const ruleOf = (when: When, rest: Partial<Rule> = {}): Rule => ({
  id: 'rule.test',
  name: null,
  isOn: true,
  severity: 'warn',
  againMs: 30 * 60_000,
  when,
  ...rest,
})

/** The engine over a real store and a real keeper of measures, with a clock of the test. */
export function startDesk({
  store = storeInMemory('wheelhouse'),
  at = beginAt,
  needsSince = () => [],
}: { store?: Store; at?: number } & Partial<Pick<DeskDeps, 'needsSince'>> = {}) {
  const clock = { at, steadyMs: 0 }
  const heard: string[] = []
  const errors: unknown[] = []
  const keeper = createMeasureKeeper({ path: ':memory:', open: (path) => openStore('metrics', path) })
  const thread: MeasureMethods = {
    takeReadings: (samples) => samples.flatMap(keeper.take),
    measureSeries: keeper.series,
    keptMeasures: keeper.measures,
  }
  const measures = createMeasures({
    ask: async (method, input) => thread[method](input as never) as never,
    now: () => clock.at,
  })
  const tell = (change: string, { sentence, subject }: Incident) =>
    change !== 'updated' && heard.push(`${change} ${sentence} (${subject.name})`)
  const make = () =>
    createDesk({
      store,
      measures,
      needsSince,
      timezone: 'UTC',
      now: () => clock.at,
      told: tell,
      changed() {},
      onError: (error) => errors.push(error),
    })
  let desk = make()
  const facts: Facts = { ...nothingKnown }

  return {
    store,
    clock,
    heard,
    errors,
    keeper,
    facts,
    desk: () => desk,
    take(values: Record<string, number | null>, everyMs = 10_000) {
      desk.take({ ...clock, everyMs, values: Object.entries(values) }, facts)
    },
    pass(ms: number) {
      clock.at += ms
      clock.steadyMs += ms
    },
    /** Reads for so long, every ten seconds. */
    run(ms: number, values: Record<string, number | null> = {}) {
      for (let passed = 0; passed < ms; passed += 10_000) {
        this.pass(10_000)
        this.take(values)
      }
    },
    /** What is open, as `title (subject) severity`. */
    open: () => desk.open().map(({ sentence, subject, severity }) => `${sentence} (${subject.name}) ${severity}`),
    /** Only these rules are on. */
    only(...rules: Rule[]) {
      for (const { rule } of desk.rules()) if (rule.isOn) desk.switchRule(permit, rule.id, false, 'you')
      for (const { id, ...draft } of rules)
        if (id.startsWith('default.')) desk.setRule(permit, id, draft, 'you')
        else desk.addRule(permit, draft, 'you')
    },
    /** Goes on with what is in the store, as after a kill; the clock that nobody sets begins anew. */
    kill(goneMs = 0) {
      clock.at += goneMs
      clock.steadyMs = 0
      desk = make()
    },
  }
}
