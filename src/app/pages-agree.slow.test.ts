import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AgentDetails } from '../agents/agent.ts'
import { needKinds } from '../attention/need.ts'
import { createAudit } from '../audit/audit.ts'
import { createAuth } from '../auth/auth.ts'
import { markCaller } from '../auth/caller.ts'
import { callerAs } from '../auth/testing/caller-as.ts'
import { decideConfig } from '../config/config.ts'
import type { DayCurve } from '../costs/reports/day-curve.ts'
import { restAt } from '../costs/reports/forecast.ts'
import type { ForecastCheck } from '../costs/reports/forecast-score.ts'
import type { CostsPage } from '../costs/reports/page.ts'
import { type Grouping, groupings, type ReportPage, sumTotals, type Totals } from '../costs/reports/report.ts'
import type { Summary } from '../costs/reports/summary.ts'
import type { Fact } from '../facts/fact.ts'
import type { Indexing } from '../indexing/indexing.ts'
import { agent, session, usage } from '../indexing/testing/filled.ts'
import { createWriter } from '../indexing/writer.ts'
import { createLog } from '../lib/log.ts'
import { addDays, dayOf } from '../lib/timezone.ts'
import { createBus } from '../live/bus.ts'
import { createCatalog } from '../live/catalog.ts'
import type { Overview } from '../overview/overview.ts'
import { openSecrets } from '../secrets/secrets.ts'
import type { SessionFacets, SessionPage } from '../sessions/listing.ts'
import { groups } from '../sessions/session-order.ts'
import { isActive } from '../sessions/state.ts'
import { openStore } from '../store/store.ts'
import { storeInMemory } from '../store/testing/store-in-memory.ts'
import { createFeatures, features, type LiveEvent, settingSections } from './features.ts'
import { readHere } from './read-here.ts'

/**
 * One number has one meaning: what any page says is what every other page says of the same thing. Random worlds are
 * written into a real index and read through the real API.
 */

const timezone = 'Europe/Vienna'
const now = Date.parse('2026-11-20T15:34:00Z')
const hourMs = 3_600_000
const today = dayOf(now, timezone)
const month = { since: addDays(today, -29), until: today }

