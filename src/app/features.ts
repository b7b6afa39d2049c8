import type { z } from 'zod'
import { createActivityLog } from '../activity/activity.ts'
import { activityFeature } from '../activity/feature.ts'
import { agentsFeature } from '../agents/feature.ts'
import { createLooks } from '../agents/looks.ts'
import { createAlerts } from '../alerts/alerts.ts'
import { alertsFeature } from '../alerts/feature.ts'
import { createSessionPlaces } from '../alerts/session-places.ts'
import { createAnnotations } from '../annotations/annotations.ts'
import { createArchive } from '../annotations/archive.ts'
import { annotationsFeature } from '../annotations/feature.ts'
import { createApprovals } from '../approvals/approvals.ts'
import { approvalsFeature } from '../approvals/feature.ts'
import type { AskDeps } from '../ask/ask.ts'
import { askFeature } from '../ask/feature.ts'
import { askSourceName, noteUsage } from '../ask/usage-file.ts'
import { createAttention } from '../attention/attention.ts'
import { attentionFeature } from '../attention/feature.ts'
import {
  accessNeedsOf,
  approvalNeedsOf,
  breakerNeedsOf,
  incidentNeedsOf,
  overdueJobNeedsOf,
  pairingNeedsOf,
} from '../attention/need.ts'
import { recordsBetween } from '../attention/need-rows.ts'
import { createActionGate } from '../audit/action-gate.ts'
import type { Audit } from '../audit/audit.ts'
import { auditFeature } from '../audit/feature.ts'
import { createRefusedCalls } from '../audit/refused-calls.ts'
import { agentShellOf } from '../auth/agent-shell.ts'
import { createAttempts } from '../auth/attempts.ts'
import type { Auth } from '../auth/auth.ts'
import { callerOf, credentialOf, peerOf } from '../auth/caller.ts'
import { authFeature } from '../auth/feature.ts'
import { socketClients } from '../auth/socket-clients.ts'
import { createTerminals } from '../auth/terminals.ts'
import { createBreaker } from '../breaker/breaker.ts'
import { breakerFeature } from '../breaker/feature.ts'
import { type Config, dataPaths } from '../config/config.ts'
import { parseConfigFile } from '../config/file.ts'
import type { Entry } from '../controls/catalogue.ts'
import { controlsFeature } from '../controls/feature.ts'
import type { BudgetState } from '../costs/budgets/budget.ts'
import { createBudgetEditor } from '../costs/budgets/budget-editor.ts'
import { createBudgetCrossings } from '../costs/budgets/crossings.ts'
import { costsFeature } from '../costs/feature.ts'
import type { Report } from '../costs/reports/report.ts'
import { costSettingsOf } from '../costs/settings.ts'
import { createCronActs } from '../crons/acts.ts'
import type { Deadline } from '../crons/deadline.ts'
import { createDeadlines } from '../crons/deadlines.ts'
import { cronsFeature } from '../crons/feature.ts'
import type { Demo } from '../demo/demo.ts'
import type { PastAsk } from '../demo/past-asks.ts'
import type { PastBreakerAct } from '../demo/past-breaker.ts'
import type { DemoBill } from '../demo/witnesses.ts'
import { createDoctor } from '../doctor/doctor.ts'
import { doctorFeature } from '../doctor/feature.ts'
import { gatewayFindings } from '../doctor/gateway-findings.ts'
import { checkOurselves } from '../doctor/self-check.ts'
import type { Runtime } from '../facts/runtimes.ts'
import type { StatedFigure } from '../facts/stated-figure.ts'
import { type EventOf, settingsOf } from '../feature.ts'
import { filesFeature } from '../files/feature.ts'
import type { OutsideWatch } from '../files/file.ts'
import { fileSettingsOf } from '../files/settings.ts'
import { createSurvey } from '../files/survey.ts'
import { gatewaysFeature } from '../gateways/feature.ts'
import { createGateways } from '../gateways/gateways.ts'
import { createAgentProcesses } from '../health/agent-processes.ts'
import { healthFeature } from '../health/feature.ts'
import { createHealth } from '../health/health.ts'
import type { Sample } from '../health/measure-messages.ts'
import { createMeasures, type MeasureMethods } from '../health/measures.ts'
import { hooksFeature } from '../hooks/feature.ts'
import { createHooks } from '../hooks/hooks.ts'
import { type ApiWith, createApi } from '../http/api.ts'
import { nameInId } from '../ids.ts'
import type { ChangeEvent } from '../indexing/change-event.ts'
import { indexingFeature } from '../indexing/feature.ts'
import type { Indexing, IndexingListeners } from '../indexing/indexing.ts'
import { fromJson } from '../lib/json.ts'
import { lazily } from '../lib/lazily.ts'
import type { Log } from '../lib/log.ts'
import type { Refusal } from '../lib/refusal.ts'
import type { Bus } from '../live/bus.ts'
import type { Published } from '../live/event.ts'
import { logsFeature } from '../logs/feature.ts'
import { notificationsFeature } from '../notifications/feature.ts'
import { officeFeature } from '../office/feature.ts'
import { createLayouts } from '../office/layouts/layouts.ts'
import { createOffice } from '../office/office.ts'
import { createFileServer } from '../office/sprites/routes.ts'
import { createSprites } from '../office/sprites/sprites.ts'
import { overviewFeature } from '../overview/feature.ts'
import { createGatewayStates } from '../overview/gateway-states.ts'
import { readOverview } from '../overview/read-overview.ts'
import { type OverallStatus, overallStatusOf } from '../overview/status.ts'
import { processTable } from '../processes/process-table.ts'
import { createBills } from '../reconcile/bills.ts'
import { reconcileFeature } from '../reconcile/feature.ts'
import { createFigures } from '../reconcile/figures.ts'
import { searchFeature } from '../search/feature.ts'
import { createSearch } from '../search/search.ts'
import type { Secrets } from '../secrets/secrets.ts'
import { sessionsFeature } from '../sessions/feature.ts'
import { agentIdOfSource } from '../sources/custom/custom.ts'
import { createMachine } from '../sources/machine/machine.ts'
import { socketUrl } from '../sources/openclaw/gateway/find-gateway.ts'
import { ofRequest } from '../sources/otlp/figures.ts'
import { createOtlpReceiver } from '../sources/otlp/receiver.ts'
import { actedSession } from '../steering/carry-out.ts'
import { steeringFeature } from '../steering/feature.ts'
import { lastMessageOf } from '../steering/last-message.ts'
import { createSteering } from '../steering/steering.ts'
import type { Store } from '../store/store.ts'
import { telemetryFeature } from '../telemetry/feature.ts'
import type { ModelUsage } from '../telemetry/metric.ts'
import { telemetrySettingsOf } from '../telemetry/settings.ts'
import { createTelemetry } from '../telemetry/telemetry.ts'
import { transcriptsFeature } from '../transcripts/feature.ts'
import { buildAsk } from './build-ask.ts'
import { buildControls } from './build-controls.ts'
import { buildLogs } from './build-logs.ts'
import { buildNotifications } from './build-notifications.ts'
import { createCronRunner } from './cron-runner.ts'
import { readInThreads } from './index-reading.ts'
import type { readHere } from './read-here.ts'
import { readSettings } from './read-settings.ts'

