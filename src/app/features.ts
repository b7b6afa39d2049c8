import type { z } from 'zod'
import { createActivityLog } from '../activity/activity.ts'
import { activityFeature } from '../activity/feature.ts'
import { createAgents } from '../agents/agents.ts'
import { agentsFeature } from '../agents/feature.ts'
import { agentNames } from '../agents/read-agents.ts'
import { createActionGate } from '../audit/action-gate.ts'
import type { Audit } from '../audit/audit.ts'
import { auditFeature } from '../audit/feature.ts'
import { createAttempts } from '../auth/attempts.ts'
import type { Auth } from '../auth/auth.ts'
import { authFeature } from '../auth/feature.ts'
import type { Config } from '../config/config.ts'
import { createBudgets, watchBudgets } from '../costs/budgets/budgets.ts'
import { createCosts } from '../costs/costs.ts'
import { costsFeature } from '../costs/feature.ts'
import { readSessionUsage } from '../costs/ledger/read-session-usage.ts'
import { createBreakdowns } from '../costs/reports/read-breakdown.ts'
import { createBreakdownViews } from '../costs/reports/read-breakdown-views.ts'
import { createCostsPage } from '../costs/reports/read-page.ts'
import { createStacks } from '../costs/reports/read-stacks.ts'
import { createSummary } from '../costs/reports/read-summary.ts'
import { createReportContext } from '../costs/reports/report-context.ts'
import { costSettingsOf } from '../costs/settings.ts'
import { createCrons } from '../crons/crons.ts'
import { cronsFeature } from '../crons/feature.ts'
import { createDoctor } from '../doctor/doctor.ts'
import { doctorFeature } from '../doctor/feature.ts'
import { gatewayFindings } from '../doctor/gateway-findings.ts'
import { checkOurselves } from '../doctor/self-check.ts'
import { type EventOf, settingsOf } from '../feature.ts'
import { healthFeature } from '../health/feature.ts'
import { createHealth } from '../health/health.ts'
import { type ApiWith, createApi } from '../http/api.ts'
import { indexingFeature } from '../indexing/feature.ts'
import type { Indexing } from '../indexing/indexing.ts'
import { unreadUnits } from '../indexing/unread.ts'
import type { Log } from '../lib/log.ts'
import type { Bus } from '../live/bus.ts'
import type { Published } from '../live/event.ts'
import { overviewFeature } from '../overview/feature.ts'
import { readOverview } from '../overview/read-overview.ts'
import { createOverallStatus } from '../overview/status.ts'
import { sessionsFeature } from '../sessions/feature.ts'
import { createLiveState } from '../sessions/live-state.ts'
import { createSessions } from '../sessions/sessions.ts'
import { createMachine } from '../sources/machine/machine.ts'
import type { Store } from '../store/store.ts'
import { createGatewayStates } from './gateway-states.ts'
import { createChangePublisher } from './publish-changes.ts'

/** Every feature. The events, topics, tables, settings and routes of the product follow from this list. */
export const features = [
  authFeature,
  auditFeature,
  indexingFeature,
  agentsFeature,
  sessionsFeature,
  costsFeature,
  cronsFeature,
  healthFeature,
  activityFeature,
  overviewFeature,
  doctorFeature,
] as const

/** The sections that features add to `config.toml`. */
export const settingSections: Record<string, z.ZodType> = Object.assign(
  {},
  ...features.map(({ settings }) => settings ?? {}),
)

type AnyFeature = (typeof features)[number]

/** Every event that can be published, and the same as a listener gets it. */
export type LiveEvent = EventOf<AnyFeature>
export type PublishedEvent = Published<LiveEvent>

type RoutesOf<F> = F extends { routes?: (parts: never) => infer Plugin } ? Plugin : never
type Merged<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer Whole) => void
  ? Whole
  : never

/** The API with the types of all its routes; the UI's client is made of it. */
export type Api = ApiWith<Merged<RoutesOf<AnyFeature>['~Routes']>>

/** What the routes of all features need, by name. */
type Parts = [NonNullable<AnyFeature['routes']>] extends [(parts: infer Whole) => unknown] ? Whole : never

export type BuiltFeatures = ReturnType<typeof createFeatures>

type Deps = {
  config: Config
  version: string
  build: string
  isDemo: boolean
  now: () => number
  log: Log
  bus: Bus<LiveEvent>
  /** wheelhouse.sqlite. */
  store: Store
  indexing: Indexing
  indexPath: string
  auth: Auth
  audit: Audit
  /** How many sockets are open. */
  audience: () => number
  /** Where the pages are; '' while nothing is served. */
  address: () => string
  /** Ends this program and begins it again with the demo. */
  startDemo: () => void
}

