import { expect, test } from 'bun:test'
import { roll, seeded } from '../demo/random.ts'
import { decide } from './decide.ts'
import { atWork, gauge, guard, hour, job, minute, noon, world } from './testing/worlds.ts'
import { atRest } from './trip.ts'

const outlook = (fullAt: number | null, percentAtEnd: number) => ({
  fullAt: fullAt === null ? null : { mid: fullAt, early: fullAt, late: fullAt },
  percentAtEnd,
  percentPerHour: 10,
})

test('nothing is done below the limit, and everything once at it', () => {
  const { look } = world([guard()])
  expect(look([gauge(79.9)])).toEqual([])
  expect(look([gauge(80)])).toEqual(['trip', 'hold j'])
  expect(look([gauge(85)])).toEqual([])
})

test('what is not known decides nothing: neither to act nor to end', () => {
  const { look } = world([guard()])
  expect(look([gauge(null)])).toEqual([])
  expect(look([])).toEqual([])
  look([gauge(90)])
  expect(look([gauge(null)])).toEqual([])
  expect(look([])).toEqual([])
})

test('around its limit a guard acts once', () => {
  const { look } = world([guard()])
  look([gauge(80)])
  for (const [n, used] of [79, 81, 76, 80, 75.1, 82].entries())
    expect(look([gauge(used)], noon + n * minute)).toEqual([])
  expect(look([gauge(74)], noon + 10 * minute)).toEqual(['end fell', 'release j'])
  expect(look([gauge(81)], noon + 11 * minute)).toEqual([])
  expect(look([gauge(81)], noon + 30 * minute)).toEqual(['trip', 'hold j'])
})

test('when the window opens, what was held is released, also where nothing is known of the next one', () => {
  const { look, enabled } = world([guard()])
  look([gauge(90)])
  expect(enabled.get('j')).toBe(false)
  expect(look([gauge(null, { endsAt: null })], noon + 4 * hour)).toEqual(['end opened', 'release j'])
  expect(enabled.get('j')).toBe(true)
  expect(look([gauge(3)], noon + 5 * hour)).toEqual([])
})

test('a window that resets early is over when less of it is used', () => {
  const { look } = world([guard()])
  look([gauge(90)])
  expect(look([gauge(2, { endsAt: noon + 8 * hour })], noon + hour)).toEqual(['end fell', 'release j'])
})

test('the reset of a window may be said anew, and counts from then on', () => {
  const { look } = world([guard()])
  look([gauge(90)])
  expect(look([gauge(91, { endsAt: noon + 4 * hour + 2_000 })], noon + minute)).toEqual([])
  expect(look([gauge(91, { endsAt: noon + 6 * hour })], noon + minute)).toEqual(['move'])
  expect(look([gauge(91, { endsAt: noon + 6 * hour })], noon + 5 * hour)).toEqual([])
})

test('a budget is over with its period, and its clock may jump a day and back', () => {
  const day = { kind: 'budget' as const, startsAt: noon - 12 * hour, endsAt: noon + 12 * hour }
  const { look, enabled } = world([guard({ atPercent: 100 })])
  expect(look([gauge(101, day)])).toEqual(['trip', 'hold j'])
  const next = { ...day, startsAt: noon + 12 * hour, endsAt: noon + 36 * hour }
  expect(look([gauge(0, next)], noon + 24 * hour)).toEqual(['end opened', 'release j'])
  expect(look([gauge(101, day)], noon + minute)).toEqual(['trip', 'hold j'])
  expect(enabled.get('j')).toBe(false)
})

test('prices that change under a budget end its trip where less was spent by them', () => {
  const { look } = world([guard({ atPercent: 100 })])
  look([gauge(104, { kind: 'budget' })])
  expect(look([gauge(40, { kind: 'budget' })], noon + minute)).toEqual(['end fell', 'release j'])
})

test('a limit that is another one than was confirmed does nothing, and ends what it did', () => {
  const { look } = world([guard({ limit: 'twenty' })])
  expect(look([gauge(90, { limit: 'two' })])).toEqual([])
  look([gauge(90, { limit: 'twenty' })])
  expect(look([gauge(90, { limit: 'two' })])).toEqual(['end changed', 'release j'])
})

