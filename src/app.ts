import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createAgents } from './agents/agents.ts'
import { createAudit } from './audit/audit.ts'
import { createDoor } from './audit/door.ts'
import { isLoopback } from './auth/address.ts'
import { createAttempts } from './auth/attempts.ts'
import { createAuth } from './auth/auth.ts'
import { isSameUser } from './auth/peer.ts'
import { type Config, placesIn } from './config/config.ts'
import { createBudgets, watchBudgets } from './costs/budgets.ts'
import { createCosts } from './costs/costs.ts'
import { createFigures } from './costs/figures.ts'
import { createStacks } from './costs/stacks.ts'
import { createSummary } from './costs/summarize.ts'
import { createCrons } from './crons/crons.ts'
import { createDoctor } from './doctor/doctor.ts'
import { gatewayLines } from './doctor/gateway-lines.ts'
import { examineOurselves } from './doctor/ourselves.ts'
import { createHealth } from './health/health.ts'
import type { Assets } from './http/assets.ts'
import { feedSocket } from './http/feed-socket.ts'
import { createGuard } from './http/guard.ts'
import { isLoopbackHost } from './http/host.ts'
import { createApi } from './http/http.ts'
import { serve } from './http/server.ts'
import { startIndexing } from './indexing/indexing.ts'
import { giveMemoryBack } from './lib/give-memory-back.ts'
import { takeLock } from './lib/lock.ts'
import { createLog } from './lib/log.ts'
import { createFeed } from './live/feed.ts'
import type { GatewayState } from './live/gateway.ts'
import { createLive } from './live/live.ts'
import { createNews } from './news.ts'
import { changedGateways } from './overview/gateways.ts'
import { readOverview } from './overview/read.ts'
import { createShipsLog } from './overview/ships-log.ts'
import { createStanding } from './overview/standing.ts'
import { openSecrets } from './secrets/secrets.ts'
import { createLiveState } from './sessions/live-state.ts'
import { createSessions } from './sessions/sessions.ts'
import { createMachine } from './sources/machine/machine.ts'
import { openStore, StoreTooNew } from './store/store.ts'

/** What the build puts in. */
export type Built = { assets: Assets; version: string; build: string }

/** A start that cannot be: one sentence that says why and what to do. Nothing was changed. */
export class CannotStart extends Error {
  override name = 'CannotStart'
}

export type App = Awaited<ReturnType<typeof createApp>>

/**
 * Builds every module once, in dependency order; `stop` takes them down in reverse. To `serve` is to watch and answer;
 * `read` reads the sources once and `keys` not at all: that is how the command line works where no server runs.
 */