/** Every feature. The events, topics, tables, settings and routes of the product follow from this list. */
export const features = [
  authFeature,
  auditFeature,
  indexingFeature,
  agentsFeature,
  sessionsFeature,
  transcriptsFeature,
  searchFeature,
  filesFeature,
  annotationsFeature,
  costsFeature,
  cronsFeature,
  breakerFeature,
  approvalsFeature,
  steeringFeature,
  healthFeature,
  alertsFeature,
  telemetryFeature,
  logsFeature,
  activityFeature,
  attentionFeature,
  notificationsFeature,
  askFeature,
  overviewFeature,
  officeFeature,
  doctorFeature,
  hooksFeature,
  reconcileFeature,
  controlsFeature,
  gatewaysFeature,
] as const

/** The sections that features add to `config.toml`. */
export const settingSections: Record<string, z.ZodType> = lazily(() =>
  Object.assign({}, ...features.map(({ settings }) => settings ?? {})),
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

type Deps = {
  config: Config
  version: string
  build: string
  isDemo: boolean
  /** How the index is read where no pages are served. */
  readHere: typeof readHere | undefined
  now: () => number
  log: Log
  bus: Bus<LiveEvent>
  /** wheelhouse.sqlite. */
  store: Store
  indexing: Indexing
  indexPath: string
  logsPath: string
  metricsPath: string
  /** Hears every line of our own log from now on. */
  hearOwnLog: (hear: (line: string) => void) => void
  auth: Auth
  audit: Audit
  secrets: Pick<Secrets, 'get' | 'set' | 'instance'>
  /** How many sockets are open. */
  audience: () => number
  /** Whether anybody is subscribed to a topic. */
  isHeard: (topic: string) => boolean
  /** How many sockets are subscribed to a topic. */
  hearers: (topic: string) => number
  /** How many sockets of people are open who may act. */
  deciders: () => number
  /** Runs once any of these three may answer otherwise, until the answer is called. */
  onListeners: (run: () => void) => () => void
  /** Where the pages are; '' while nothing is served. */
  address: () => string
  /** Readings of the machine before this program began: the last hour, and the month before that. Only the demo has them. */
  machinePast?: Demo['machinePast'] | undefined
  /** The processes of agents at a moment, and which runs which session, where both are made up. */
  demoProcesses?: Demo['processes'] | undefined
  /** What was typed in from bills before this program began, which only the demo has. */
  demoBills?: readonly DemoBill[] | undefined
  /** What was decided before this program began, which only the demo has. */
  demoApprovals?: readonly PastAsk[] | undefined
  /** Within which time jobs must succeed, which was set before; only the demo has it. */
  demoDeadlines?: readonly Deadline[] | undefined
  /** What rules did before this program began, which only the demo has. */
  demoBreakerActs?: readonly PastBreakerAct[] | undefined
  /** The model that answers questions, which only the demo has. */
  demoModel?: AskDeps['madeUp']
  /** Services that are made up, which only the demo has. */
  demoServices?: Entry[] | undefined
  /** Where agents report over OTLP, and what they have to know for it; undefined where nothing is received. */
  otlp?: { port: number; token: string } | undefined
  /** Ends this program and begins it again with the demo. */
  startDemo: () => void
}

/** Builds every feature once, in dependency order, and the API over them. */
export function createFeatures({
  config,
  version,
  build,
  isDemo,
  readHere,
  now,
  log,
  bus,
  store,
  indexing,
  indexPath,
  logsPath,
  metricsPath,
  hearOwnLog,
  auth,
  audit,
  secrets,
  audience,
  isHeard,
  hearers,
  deciders,
  onListeners,
  address,
  machinePast,
  demoProcesses,
  demoBills = [],
  demoApprovals = [],
  demoDeadlines = [],
  demoBreakerActs = [],
  demoModel,
  demoServices,
  otlp,
  startDemo,
}: Deps) {
  const { timezone, machine: host } = config
  const { publish } = bus
  const gateways = createGatewayStates()
  const actionGate = createActionGate(audit)
  const settings = readSettings(config)
  const serves = readHere === undefined
  const index = serves
    ? readInThreads({ indexing, indexPath, settings, log, isWatched: () => audience() > 0 })
    : readHere(indexPath, settings, { now, indexing: indexing.state, gateways: gateways.all })
  const { reader } = index

  const terminals = createTerminals({
    now,
    changed() {
      publish({ kind: 'terminals.changed', terminals: terminals.list(), agents: terminals.refusedAgents() })
      standingChanged()
    },
  })
  const attention = createAttention({
    store,
    now,
    timezone,
    publish,
    changed: () => standingChanged(),
    jobsByIds: (ids) => index.recentRows.crons.jobsByIds(ids),
    onError: once((error) => log.error('what needed a person could not be kept', { error })),
  })
  const annotations = createAnnotations({
    store,
    now,
    publish,
    changed(steps) {
      index.setAnnotations(steps.map(({ id, after }) => [id, after]))
      void archive.tell(steps)
    },
  })
  const archive = createArchive({
    annotations: annotations.all,
    reader,
    publish,
    changed: () => publishStanding(standing()),
    onError: (error) => log.error('archived sessions could not be counted', { error }),
  })
  index.setAnnotations([...annotations.all()])
  const looks = createLooks({ store, reader, now, publish, changed: index.setLooks })
  index.setLooks(looks.all())
  const approvals = createApprovals({
    store,
    now,
    publish,
    answer: indexing.answerApproval,
    takePart: indexing.takePart,
    // The demo has its requests from the start, also for who only looks.
    deciders: isDemo ? () => 1 : deciders,
    onFromStart: isDemo ? ['openclaw'] : [],
    past: demoApprovals,
    sessionOf: async (runtime, key) => fromJson(await reader.sessionIdOfKey({ runtime, key })),
    changed: () => standingChanged(),
    onError: once((error) => log.error('what waits for a decision could not be kept', { error })),
  })
  const deadlines = createDeadlines({
    store,
    before: demoDeadlines,
    now,
    jobsByIds: (ids) => index.recentRows.crons.jobsByIds(ids),
    successes: async () => fromJson(await reader.cronSuccesses(undefined)),
    changed: () => standingChanged(),
    onError: (error) => log.error('when jobs last succeeded could not be read', { error }),
  })
  let gatewayDesk: ReturnType<typeof createGateways> | undefined
  const cronActs = createCronActs({
    gate: actionGate,
    reader,
    runner: createCronRunner(indexing, gateways.all),
    now,
  })
  const breaker = createBreaker({
    store,
    gate: actionGate,
    doors: {
      setJob: (caller, id, enabled) => (enabled ? cronActs.enable(caller, id) : cronActs.disable(caller, id)),
      stop: (ids, by, why) => steering.stopSessions(ids, by, why),
    },
    facts: async () => fromJson(await reader.breakerFacts(undefined)),
    isReady: () => indexing.state().done,
    past: demoBreakerActs,
    now,
    publish,
    changed: () => standingChanged(),
    onError: once((error) => log.error('what runs short could not be examined', { error })),
  })
  /** What needs a person by the index. What a rule acts on is told once, as that. */
  const indexNeeds = () => {
    const tripped = new Set(breaker.tripped().map(({ subject }) => subject))
    return index.standing().needs.filter(({ id }) => !tripped.has(id))
  }
  /** What needs a person beside the index and alerts: terminals, agents that were refused, and what waits for a decision. */
  const otherNeeds = () => [
    ...accessNeedsOf(terminals.list(), terminals.refusedAgents()),
    // The need of an archived session is hidden; what waits for a decision is not.
    ...approvalNeedsOf(
      approvals.waiting(),
      index.standing().needs.filter(({ id }) => !archive.isArchived(id)),
    ),
    ...overdueJobNeedsOf(deadlines.overdue()),
    ...pairingNeedsOf(gatewayDesk?.allAsking() ?? []),
    ...breakerNeedsOf(breaker.tripped()),
  ]
  const incidentNeeds = () => incidentNeedsOf(alerts.open(), now())
  const standing = () =>
    overallStatusOf(
      { ...index.standing(), needs: indexNeeds() },
      [...otherNeeds(), ...incidentNeeds()],
      attention.items,
      archive,
    )
  let publishedStanding = ''
  let notifications: ReturnType<typeof buildNotifications> | undefined

  /** Looks at what needs a person, and publishes how things stand where that has changed. */
  function standingChanged() {
    // A list that is read while history is does not hold everything yet: what it lacks has not settled.
    attention.observe([...indexNeeds(), ...otherNeeds(), ...incidentNeeds()], {
      isWhole: indexing.state().done && (alerts.isKnown() || !serves),
    })
    publishStanding(standing())
  }

  function publishStanding(now: OverallStatus) {
    const text = JSON.stringify(now)
    if (text === publishedStanding) return
    publishedStanding = text
    index.setAside(now.setAside)
    publish({ kind: 'overview.changed', standing: now })
    notifications?.changed()
  }

  const refusedCalls = createRefusedCalls(audit, { now })
  /** Whoever was refused to change something is on record; an agent that tried is something a person should know. */
  function refusedToAct(refusal: Refusal, request: Request, route: string) {
    // A question is none, and a terminal asks for its code next, which is recorded as that.
    if (refusal.code === 'confirm-needed' || refusal.code === 'terminal-unconfirmed') return
    const caller = callerOf(request)
    const action = wantedBy(route)
    const target = `${request.method} ${new URL(request.url).pathname}`
    const peer = peerOf(request)
    const address = typeof peer === 'object' ? peer.address : null
    try {
      refusedCalls.note({ caller, address, action, target, error: refusal })
    } catch (error) {
      // It is refused all the same where the disk is full.
      log.error('a refused act could not be recorded', { error })
    }
    if (caller && credentialOf(caller) === 'agent’s shell') terminals.noteAgent(caller.name, action)
  }

  const budgetEditor = createBudgetEditor({
    file: config.configFile,
    budgetsIn: (text) =>
      costSettingsOf(settingsOf(costsFeature, parseConfigFile(config.configFile, text, settingSections).sections)),
    changed({ budgets, dayUsd }) {
      const settings = { budgets, budgetUsd: dayUsd }
      indexing.setBudgets(settings)
      index.setBudgets(settings)
      publish({ kind: 'budgets.changed' })
    },
  })
  const figures = createFigures(store, { now })
  const figuresLost = once((error: unknown) => log.error('what was stated about costs could not be kept', { error }))
  function state(stated: StatedFigure[]) {
    try {
      figures.write(stated)
    } catch (error) {
      figuresLost(error)
    }
  }

  const receiver =
    otlp &&
    createOtlpReceiver({
      ...otlp,
      state,
      isTold: (session) => figures.hasStated({ witness: 'otlp', ...session }, ofRequest),
      now,
    })

  const recordCrossings = createBudgetCrossings({ store, now, publish })
  const activity = createActivityLog({ ...index.recentRows, audit, bus, publish, now })
  const machine = createMachine()
  /** The readings that lead to the first one, which only the demo has; of the last days the rules judge what went wrong. */
  function* pastBefore(first: Sample) {
    if (!machinePast) return
    const readings: Sample[] = []
    for (const reading of machinePast.month(first.values, first.at)) {
      const sample = { ...reading, steadyMs: first.steadyMs - (first.at - reading.at) }
      if (first.at - sample.at < machinePast.troubledMs) readings.push(sample)
      yield sample
    }
    alerts
      .ask((desk) => desk.replay({ readings, taken: machinePast.taken }))
      .catch((error) => log.error('the past of the demo could not be judged', { error }))
  }
  const measures = createMeasures({
    ask: (method, input) => logs.askBeside<MeasureMethods, typeof method>(method, input as never),
    now,
    past: machinePast && pastBefore,
    begun() {
      void measures.series(health.forgotten()).then(health.recall, () => {
        // The lines of the first page begin empty.
      })
    },
  })
  let costTodayUsd: number | null = null
  let budgets: BudgetState[] = []
  /** Each session that was heard of lately: its folder and its model, for rules that are narrowed to them. */
  const places = createSessionPlaces(() => index.recentRows.sessions.since())
  const alerts = createAlerts({
    store,
    measures,
    needsSince: attention.pastSince,
    timezone,
    now,
    facts: () => ({
      needs: [...indexNeeds(), ...otherNeeds()],
      isWhole: indexing.state().done,
      jobs: index.recentRows.crons.jobs(),
      gateways: gateways.all(),
      budgets,
      costTodayUsd,
      diskFull: health.latest()?.diskFull ?? null,
      agentName: (id) => index.recentRows.agents.all().find((agent) => agent.id === id)?.name ?? nameInId(id),
      sessionOf: places.of,
    }),
    publish,
    changed() {
      standingChanged()
      notifications?.changed()
    },
    onError: once((error) => log.error('alerts could not be kept', { error })),
  })
  const health = createHealth({
    sample: demoProcesses
      ? async (tick) => ({ ...(await machine.sample(tick)), processes: demoProcesses.at(tick.wallMs) })
      : machine.sample,
    facts: machine.facts(),
    audience,
    gateway: gateways.reading,
    tokensPerMinute: async (moments) =>
      indexing.state().done ? index.tokensPerMinute(moments) : moments.map(() => null),
    work: async (at) => (indexing.state().done ? index.work(at) : null),
    keep(sample, isPast) {
      if (!isPast) alerts.take(sample)
      return measures.keep(sample)
    },
    publish,
    now,
    steady: () => performance.now(),
    past: machinePast?.hour,
    onError: (error) => log.error('the machine could not be read', { error }),
  })
  const startedAt = now()
  const telemetry = createTelemetry({
    settings: telemetrySettingsOf(settingsOf(telemetryFeature, config.sections)),
    headers: () => secrets.get('otlp-headers'),
    async snapshot() {
      const usage = indexing.state().done ? fromJson(await reader.costReport({ by: 'runtime', breakdown: true })) : null
      return {
        at: now(),
        startedAt,
        version,
        host,
        instance: secrets.instance,
        reading: health.latest(),
        values: health.latestValues(),
        usage: usage && modelUsageOf(usage),
      }
    },
    now,
    onError: (error) => log.error('metrics cannot be sent', { error }),
  })
  // The demo's agents have no settings, and those of the person are none of its business.
  const executable = executableIn(import.meta.url)
  const hooks = createHooks(
    isDemo ? noFolders : config.folders,
    executable === null ? null : { executable, dataFolder: config.dataFolder },
  )
  const doctor = createDoctor({
    reader,
    reports: () => indexing.state().reports,
    own: () => [
      ...checkOurselves({
        dataFolder: config.dataFolder,
        version,
        demo: isDemo,
        trouble: indexing.state().trouble,
      }),
      ...gatewayFindings(gateways.all()),
      ...hooks.findings(),
      ...measures.findings().map((finding) => ({ ...finding, about: 'measures' })),
      ...telemetry.findings().map((finding) => ({ ...finding, about: 'metrics' })),
      ...logs.findings().map((finding) => ({ ...finding, about: 'logs' })),
      ...(notifications?.findings() ?? []).map((finding) => ({ ...finding, about: 'notifications' })),
      ...[...figures.findings(), ...(receiver?.findings() ?? [])].map((finding) => ({ ...finding, about: 'costs' })),
      ...machine.findings().map((finding) => ({ ...finding, about: 'machine' })),
      ...indexing.state().approvals.map((finding) => ({ ...finding, about: 'approvals' })),
    ],
  })
  const about = { demo: isDemo, build, host, timezone, startedAt }
  const overview = (signal: AbortSignal) =>
    readOverview(
      {
        reader,
        health,
        indexing: indexing.state,
        gateways: gateways.all,
        standing,
        log: activity.lines,
        indexBytes: () => Bun.file(indexPath).size || null,
        about,
      },
      signal,
    )

  const office = createOffice({
    readRows: async () => fromJson(await reader.officeRows(undefined)),
    sessionsOf: async (ids) => fromJson(await reader.sessionsOf({ ids })),
    readTranscript: indexing.transcripts.page,
    approvals: approvals.waiting,
    bus,
    publish,
    isWatched: () => isHeard('office'),
    timezone,
    now,
    onError: once((error) => log.error('who is in the office could not be read', { error })),
  })

  const survey = createSurvey({
    async readTouches(id, signal) {
      const session = await reader.session(id).then(fromJson, () => null)
      return session && indexing.transcripts.touches(id, session.projectPath, signal)
    },
    keep: indexing.keep,
    sessionsSince: async (since) => fromJson(await reader.sessionIdsSince(since)),
    publish,
    onError: (error) => log.error('what sessions did to files could not be read', { error }),
  })

  const fileSettings = fileSettingsOf(settingsOf(filesFeature, config.sections))
  let fileWatch: OutsideWatch | null = fileSettings.watches ? { files: 0, folders: 0, leftOut: 0 } : null
  const controls = buildControls({
    config,
    store,
    audit,
    actionGate,
    publish,
    now,
    log,
    indexing,
    gateways: gateways.all,
    reader,
    agents: () => index.recentRows.agents.all(),
    madeUp: isDemo ? (demoServices ?? []) : undefined,
  })

  const logs = buildLogs({ config, path: logsPath, metricsPath, store, now, publish, isHeard, log, controls, isDemo })
  hearOwnLog(logs.own)
  bus.on(['logged'], ({ line }) => logs.activity(line))

  // What needs somebody is asked for while this is built.
  gatewayDesk = createGateways({
    gate: actionGate,
    hand: indexing,
    store,
    states: gateways.all,
    kept: { get: () => secrets.get('gateways'), set: (text) => secrets.set('gateways', text) },
    socketUrl,
    follow: indexing.setAddedGateways,
    interrupted: controls.interrupted,
    publish,
    pairingChanged: () => standingChanged(),
    now,
    onError: (error) => log.error('a change of a gateway could not be kept', { error }),
  })

  const steering = createSteering({
    store,
    now,
    publish,
    gate: actionGate,
    reader,
    runner: { offer: indexing.offerSessions, act: indexing.actOnSession },
    lastMessage: (id) => lastMessageOf(indexing.transcripts.page, id),
    agentName: (id) => index.recentRows.agents.all().find((agent) => agent.id === id)?.name ?? nameInId(id),
    onError: (error) => log.error('what was asked of sessions could not be kept', { error }),
  })

  const { address: publicAddress, commands = [] } =
    settingsOf(notificationsFeature, config.sections).notifications ?? {}
  notifications = buildNotifications({
    store,
    now,
    timezone,
    host,
    publish,
    record: audit.write,
    kept: { get: () => secrets.get('notifications'), set: (text) => secrets.set('notifications', text) },
    keptPushKeys: { get: () => secrets.get('web-push'), set: (text) => secrets.set('web-push', text) },
    commands,
    runProgram: controls.runCommand,
    address: () => publicAddress ?? address(),
    ownAddress: address,
    pages: () => hearers('notices'),
    agentName: (id) => index.recentRows.agents.all().find((agent) => agent.id === id)?.name ?? '',
    open: () => standing().attention,
    incidents: () => (alerts.isKnown() ? alerts.open() : null),
    async costOf(day) {
      const { totals } = fromJson(await reader.costReport({ by: 'day', since: day, until: day, limit: 1 }))
      return { costUsd: totals.costUsd, isLowerBound: totals.unpricedTokens > 0 }
    },
    isWhole: () => indexing.state().done,
    log,
  })

  const agentProcesses = createAgentProcesses({
    latest() {
      const reading = health.latest()
      return { processes: reading?.machine.processes ?? [], gatewayPid: reading?.gateway?.pid ?? null }
    },
    table: processTable,
    async sessions() {
      const query = { limit: 100, state: [...unfinished] }
      const { items } = fromJson(await reader.listSessions({ query, forScreen: false }))
      return items.map((session) => ({ ...actedSession(session), title: session.title, state: session.state }))
    },
    offer: async (sessions) => demoProcesses?.offers(sessions) ?? indexing.offerSessions(sessions),
    gate: actionGate,
    stopTree: controls.stopTree,
    closed: () =>
      agentShellOf(process.pid) === undefined ? null : 'An agent has started this Wheelhouse, so that it ends nothing.',
    isMadeUp: isDemo,
    now,
  })

  const search = createSearch({
    runner: indexing.searcher,
    reader,
    annotations: annotations.all,
    agentNames: () => index.recentRows.agents.all(),
    now,
  })

  const ask = buildAsk({
    store,
    questions: {
      reader,
      agentNames: () => index.recentRows.agents.all(),
      openNeeds: () => standing().attention,
      pastNeeds: (from, to) => recordsBetween(store, from, to, 20_000),
      incidents: async (since) => (await alerts.ask((desk) => desk.list({ since }, null, 500))).items,
      measures,
      search,
      ownAgent: agentIdOfSource(askSourceName),
      timezone,
      now,
    },
    kept: { get: () => secrets.get('ask'), set: (key) => secrets.set('ask', key) },
    noteUsage: (usage) => noteUsage(config.dataFolder, usage),
    ownAddress: address,
    madeUp: demoModel,
    publish,
    onError: (error) => log.error('a question could not be answered', { error }),
  })

  const { sprites: spritesFolder } = dataPaths(config.dataFolder)
  const sprites = createSprites({ folder: spritesFolder, serveFile: createFileServer(spritesFolder) })

  /** What a feature may need that is built by its own `feature.ts`. */
  const shared = { store, reader, publish, now, timezone, host, log }
  const parts: Parts = {
    ...shared,
    address,
    actionGate,
    annotations,
    approvals,
    agentNames: () => index.recentRows.agents.all(),
    ask,
    askGateways: indexing.gatewayUsage,
    alerts,
    attention,
    attempts: createAttempts({ now }),
    terminals,
    socketClients,
    audit,
    auth,
    controls: controls.controls,
    bills: createBills(store, { now, timezone, before: demoBills }),
    costs: { pricing: () => indexing.state().pricing, timezone, now },
    cronActs,
    breaker,
    deadlines,
    budgetEditor,
    demo: { reports: () => indexing.state().reports, startDemo },
    doctor,
    figures,
    health,
    agentProcesses,
    hooks,
    openNeeds: () => standing().attention,
    office,
    notifications,
    layouts: createLayouts({ store, now, publish }),
    logs,
    looks,
    measures,
    sprites,
    overview,
    reader,
    readTranscript: indexing.transcripts.page,
    search,
    steering,
    texts: indexing.transcripts,
    survey,
    telemetry,
    gateways: gatewayDesk,
    fileWatch: () => fileWatch,
    fileEditor: fileSettings.editor,
  }
  const ready = () => ({ ...indexing.state(), trouble: indexing.state().trouble ?? index.trouble() })
  /** The API of all features, or of these. */
  function makeApi(of: readonly AnyFeature[] = features) {
    const routes = of.flatMap((feature) => feature.routes?.(parts) ?? [])
    return createApi({ routes, ready, version, log, refusedToAct }) as Api
  }

  /** Whether the history of all sources has been read. */
  let isCaughtUp = false

  /** An event of the worker, with what people keep of it and the worker does not know. */
  function asPeopleHaveIt(event: Exclude<ChangeEvent, { kind: 'standing.changed' }>) {
    if (event.kind === 'session.changed') return archive.marked(event)
    return event.kind === 'agent.changed' ? looks.worn(event) : event
  }

  /** What hears the worker. */
  const listeners: Partial<IndexingListeners> = {
    ...index.listeners,
    events(events) {
      index.listeners.events(events)
      for (const event of events)
        if (event.kind === 'standing.changed') standingChanged()
        else {
          publish(asPeopleHaveIt(event))
          if (event.kind === 'cron.ran') deadlines.note(event.run)
          if (event.kind === 'costs.changed') {
            costTodayUsd = event.costs.todayUsd
            breaker.note()
          }
          if (event.kind === 'session.changed' && (event.session.lastAt ?? 0) > now() - freshMs)
            survey.note(event.session.id)
          if (event.kind === 'session.changed') {
            indexing.searcher.note(event.session.id)
            places.note(event.session)
          }
          if (event.kind === 'files.outside') fileWatch = event.watch
        }
    },
    progressed({ progress, done }) {
      publish({ kind: 'indexed', progress, done })
      if (done && !isCaughtUp) {
        survey.lookAgain()
        indexing.searcher.begin()
        void archive.count()
        if (serves) void deadlines.read()
        if (serves) void breaker.look()
      }
      if (done && !isCaughtUp) notifications?.changed()
      isCaughtUp = done
      // The last hour is for pages: a command that asks once has none.
      if (done && serves) void health.remember()
    },
    budgetsRead(states) {
      budgets = states
      try {
        recordCrossings(states)
      } catch (error) {
        // A full disk keeps no level; it is recorded when there is room and something is spent.
        log.error('a budget that was crossed could not be recorded', { error })
      }
    },
    approvalsStated: approvals.hear,
    gatewaysChanged(states) {
      gateways.replace(states)
      controls.gatewaysChanged()
      gatewayDesk?.statesChanged()
    },
    addedGatewaysChanged: (states) => gatewayDesk?.addedChanged(states),
    pairingStated: (statement) => gatewayDesk?.pairingStated(statement),
    figuresStated: state,
    died: (trouble) => publishStanding({ ...standing(), verdict: { level: 'fault', text: trouble } }),
    failed: (message, stack) => log.error(message, { error: stack }),
  }

  let stopLooking = () => {}
  let firstReading: Timer | undefined
  let isAnybodyThere = false
  /** Who asks to be let in is heard while somebody looks who could answer; the demo shows it to everybody. */
  function lookForDeciders() {
    if (isAnybodyThere === (isDemo || deciders() > 0)) return
    isAnybodyThere = !isAnybodyThere
    indexing.watchPairing(isAnybodyThere)
  }

  function listenersChanged() {
    lookForDeciders()
    logs.listenersChanged()
    office.listenersChanged()
    health.listenersChanged()
  }

  return {
    makeApi,
    listeners,
    terminals,

    /** Begins what goes on by itself while pages are served. The index can be read by then. */
    start() {
      index.start()
      approvals.start()
      deadlines.start()
      breaker.start()
      survey.start()
      controls.start()
      lookForDeciders()
      stopLooking = onListeners(listenersChanged)
      steering.start()
      office.start()
      logs.start()
      alerts.start()
      // The first look at the machine keeps no answer waiting.
      firstReading = setTimeout(() => void health.start())
      notifications?.start()
      telemetry.start()
    },

    async stop() {
      void receiver?.stop()
      stopLooking()
      approvals.stop()
      steering.close()
      deadlines.stop()
      await breaker.stop()
      survey.stop()
      clearTimeout(firstReading)
      health.stop()
      alerts.stop()
      measures.stop()
      telemetry.stop()
      activity.stop()
      office.stop()
      attention.stop()
      index.stop()
      await Promise.all([logs.stop(), controls.stop(), notifications?.stop(), ask.stop()])
    },
  }
}

/** The states of sessions that a process may be running. */
const unfinished = ['running', 'thinking', 'waiting', 'stalled', 'idle', 'finished'] as const
/** A session that was written longer ago is not being written. */
const freshMs = 5 * 60_000

const noFolders: Config['folders'] = { 'claude-code': [], codex: [], gemini: [], opencode: [] }

/** The path of the compiled program; null where an interpreter runs its sources. */
const executableIn = (url: string) => (url.includes('/$bunfs/') || url.includes('/~BUN/') ? process.execPath : null)

/** Runs a function the first time it is called, and never again. */
function once<Words extends unknown[]>(run: (...words: Words) => void) {
  let isRun = false
  return (...words: Words) => {
    if (!isRun) run(...words)
    isRun = true
  }
}

/** The sums of each model of each runtime, out of a report of them. */
const modelUsageOf = ({ rows }: Report): ModelUsage[] =>
  rows.flatMap(({ key, breakdown = [] }) =>
    breakdown.map(({ key: model, label: _, ...totals }) => ({ ...totals, runtime: key as Runtime, model })),
  )

/** What a refused route would have done, in the words of a log. */
function wantedBy(route: string): string {
  switch (route) {
    case 'POST /api/auth/link':
      return 'asked for a sign-in link'
    case 'POST /api/auth/terminals':
      return 'asked to act'
    case 'POST /api/tokens':
      return 'asked for a token'
    default:
      return 'asked to change something'
  }
}