test('by a forecast jobs are held, and no work is stopped until the level itself is reached', () => {
  const early = outlook(noon + 2 * hour, 160)
  const { look } = world([guard({ measures: ['notify', 'hold-crons', 'stop-sessions'] })], { sessions: [atWork('s')] })
  expect(look([gauge(50, { outlook: outlook(noon + 3.8 * hour, 104) })])).toEqual([])
  expect(look([gauge(50, { outlook: early })])).toEqual(['trip', 'hold j'])
  expect(look([gauge(60, { outlook: outlook(null, 95) })])).toEqual([])
  expect(look([gauge(80, { outlook: early })])).toEqual(['reach', 'stop s'])
  expect(look([gauge(90, { outlook: early })], noon + hour)).toEqual([])
})

test('a forecast that says that it lasts releases what was held by one', () => {
  const { look } = world([guard()])
  look([gauge(50, { outlook: outlook(noon + hour, 300) })])
  expect(look([gauge(55, { outlook: outlook(null, 80) })], noon + hour)).toEqual(['end fell', 'release j'])
})

test('sessions are stopped once; where work is paused, also those that go on', () => {
  const scope = { scope: { agent: 'openclaw:a' } }
  const sessions = [atWork('s'), atWork('other', { agentId: 'openclaw:b' })]
  const once = world([guard({ measures: ['stop-sessions'] })], { sessions })
  expect(once.look([gauge(90, scope)])).toEqual(['trip', 'stop s'])
  expect(once.look([gauge(90, scope)], noon + hour)).toEqual([])
  const pause = world([guard({ measures: ['pause'] })], { sessions })
  expect(pause.look([gauge(90, scope)])).toEqual(['trip', 'stop s'])
  expect(pause.look([gauge(90, scope)], noon + 30_000)).toEqual([])
  expect(pause.look([gauge(90, scope)], noon + 2 * minute)).toEqual(['stop s'])
  expect(pause.look([gauge(90, scope)], noon + 4 * hour)).toEqual(['end opened'])
})

test('a job is held where it is in the scope, or where a person named it', () => {
  const jobs = [job('j'), job('b', { agentId: 'openclaw:b' }), job('off', { enabled: false })]
  const scoped = world([guard()], { jobs })
  expect(scoped.look([gauge(90, { scope: { agent: 'openclaw:b' } })])).toEqual(['trip', 'hold b'])
  const named = world([guard({ jobs: ['j', 'gone'] })], { jobs })
  expect(named.look([gauge(90, { scope: { runtime: 'codex' } })])).toEqual(['trip', 'hold j'])
  const ofModel = world([guard()], { jobs })
  expect(ofModel.look([gauge(90, { scope: { model: 'opus' } })])).toEqual(['trip'])
})

test('a job that somebody switches on meanwhile is theirs, and not held again', () => {
  const { look, enabled } = world([guard()])
  look([gauge(90)])
  enabled.set('j', true)
  expect(look([gauge(90)], noon + minute)).toEqual(['leave j'])
  expect(look([gauge(95)], noon + hour)).toEqual([])
  expect(look([gauge(0)], noon + 2 * hour)).toEqual(['end fell'])
})

test('a job that two rules hold is on again once neither does', () => {
  const two = [guard(), guard({ subject: 'window:week' })]
  const week = (used: number) => gauge(used, { subject: 'window:week', endsAt: noon + 90 * hour })
  const { look, enabled } = world(two)
  expect(look([gauge(90), week(10)])).toEqual(['trip', 'hold j'])
  expect(look([gauge(90), week(90)])).toEqual(['trip', 'hold j'])
  expect(look([gauge(10), week(90)], noon + hour)).toEqual(['end fell', 'release j'])
  expect(enabled.get('j')).toBe(false)
  expect(look([gauge(10), week(10)], noon + 2 * hour)).toEqual(['end fell', 'release j'])
  expect(enabled.get('j')).toBe(true)
})