export async function createApp(config: Config, built: Built, purpose: 'serve' | 'read' | 'keys') {
  await using building = new AsyncDisposableStack()
  const now = Date.now
  const log = createLog(config.logLevel)
  const places = placesIn(config.dataFolder)
  if (purpose === 'serve') tryPort(config)

  const lock = lockOrSay(config.dataFolder, places.lock)
  building.defer(() => lock.release())

  const isDemo = config.demo || (config.demoIfEmpty && !foldersIn(config).some((folder) => existsSync(folder)))
  // Who has agents of their own need not carry a made-up crew.
  const demo = isDemo
    ? (await import('./sources/demo/demo.ts')).createDemo({
        seed: 7,
        now,
        onError: (error) => log.error('the demo stumbled', { error }),
      })
    : undefined
  if (demo) building.defer(() => demo.stop())
  // The demo keeps its own books: it never writes into the real ones.
  const books = demo ? placesIn(join(dirname(demo.home), 'data')) : places
  const openclaw = demo ? { homes: [demo.home], configPath: null } : config.openclaw

  const store = openOrSay(books.wheelhouse)
  building.defer(() => store.$client.close())
  const secrets = openSecrets(join(books.secrets, 'secrets'))
  const auth = createAuth(store, secrets, { now })
  if (purpose === 'serve' && !isLoopbackHost(config.host) && auth.tokens().length === 0)
    throw new CannotStart(
      `Listening on ${config.host} lets others on the network in, so it needs a token first: \`wheelhouse token create --role viewer\`. Or leave out --host to stay on this machine.`,
    )

  const live = createLive({
    host: config.machine,
    now,
    onListenerError: (error, event) => log.error(`a listener of ${event.kind} failed`, { error }),
  })
  const audit = createAudit(store, { now, publish: live.publish })
  const door = createDoor(audit)

  let news: ReturnType<typeof createNews> | undefined
  let standing: ReturnType<typeof createStanding> | undefined
  let lastReports = ''
  let readings: ReturnType<typeof createHealth> | undefined
  let gateways: GatewayState[] = []
  const named = demo ? { url: null, token: null } : config.gateway
  const indexing = await startIndexing(
    {
      indexPath: books.index,
      openclaw,
      prices: demo ? [] : config.prices,
      folders: demo ? undefined : config.folders,
      custom: demo ? undefined : config.custom,
      watch: purpose === 'serve',
      read: purpose !== 'keys',
      gateway:
        purpose === 'serve'
          ? { ...named, seed: secrets.make('gateway-device', 32), version: built.version, platform: process.platform }
          : undefined,
    },
    {
      committed: (touched) => news?.committed(touched),
      progressed({ progress, done }) {
        live.publish({ kind: 'indexed', progress, done })
        if (done) standing?.forget()
        if (done) news?.sayOfTheWhole()
        if (done) readings?.remember()
      },
      reported(reports) {
        const text = JSON.stringify(reports)
        if (text === lastReports) return
        lastReports = text
        for (const source of reports) live.publish({ kind: 'source.changed', source })
        news?.sayOfTheWhole()
      },
      gatewaySaid: (said) => news?.heard(said),
      gatewaysChanged(now, contacts) {
        const changed = changedGateways(gateways, now)
        gateways = now
        for (const gateway of changed) live.publish({ kind: 'gateway.changed', gateway })
        news?.inContact(contacts)
        if (changed.length > 0) news?.sayOfTheWhole()
      },
    },
  ).catch((error: Error) => {
    throw new CannotStart(error.message)
  })
  building.defer(() => indexing.stop())

  const here = { host: config.machine, now }
  const liveState = createLiveState()
  const subscriptions = demo ? [] : config.subscriptions
  const sessions = createSessions(indexing.store, { ...here, timezone: config.timezone, liveState, subscriptions })
  const { timezone } = config
  const costs = createCosts(indexing.store, { timezone, now, budgetUsd: dayBudget(config), subscriptions })
  const budgets = createBudgets(config.budgets, { costs, store, timezone, now, publish: live.publish })
  const costParts = {
    costs,
    summary: createSummary(indexing.store, costs, {
      timezone,
      now,
      subscriptions,
      budgets: budgets.states,
      pricing: () => indexing.state().pricing,
      blockLimit: config.blockLimit,
    }),
    figures: createFigures(indexing.store, costs, { timezone, subscriptions }),
    stacks: createStacks(indexing.store, costs, { timezone, now, subscriptions }),
    timezone,
    now,
  }
  const agents = createAgents(indexing.store, sessions, costs, { ...here, timezone: config.timezone })
  const crons = createCrons(indexing.store, { timezone: config.timezone, now })
  standing = createStanding({
    sessions,
    crons,
    budgets: budgets.passed,
    indexing: indexing.state,
    gateways: () => gateways,
    now,
  })
  const shipsLog = createShipsLog({ sessions, agents, crons, audit, live, now })
  building.defer(shipsLog.stop)
  const machine = createMachine()
  let feed: ReturnType<typeof createFeed> | undefined
  readings = createHealth({
    sample: machine.sample,
    facts: machine.facts(),
    audience: () => feed?.count() ?? 0,
    gateway: () => gateways.find(({ reading }) => reading)?.reading ?? null,
    tokensPerMinute: (at) => (indexing.state().done ? costs.tokensPerMinute(at) : null),
    publish: live.publish,
    now,
    steady: () => performance.now(),
    onError: (error) => log.error('the machine could not be read', { error }),
  })
  building.defer(readings.stop)
  const about = { demo: isDemo, build: built.build, host: config.machine, timezone: config.timezone, startedAt: now() }
  const overview = () =>
    readOverview({
      agents,
      sessions,
      costs,
      crons,
      health: readings,
      indexing: indexing.state,
      gateways: () => gateways,
      standing: standing.standing,
      log: shipsLog.lines,
      indexBytes: () => Bun.file(books.index).size || null,
      about,
    })
  const doctor = createDoctor(indexing.store, {
    reports: () => indexing.state().reports,
    own: () => [
      ...examineOurselves({
        dataFolder: config.dataFolder,
        version: built.version,
        demo: isDemo,
        trouble: indexing.state().trouble,
      }),
      ...gatewayLines(gateways),
    ],
  })
  const ready = () => indexing.state()
  let address = ''
  const demoAsked = Promise.withResolvers<void>()
  const api = createApi({
    address: () => address,
    agents,
    sessions,
    readTranscript: indexing.transcript,
    costs: costParts,
    crons,
    overview,
    auth,
    attempts: createAttempts({ now }),
    audit,
    door,
    doctor,
    // The answer goes out before the world around it ends.
    demo: { reports: () => indexing.state().reports, startDemo: () => setTimeout(demoAsked.resolve, 100) },
    health: { ready },
    readings,
    version: built.version,
    log,
  })
  const parts = { api, live, auth, isDemo, caughtUp: indexing.caughtUp, demoAsked: demoAsked.promise }
  if (purpose !== 'serve') {
    const running = building.move()
    return { ...parts, url: undefined, port: 0, stop: () => running.disposeAsync() }
  }

  const unwatchBudgets = watchBudgets({
    budgets,
    live,
    isDone: () => indexing.state().done,
    onError: (error) => log.error('the budgets could not be looked at', { error }),
  })
  building.defer(unwatchBudgets)
  news = createNews({ live, agents, sessions, liveState, costs, crons, now, timezone: config.timezone, standing })
  building.defer(news.stop)
  feed = createFeed({ live, build: built.build, rights: auth })
  building.defer(feed.stop)
  auth.onRevoked(feed.hangUp)
  let port = config.port
  const guard = createGuard({
    auth,
    boundHost: config.host,
    allowedHosts: config.allowedHosts,
    sameUser: (peer) =>
      isLoopback(peer.address) && isSameUser({ remoteAddress: peer.address, remotePort: peer.port, localPort: port }),
  })
  const server = serveOrSay({
    api,
    guard,
    sockets: [feedSocket(feed)],
    live,
    assets: built.assets,
    log,
    host: config.host,
    port: config.port,
    socketPath: places.socket,
  })
  port = server.port
  address = server.url
  building.defer(() => server.stop())
  void readings.start()
  void indexing.caughtUp.then(giveMemoryBack, () => {})
  demo?.start()

  const running = building.move()
  return { ...parts, url: server.url, port: server.port, stop: () => running.disposeAsync() }
}