/** Builds every feature once, in dependency order, and the API over them. */
export function createFeatures({
  config,
  version,
  build,
  isDemo,
  now,
  log,
  bus,
  store,
  indexing,
  indexPath,
  auth,
  audit,
  audience,
  address,
  startDemo,
}: Deps) {
  const { timezone, machine: host } = config
  const costSettings = costSettingsOf(settingsOf(costsFeature, config.sections))
  const { publish } = bus
  // No subscription pays for sessions of the demo.
  const subscriptions = isDemo ? [] : config.subscriptions
  const gateways = createGatewayStates()
  const actionGate = createActionGate(audit)

  const liveState = createLiveState()
  const index = indexing.store
  const sessions = createSessions(index, {
    host,
    now,
    timezone,
    liveState,
    subscriptions,
    usage: readSessionUsage(index),
    agentNames: () => agentNames(index),
  })
  const reportContext = createReportContext(index, { host, timezone, now, subscriptions })
  const costs = createCosts(reportContext, { budgetUsd: costSettings.dayUsd })
  const budgets = createBudgets(costSettings.budgets, { costs, store, timezone, now, publish })
  const summary = createSummary(reportContext, costs, {
    budgets: budgets.states,
    pricing: () => indexing.state().pricing,
    blockLimit: costSettings.blockLimit,
  })
  const breakdowns = createBreakdowns(reportContext)
  const stacks = createStacks(reportContext)
  const page = createCostsPage(reportContext, { costs, summary, stacks })
  const breakdownViews = createBreakdownViews(index, { costs, breakdowns, stacks })
  const agents = createAgents(index, sessions, costs, { host, now, timezone })
  const crons = createCrons(index, { host, timezone, now })
  const status = createOverallStatus({
    sessions,
    crons,
    budgets: budgets.passed,
    indexing: indexing.state,
    gateways: gateways.all,
    now,
  })
  const activity = createActivityLog({ sessions, agents, crons, audit, bus, publish, now })
  const machine = createMachine()
  const health = createHealth({
    sample: machine.sample,
    facts: machine.facts(),
    audience,
    gateway: gateways.reading,
    tokensPerMinute: (at) => (indexing.state().done ? costs.tokensPerMinute(at) : null),
    publish,
    now,
    steady: () => performance.now(),
    onError: (error) => log.error('the machine could not be read', { error }),
  })
  const doctor = createDoctor({
    unread: () => unreadUnits(index),
    reports: () => indexing.state().reports,
    own: () => [
      ...checkOurselves({
        dataFolder: config.dataFolder,
        version,
        demo: isDemo,
        trouble: indexing.state().trouble,
      }),
      ...gatewayFindings(gateways.all()),
    ],
  })
  const about = { demo: isDemo, build, host, timezone, startedAt: now() }
  const overview = () =>
    readOverview({
      agents,
      sessions,
      costs,
      crons,
      health,
      indexing: indexing.state,
      gateways: gateways.all,
      standing: status.standing,
      log: activity.lines,
      indexBytes: () => Bun.file(indexPath).size || null,
      about,
    })
  const changes = createChangePublisher({
    publish,
    agents,
    sessions,
    liveState,
    costs,
    crons,
    health,
    status,
    gateways,
    now,
    timezone,
  })

  /** What a feature may need that is built by its own `feature.ts`. */
  const shared = { store, index: indexing.store, publish, now, timezone, host, log }
  const parts: Parts = {
    ...shared,
    address,
    actionGate,
    agents,
    attempts: createAttempts({ now }),
    audit,
    auth,
    costs: { costs, summary, figures: breakdowns, stacks, page, breakdownViews, timezone, now },
    crons,
    demo: { reports: () => indexing.state().reports, startDemo },
    doctor,
    health,
    overview,
    readTranscript: indexing.transcript,
    sessions,
  }
  const routes = features.flatMap((feature) => feature.routes?.(parts) ?? [])
  const api = createApi({ routes, ready: indexing.state, version, log }) as Api

  return {
    api,

    /** What hears the worker. */
    changes,

    /** Begins what goes on by itself while pages are served. Returns its end. */
    start() {
      const unwatchBudgets = watchBudgets({
        budgets,
        bus,
        isDone: () => indexing.state().done,
        onError: (error) => log.error('the budgets could not be looked at', { error }),
      })
      changes.start()
      void health.start()
      return () => {
        changes.stop()
        unwatchBudgets()
      }
    },

    stop() {
      health.stop()
      activity.stop()
    },
  }
}
