import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { askDeclaration } from '../ask/usage-file.ts'
import { createAudit } from '../audit/audit.ts'
import { agentShellOf } from '../auth/agent-shell.ts'
import { createAuth } from '../auth/auth.ts'
import { isLoopbackHost } from '../auth/host.ts'
import { type Config, dataPaths } from '../config/config.ts'
import { madeUpEntries } from '../controls/drivers/made-up.ts'
import { costsFeature } from '../costs/feature.ts'
import { costSettingsOf } from '../costs/settings.ts'
import { statuslineFolder } from '../facts/statusline.ts'
import { settingsOf } from '../feature.ts'
import { filesFeature } from '../files/feature.ts'
import { fileSettingsOf } from '../files/settings.ts'
import type { Assets } from '../http/assets.ts'
import { startIndexing } from '../indexing/indexing.ts'
import { createLog, type Log } from '../lib/log.ts'
import { releaseMemory } from '../lib/release-memory.ts'
import { writeError } from '../lib/terminal.ts'
import { createBus } from '../live/bus.ts'
import { createCatalog } from '../live/catalog.ts'
import { createFeed } from '../live/feed.ts'
import { reconcileFeature } from '../reconcile/feature.ts'
import { openSecrets } from '../secrets/secrets.ts'
import { answerOnce } from './answer-once.ts'
import { CannotStart, checkPort, openWheelhouseStore } from './cannot-start.ts'
import { lockDataFolder } from './data-folder.ts'
import { demoConfig } from './demo-config.ts'
import { type Api, createFeatures, features, type LiveEvent } from './features.ts'
import { readSettings } from './read-settings.ts'
import { startRetention } from './retention.ts'
import { createListeningAddress, startServer } from './server.ts'

/** What the build puts in. */
export type Built = { assets: Assets; version: string; build: string }

export type App = Awaited<ReturnType<typeof createApp>>

/**
 * Opens the stores, starts what reads the sources, builds every feature and serves; `stop` takes all of it down in
 * reverse. To `serve` is to watch and answer; `read` reads the sources once and `keys` not at all: that is how the
 * command line works where no server runs. Throws CannotStart.
 */