/** What a day may cost as a whole: the simple budget, else one that was declared for every day and everything. */
const dayBudget = ({ budgetUsd, budgets }: Config) =>
  budgetUsd ?? budgets.find(({ per, filter }) => per === 'day' && Object.keys(filter).length === 0)?.usd ?? null

/** Every folder in which agents may have left something. */
const foldersIn = ({ openclaw, folders, custom }: Config) => [
  ...openclaw.homes,
  ...Object.values(folders).flat(),
  ...custom.flatMap(({ roots }) => roots),
]

function lockOrSay(folder: string, path: string) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const lock = takeLock(path)
    if (lock) return lock
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    const why = reasons[code ?? ''] ?? message
    throw new CannotStart(
      `The data folder ${folder} cannot be used: ${why}. Choose another with --data or WHEELHOUSE_DATA_DIR.`,
    )
  }
  throw new CannotStart(
    `Another Wheelhouse is using the data folder ${folder}. Open it with \`wheelhouse open\`, or give this one its own folder with --data.`,
  )
}

function openOrSay(path: string) {
  try {
    return openStore('wheelhouse', path)
  } catch (error) {
    if (error instanceof StoreTooNew) throw error
    const { code, message } = error as { code?: string; message: string }
    throw new CannotStart(
      `${path}, which holds tokens and the record of what was done, cannot be opened: ${reasons[code ?? ''] ?? message}. Restore it from a backup, or move it away to begin a new one.`,
    )
  }
}

const reasons: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is on a read-only file system',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'it is a file, not a folder',
  SQLITE_FULL: 'the disk is full',
  SQLITE_READONLY: 'this user may not write there',
  SQLITE_CANTOPEN: 'this user may not write there',
}

/** Refuses a port that cannot be had before anything is made for it. */
function tryPort({ host, port }: Config) {
  try {
    Bun.listen({ hostname: host, port, socket: { data() {} } }).stop(true)
  } catch (error) {
    throw cannotServe(host, port, error)
  }
}

function serveOrSay(needed: Parameters<typeof serve>[0]) {
  try {
    return serve(needed)
  } catch (error) {
    throw cannotServe(needed.host, needed.port, error)
  }
}

function cannotServe(host: string, port: number, error: unknown): CannotStart {
  const { code, message } = error as { code?: string; message: string }
  switch (code) {
    case 'EADDRINUSE':
      return new CannotStart(
        `Port ${port} on ${host} is in use. Choose another with --port, or --port 0 for any free one.`,
      )
    case 'EACCES':
      return new CannotStart(`Port ${port} needs more rights than this user has. Choose one above 1023 with --port.`)
    case 'EADDRNOTAVAIL':
      return new CannotStart(`${host} is not an address of this machine. Choose another with --host.`)
    default:
      return new CannotStart(`Nothing can be served on ${host}:${port}: ${message}`)
  }
}