function dice(seed: number) {
  let state = seed
  return (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

const agents = ['ada', 'ben', 'cyd', 'dot', 'eli']
const states = [
  { status: 'running', lastRole: 'user' },
  { status: 'running', lastRole: 'assistant', stopReason: 'toolUse', openTool: 'exec' },
  { status: 'running', waitsFor: 'wants approval to run a command' },
  { status: 'failed', reason: 'no credit' },
  { status: 'timed-out' },
  { status: 'killed' },
  { status: 'done' },
  {},
] as const

/** Sessions with reset windows, sub-agents of sub-agents, runs of jobs, models without a price, and usage without a session. */
function world(seed: number): Fact[] {
  const roll = dice(seed)
  const facts: Fact[] = agents.map((name) => agent(name, { name: name.toUpperCase() }))
  for (let n = 0; n < 3; n++)
    facts.push({
      kind: 'cron-job',
      id: `openclaw:job${n}`,
      runtime: 'openclaw',
      agentId: `openclaw:${agents[n]!}`,
      name: `Job ${n}`,
      enabled: roll(4) > 0,
      system: n === 2,
      schedule: { kind: 'every', everyMs: hourMs, anchorMs: null },
      nextAt: now + hourMs,
      lastAt: now - hourMs,
      lastStatus: roll(2) === 0 ? 'error' : 'ok',
      lastError: null,
      present: true,
    })
  const names: string[] = []
  const sessions = 30 + roll(30)
  for (let n = 0; n < sessions; n++) {
    const owner = agents[roll(agents.length)]!
    const name = `${owner}.s${n}`
    const parent = names[roll(Math.max(1, names.length))]
    const isChild = parent !== undefined && roll(4) === 0
    const isOfJob = !isChild && roll(5) === 0
    // A reset leaves an older window under the key of the current one.
    const isReset = roll(4) === 0
    const lastAt = now - [roll(60_000), roll(20 * 60_000), roll(20 * hourMs), roll(60 * 24 * hourMs)][roll(4)]!
    names.push(name)
    facts.push(
      session(name, {
        key: isReset ? `key${roll(sessions)}` : `key${n}`,
        current: !isReset,
        title: `Session ${n}`,
        startedAt: lastAt - roll(5 * hourMs),
        lastAt,
        sessionKind: isChild ? 'subagent' : isOfJob ? 'cron' : (['direct', 'group', 'main'] as const)[roll(3)]!,
        ...(isChild && { parentKey: `key${parent.split('.s')[1]}`, parentAgentId: `openclaw:${parent.split('.')[0]}` }),
        ...(isOfJob && { cronId: `openclaw:job${roll(3)}` }),
        ...(roll(3) === 0 && { contextTokens: 1_000 * roll(210), contextLimit: 200_000 }),
        ...(roll(3) === 0 && { projectPath: `/p${roll(9)}` }),
        ...states[roll(states.length)]!,
      }),
    )
  }
  for (let n = 0; n < 500; n++) {
    // Some calls are of sessions of which nothing else is known.
    const name = roll(40) === 0 ? `${agents[roll(agents.length)]!}.gone${roll(4)}` : names[roll(names.length)]!
    facts.push(
      usage(name, {
        key: `${seed} ${n}`,
        at: now - (roll(3) === 0 ? roll(20 * hourMs) : roll(70 * 24 * hourMs)),
        model: `m${roll(9)}`,
        // Some models have no price, and say so with a cost of 0 or none.
        loggedUsd: [null, 0, roll(900) / 1000, roll(900) / 1000, roll(900) / 1000][roll(5)]!,
        tokens: { input: roll(5_000), output: 1 + roll(900), cacheRead: roll(20_000) },
        placeholder: roll(30) === 0,
      }),
    )
  }
  return facts
}

/** The API over a world. */
function serve(facts: Fact[], subscriptions: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'wheelhouse-agree-'))
  const indexPath = join(folder, 'index.sqlite')
  const index = openStore('index', indexPath)
  const progress = { files: 0, filesDone: 0, bytes: 0, bytesDone: 0 }
  createWriter(
    index.$client,
    () => undefined,
    () => now,
  ).commit('openclaw', [{ unit: 'test', facts, cursor: null, unread: [], progress }])
  index.$client.close()
  const store = storeInMemory('wheelhouse')
  const log = createLog('error')
  const bus = createBus<LiveEvent>({
    host: 'here',
    now: () => now,
    catalog: createCatalog<LiveEvent>(features),
    onListenerError: (error) => {
      throw error
    },
  })
  const config = {
    ...decideConfig(
      { data: folder },
      { XDG_CONFIG_HOME: folder, HOME: folder },
      { sections: settingSections, platform: 'linux' },
    ),
    timezone,
    machine: 'here',
    subscriptions: subscriptions as never[],
  }
  const state = {
    progress,
    done: true,
    reports: [],
    trouble: null,
    pricing: null,
  }
  const built = createFeatures({
    config,
    version: '0',
    build: '0',
    isDemo: false,
    deciders: () => 0,
    readHere,
    now: () => now,
    log,
    bus,
    store,
    // What reads sources has nothing to do: the world is written.
    indexing: { transcripts: {}, state: () => state, setAddedGateways() {} } as unknown as Indexing,
    indexPath,
    logsPath: ':memory:',
    metricsPath: ':memory:',
    hearOwnLog() {},
    auth: createAuth(store, openSecrets(join(folder, 'secrets')), { now: () => now }),
    audit: createAudit(store, { now: () => now, publish: bus.publish }),
    secrets: { get: () => undefined, set() {}, instance: 'abcdefgh' },
    audience: () => 0,
    isHeard: () => false,
    onListeners: () => () => {},
    hearers: () => 0,
    address: () => '',
    startDemo() {},
  })
  const api = built.makeApi()
  return {
    async get<T>(path: string, query: Record<string, string> = {}): Promise<T> {
      const request = new Request(`http://localhost/api${path}?${new URLSearchParams(query)}`)
      markCaller(request, () => callerAs('admin'))
      const response = await api.handle(request)
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
      return (await response.json()) as T
    },
    [Symbol.dispose]() {
      built.stop()
      store.$client.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Get = ReturnType<typeof serve>['get']

/** Fails with both numbers and what they are of, unless they are the same to a billionth. */
function same(what: string, found: number | null | undefined, expected: number | null | undefined) {
  const isSame = found === expected || Math.abs((found ?? 0) - (expected ?? 0)) < 1e-9
  if (!isSame || (found === null) !== (expected === null)) expect([what, found]).toEqual([what, expected])
}

function sameTotals(what: string, found: Totals, expected: Totals) {
  for (const field of Object.keys(sumTotals([])) as (keyof Totals)[])
    same(`${what}: ${field}`, found[field], expected[field])
}

const sum = <Row>(rows: readonly Row[], of: (row: Row) => number | null) =>
  rows.reduce((sum, row) => sum + (of(row) ?? 0), 0)
const whole = ({ costUsd, subscriptionUsd }: Totals) => (costUsd ?? 0) + (subscriptionUsd ?? 0)

/** Every session of a list, page by page. */
async function listed(get: Get, query: Record<string, string> = {}) {
  const items: SessionPage['items'] = []
  for (let cursor = ''; ; ) {
    const page = await get<SessionPage>('/sessions', { limit: '17', ...query, ...(cursor && { cursor }) })
    items.push(...page.items)
    if (page.nextCursor === null) return items
    cursor = page.nextCursor
  }
}

async function reported(get: Get, by: Grouping, query: Record<string, string> = {}) {
  const rows: ReportPage['rows'] = []
  for (let cursor = ''; ; ) {
    const page = await get<ReportPage>('/costs/report', { by, limit: '13', ...query, ...(cursor && { cursor }) })
    rows.push(...page.rows)
    const before = rows.slice(0, rows.length - page.rows.length)
    sameTotals(`${by}: the rows and the last row`, sumTotals([...before, ...page.rows, page.rest]), page.totals)
    same(`${by}: rows before`, page.rowsBefore, before.length)
    if (page.nextCursor === null) {
      same(`${by}: number of rows`, rows.length, page.rowCount)
      return { rows, totals: page.totals }
    }
    cursor = page.nextCursor
  }
}

const worlds: [seed: number, subscriptions: string[]][] = [
  [1, []],
  [2, ['openclaw']],
  [3, []],
  [4, []],
]

for (const [seed, subscriptions] of worlds)
  test(`world ${seed}: every page says the same of sessions`, async () => {
    using api = serve(world(seed), subscriptions)
    const { get } = api
    const facets = await get<SessionFacets>('/sessions/facets')
    const overview = await get<Overview>('/overview')
    const all = await listed(get)
    const { rows, totals } = await reported(get, 'session')

    same('sessions, walked and counted', all.length, facets.total)
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    same('sessions of the first page', overview.sessions.total, facets.total)
    for (const facet of ['states', 'agents', 'runtimes', 'kinds'] as const)
      same(
        facet,
        sum(facets[facet] as { count: number }[], ({ count }) => count),
        facets.total,
      )
    same(
      'groups',
      sum(groups, (group) => facets.groups[group]),
      facets.total,
    )
    for (const group of groups) {
      const found = await listed(get, { group })
      same(`group ${group}, walked`, found.length, facets.groups[group])
      const narrowed = await get<SessionFacets>('/sessions/facets', { group })
      same(`group ${group}, counted`, narrowed.total, facets.groups[group])
    }
    for (const { state, count } of facets.states) {
      same(`state ${state}, walked`, (await listed(get, { state })).length, count)
      same(`state ${state}, in rows`, all.filter((one) => one.state === state).length, count)
    }
    for (const { id, count } of facets.agents) {
      same(`agent ${id}`, (await listed(get, { agent: id })).length, count)
      const known = await get<AgentDetails>(`/agents/${encodeURIComponent(id)}`).catch(() => undefined)
      if (known) same(`agent ${id}, on its page`, known.sessionsTotal, count)
    }

    const needing = overview.attention.filter(({ kind }) => kind !== 'cron-failed' && kind !== 'context-filling')
    expect(needKinds).toContain('cron-failed')
    same('sessions that need somebody', needing.length, facets.groups.needs)
    expect(new Set((await listed(get, { group: 'needs' })).map(({ id }) => id))).toEqual(
      new Set(needing.map(({ id }) => id)),
    )
    const active = facets.states.filter(({ state }) => isActive(state))
    same(
      'sessions at work',
      overview.sessions.active,
      sum(active, ({ count }) => count),
    )

    same(
      'what sessions cost, with their older windows',
      (facets.costUsd ?? 0) + (facets.older?.costUsd ?? 0),
      whole(totals),
    )
    same(
      'what sessions cost, one by one',
      facets.costUsd ?? 0,
      sum(all, ({ costUsd }) => costUsd),
    )
    same('their tokens', facets.totalTokens + (facets.older?.totalTokens ?? 0), totals.totalTokens)
    const asked = new Set(rows.map(({ key }) => key))
    same(
      'sessions that asked a model, listed and reset',
      all.filter(({ id }) => asked.has(id)).length + (facets.older?.sessions ?? 0),
      rows.length,
    )
    const byId = new Map(rows.map((row) => [row.key, row]))
    for (const { id, costUsd } of all) same(`session ${id}`, costUsd ?? 0, byId.has(id) ? whole(byId.get(id)!) : 0)
  })

for (const [seed, subscriptions] of worlds)
  test(`world ${seed}: every page says the same of money`, async () => {
    using api = serve(world(seed), subscriptions)
    const { get } = api
    const { totals } = await reported(get, 'day')
    for (const by of groupings) sameTotals(`by ${by}`, (await reported(get, by)).totals, totals)
    for (const by of groupings) {
      const page = await get<CostsPage>('/costs/page', { ...month, by })
      const inMonth = await reported(get, by, month)
      for (const table of ['models', 'agents', 'projects', 'lines'] as const) {
        sameTotals(`${table} of the page by ${by}`, page[table].totals, inMonth.totals)
        sameTotals(`${table} with their last row`, sumTotals([...page[table].rows, page[table].rest]), inMonth.totals)
      }
      sameTotals('the bars', sumTotals(page.stack.days), inMonth.totals)
      sameTotals('the layers', sumTotals(page.stack.layers.map(({ totals }) => totals)), inMonth.totals)
      sameTotals('the hours', sumTotals(page.heat.cells), inMonth.totals)
    }

    const summary = await get<Summary>('/costs/summary')
    const page = await get<CostsPage>('/costs/page')
    const overview = await get<Overview>('/overview')
    const ofToday = await reported(get, 'agent', { since: today, until: today })
    sameTotals('all time', summary.allTime, totals)
    sameTotals('today', summary.today, ofToday.totals)
    sameTotals('today by model', page.modelsToday.totals, ofToday.totals)
    sameTotals('today by agent', page.agentsToday.totals, ofToday.totals)
    same('today, on the first page', overview.costs.todayUsd, ofToday.totals.costUsd)
    same(
      'today, by model on the first page',
      sum(overview.costs.byModel, ({ costUsd }) => costUsd),
      overview.costs.todayUsd,
    )
    same(
      'today, agent by agent',
      sum(overview.agents, ({ costTodayUsd }) => costTodayUsd),
      ofToday.totals.costUsd,
    )
    same('this month, on the first page', overview.costs.monthUsd, summary.thisMonth.costUsd)
    same(
      'the month by days',
      sum(
        page.lately.rows.filter(({ key }) => key >= `${summary.month}-01`),
        ({ costUsd }) => costUsd,
      ),
      summary.thisMonth.costUsd,
    )

    const { today: ofDay, month: ofMonth, score, knownDays } = await get<ForecastCheck>('/costs/forecast')
    const curve = await get<DayCurve>('/costs/today')
    const rest = restAt(curve.forecast!.rest, now)
    same('the forecast of today, at the head', summary.projectedToday?.usd, ofDay?.usd)
    same('the forecast of today, along the curve', (overview.costs.todayUsd ?? 0) + rest.mid, ofDay?.usd)
    same('its range, along the curve', (overview.costs.todayUsd ?? 0) + rest.high, ofDay?.highUsd)
    same('the forecast of the month', summary.projectedMonth?.usd, ofMonth?.usd)
    same('the days it is made of', curve.knownDays, knownDays)
    for (const { day, cameUsd } of score.days) {
      const known = await get<ReportPage>('/costs/report', { by: 'model', since: day, until: day })
      same(`what came on ${day}`, cameUsd, known.totals.costUsd ?? 0)
    }

    const families = await reported(get, 'family', month)
    same(
      'sessions of the median',
      summary.medianSession?.sessions,
      families.rows.filter(({ costUsd }) => (costUsd ?? 0) > 0).length,
    )
    const sessions = await reported(get, 'session', month)
    same(
      'sessions below others',
      sessions.rows.length - summary.subagents.sessions,
      families.rows.filter(({ key }) => sessions.rows.some((one) => one.key === key)).length,
    )
    const unpriced = sum(summary.unpriced, ({ tokens }) => tokens)
    if (subscriptions.length === 0) same('tokens without a price', unpriced, totals.unpricedTokens)
  })

for (const [seed, subscriptions] of worlds)
  test(`world ${seed}: the figures of an agent are the sums of what is listed under it`, async () => {
    using api = serve(world(seed), subscriptions)
    const { get } = api
    const overview = await get<Overview>('/overview')
    const byAgent = await reported(get, 'agent', month)
    for (const { id, costTodayUsd } of overview.agents) {
      const known = await get<AgentDetails>(`/agents/${encodeURIComponent(id)}`)
      const row = byAgent.rows.find(({ key }) => key === id)
      const sessions = await reported(get, 'session', { ...month, agent: id })
      same(`${id}, today`, known.costs.todayUsd, costTodayUsd)
      same(`${id}, 30 days`, known.costs.thirtyDaysUsd, row ? row.costUsd : 0)
      same(
        `${id}, 30 days by session`,
        known.costs.thirtyDaysUsd ?? 0,
        sum(sessions.rows, ({ costUsd }) => costUsd),
      )
      same(
        `${id}, 30 days by model`,
        known.costs.thirtyDaysUsd ?? 0,
        sum(known.models, ({ usd }) => usd),
      )
      same(
        `${id}, 30 days by hour of the week`,
        known.costs.thirtyDaysUsd ?? 0,
        sum(known.habits, ({ usd }) => usd),
      )
      same(
        `${id}, the stretches and the hours of the last day`,
        sum(known.stretches, ({ usd }) => usd),
        sum(known.hours, ({ usd }) => usd),
      )
      for (const { sessionId, usd } of known.dearest)
        same(`${id}, its dearest sessions`, usd, sessions.rows.find(({ key }) => key === sessionId)?.costUsd)
      const { latest, others, reset } = known.sessions
      const shown = [...latest.map(({ thirtyDays }) => thirtyDays), others, reset]
      same(
        `${id}, 30 days as its page lists them`,
        known.costs.thirtyDaysUsd ?? 0,
        sum(shown, ({ usd }) => usd),
      )
      for (const { id, thirtyDays } of latest)
        same(`${id}, in 30 days`, thirtyDays.usd ?? 0, sessions.rows.find(({ key }) => key === id)?.costUsd ?? 0)
      const asked = latest.filter(({ id }) => sessions.rows.some(({ key }) => key === id)).length
      same(`${id}, sessions that asked a model`, asked + others.count + reset.count, sessions.rows.length)
      same(`${id}, the last of its days`, known.days.at(-1)?.usd, known.costs.todayUsd)
    }
  })