export async function createApp(asked: Config, { assets, version, build }: Built, purpose: 'serve' | 'read' | 'keys') {
  await using building = new AsyncDisposableStack()
  const now = Date.now
  const own = createOwnLog()
  const log = createLog(asked.logLevel, own.write)
  const serves = purpose === 'serve'
  const paths = dataPaths(asked.dataFolder)
  if (serves) checkPort(asked)
  const lock = lockDataFolder(asked.dataFolder)
  building.defer(() => lock.release())
  if (existsSync(paths.restoring) && (await import('../backup/swap.ts')).putBack(paths.restoring))
    log.warn('a restore was cut off: everything is as it was before')

  const demo = isDemoWanted(asked) ? await createDemo(log) : undefined
  if (demo) building.defer(demo.stop)
  const config = demo ? demoConfig(asked, demo) : asked
  // The demo has databases of its own: it never writes into the real ones.
  const databases = demo ? dataPaths(join(dirname(demo.home), 'data')) : paths
  const store = openWheelhouseStore(databases.wheelhouse)
  building.defer(() => store.$client.close())
  building.defer(
    startRetention(store, features, {
      now,
      onError: (error) => log.error('rows whose time is over could not be deleted', { error }),
    }),
  )
  const secrets = openSecrets(join(databases.secrets, 'secrets'))
  const auth = createAuth(store, secrets, { now })
  if (serves && !isLoopbackHost(config.host) && auth.tokens().length === 0)
    throw new CannotStart(
      `Listening on ${config.host} lets others on the network in, so it needs a token first: \`wheelhouse token create --role viewer\`. Or leave out --host to stay on this machine.`,
    )

  const catalog = createCatalog<LiveEvent>(features)
  const bus = createBus({
    host: config.machine,
    now,
    catalog,
    onListenerError: (error, event) => log.error(`a listener of ${event.kind} failed`, { error }),
  })
  const feed = serves ? createFeed({ bus, catalog, build, rights: auth }) : undefined
  if (feed) {
    building.defer(feed.stop)
    auth.onRevoked(feed.hangUp)
  }

  const { prices } = costSettingsOf(settingsOf(costsFeature, config.sections))
  const { url, token } = config.gateway
  const indexing = startIndexing({
    indexPath: databases.index,
    searchPath: databases.search,
    openclaw: config.openclaw,
    folders: config.folders,
    hookFolders: config.hookFolders,
    statuslineFolder: demo?.statuslines ?? join(asked.dataFolder, statuslineFolder),
    opencodeConfigs: config.opencodeConfigs,
    custom: [...config.custom, ...(demo ? [] : [askDeclaration(asked.dataFolder)])],
    reading: config.reading,
    prices,
    startedByAgent: agentShellOf(process.pid) !== undefined,
    // No process runs what is made up, so that none can speak of it.
    witnesses: demo === undefined,
    watch: serves,
    read: purpose !== 'keys',
    publish: serves ? readSettings(config) : undefined,
    watchFiles: fileSettingsOf(settingsOf(filesFeature, config.sections)).watches,
    gateway: serves
      ? { url, token, seed: secrets.make('gateway-device', 32), version, platform: process.platform }
      : undefined,
  })
  building.defer(() => indexing.stop())
  const indexOpened = () =>
    indexing.opened.catch((error: Error) => {
      throw new CannotStart(error.message)
    })

  // What reads the index in this thread needs it now; where pages are served, the rest is built meanwhile.
  if (!serves) await indexOpened()
  const { otlp: telemetry } = settingsOf(reconcileFeature, config.sections)
  const listening = createListeningAddress()
  const demoAsked = Promise.withResolvers<void>()
  const built = createFeatures({
    config,
    version,
    build,
    isDemo: demo !== undefined,
    // Loaded only where it is wanted: where pages are served, other threads read the index.
    readHere: serves ? undefined : (await import('./read-here.ts')).readHere,
    now,
    log,
    bus,
    store,
    indexing,
    indexPath: databases.index,
    logsPath: databases.logs,
    metricsPath: databases.metrics,
    hearOwnLog: own.hear,
    auth,
    audit: createAudit(store, { now, publish: bus.publish, before: demo?.acts }),
    secrets,
    audience: () => feed?.count() ?? 0,
    isHeard: (topic) => feed?.isHeard(topic) ?? false,
    hearers: (topic) => feed?.hearers(topic) ?? 0,
    deciders: () => feed?.countOf('operator') ?? 0,
    onListeners: feed?.onListeners ?? (() => () => {}),
    address: listening.url,
    machinePast: demo?.machinePast,
    demoProcesses: demo?.processes,
    demoBills: demo?.bills,
    demoApprovals: demo?.approvals,
    demoDeadlines: demo?.deadlines,
    demoBreakerActs: demo?.breakerActs,
    demoModel: demo?.model,
    demoServices: demo && madeUpEntries(demo.services, now),
    otlp: serves && telemetry ? { ...telemetry, token: secrets.make('otlp') } : undefined,
    // The answer goes out before the world around it ends.
    startDemo: () => setTimeout(demoAsked.resolve, 100),
  })
  building.defer(built.stop)
  indexing.listen(built.listeners)

  const app = { bus, auth, isDemo: demo !== undefined, caughtUp: indexing.caughtUp, demoAsked: demoAsked.promise }
  if (!feed) {
    const running = building.move()
    return { ...app, answer: answerOnce(built.makeApi), url: undefined, port: 0, stop: () => running.disposeAsync() }
  }
  const started = Promise.withResolvers<void>()
  const api = laterApi(built.makeApi, started.promise)
  building.defer(api.stop)
  const server = startServer({
    config,
    api,
    auth,
    bus,
    feed,
    terminals: built.terminals,
    listening,
    assets,
    socketPath: paths.socket,
    log,
  })
  building.defer(() => server.stop())
  await indexOpened()
  built.start()
  started.resolve()
  void indexing.caughtUp.then(releaseMemory, () => {})
  demo?.start()

  const running = building.move()
  return { ...app, answer: undefined, url: server.url, port: server.port, stop: () => running.disposeAsync() }
}

/** Where lines of our own log go: to who started this program, and to whoever hears them. */
function createOwnLog() {
  let hear = (_line: string) => {}
  return {
    write(line: string) {
      writeError(line)
      hear(line)
    },
    hear(listener: (line: string) => void) {
      hear = listener
    },
  }
}

/**
 * A page is served at once. Its questions wait until everything has started; the API that answers them is made once the
 * page is out, or with the first of them.
 */
function laterApi(makeApi: () => Api, started: Promise<void>) {
  let api: Api | undefined
  const made = () => (api ??= makeApi())
  const making = setTimeout(() => void started.then(made), pageFirstMs)
  return {
    async handle(request: Request) {
      await started
      return made().handle(request)
    },
    stop: () => clearTimeout(making),
  }
}

const pageFirstMs = 50

/** The demo is shown on request, or where no folder of a runtime exists. */
function isDemoWanted({ demo, demoIfEmpty, openclaw, folders, custom }: Config) {
  const places = [...openclaw.homes, ...Object.values(folders).flat(), ...custom.flatMap(({ roots }) => roots)]
  return demo || (demoIfEmpty && !places.some((folder) => existsSync(folder)))
}

/** Loaded only where it is wanted: who has agents of their own need not carry a made-up crew. */
async function createDemo(log: Log) {
  const { createDemo } = await import('../demo/demo.ts')
  return createDemo({ seed: 7, now: Date.now, onError: (error) => log.error('the demo stumbled', { error }) })
}