test('what fails is tried again after a minute; to hold a job three times, to release it until it is done', () => {
  const { look } = world([guard()])
  const fails = { fails: true }
  expect(look([gauge(90)], noon, fails)).toEqual(['trip', 'hold j'])
  expect(look([gauge(90)], noon + 30_000, fails)).toEqual([])
  expect(look([gauge(90)], noon + 2 * minute, fails)).toEqual(['hold j'])
  expect(look([gauge(90)], noon + 4 * minute, fails)).toEqual(['hold j'])
  expect(look([gauge(90)], noon + 9 * minute, fails)).toEqual([])
  const held = world([guard()])
  held.look([gauge(90)])
  expect(held.look([gauge(0)], noon + hour, fails)).toEqual(['end fell', 'release j'])
  for (let n = 1; n <= 5; n++) expect(held.look([gauge(0)], noon + hour + n * 2 * minute, fails)).toEqual(['release j'])
  expect(held.look([gauge(0)], noon + 2 * hour)).toEqual(['release j'])
  expect(held.state().trips).toEqual([])
})

test('what is switched off lets go, and what is found at the start says so', () => {
  const rule = guard()
  const { look, all } = world([rule])
  look([gauge(90)], noon, { isFirst: true })
  expect(all[0]).toMatchObject({ trip: { reason: '90% used, set to act at 80%; found at the start of Wheelhouse' } })
  rule.measures = []
  expect(look([gauge(90)])).toEqual(['end off', 'release j'])
})

test('work that a person lets go on is left alone until the window opens', () => {
  const { state } = world([guard()])
  expect(state()).toEqual(atRest)
  const trip = {
    id: 't',
    subject: 'window:w',
    name: 'w',
    phase: 'full' as const,
    reason: '',
    at: noon,
    endsAt: noon + 4 * hour,
    isLifted: true,
    ended: null,
    jobs: { j: { name: 'j', state: 'held' as const, tries: 1, at: noon } },
    sessions: {},
  }
  const facts = { gauges: [gauge(95)], jobs: [job('j', { enabled: false })], sessions: [atWork('s')] }
  const all = [guard({ measures: ['hold-crons', 'pause'] })]
  const decided = decide({ trips: [trip], endedAt: {} }, all, facts, noon + minute, { isFirst: false })
  expect(decided).toMatchObject([{ kind: 'release', jobId: 'j' }])
})

test('whatever happens, a guard holds a job once a trip, never acts on what is unknown, and leaves all on at the end', () => {
  for (let seed = 1; seed <= 400; seed++) {
    const random = seeded(seed)
    const { look, enabled, all, state } = world(
      [guard(), guard({ subject: 'window:v', atPercent: 50, jobs: ['k', 'j'] })],
      {
        jobs: [job('j'), job('k')],
        sessions: [atWork('s')],
      },
    )
    let at = noon
    let used = 50
    for (let n = 0; n < 120; n++) {
      at += Math.floor(roll(random) * 20 * minute) - (roll(random) < 0.05 ? 2 * hour : 0)
      used = Math.max(0, Math.min(130, used + (roll(random) - 0.5) * 40))
      const isKnown = roll(random) > 0.2
      const gauges = ['window:w', 'window:v'].map((subject) =>
        gauge(isKnown ? used : null, { subject, endsAt: isKnown ? at + hour : null }),
      )
      const decided = look(gauges, at)
      if (!isKnown) expect(decided.filter((one) => /^(trip|reach|hold|stop)/.test(one))).toEqual([])
    }
    const holds = all.flatMap((one) => (one.kind === 'hold' ? [`${one.tripId} ${one.jobId}`] : []))
    expect(new Set(holds).size).toBe(holds.length)
    for (let n = 0; n < 3; n++) {
      at += 2 * hour
      look([gauge(0), gauge(0, { subject: 'window:v' })], at)
    }
    expect([...enabled.values()]).toEqual([true, true])
    expect(state().trips).toEqual([])
  }
})
