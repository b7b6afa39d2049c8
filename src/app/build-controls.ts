import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { ActionGate } from '../audit/action-gate.ts'
import type { Audit } from '../audit/audit.ts'
import { isLoopbackHost } from '../auth/host.ts'
import type { Config } from '../config/config.ts'
import type { Entry } from '../controls/catalogue.ts'
import { createControls } from '../controls/controls.ts'
import { createCatalogue } from '../controls/discover.ts'
import { managerOf } from '../controls/driver.ts'
import type { ControlEvent } from '../controls/events.ts'
import { controlsFeature } from '../controls/feature.ts'
import { interruptedBy } from '../controls/interrupted.ts'
import { whyNotUpdated } from '../controls/update-answer.ts'
import type { CronReads } from '../crons/reads.ts'
import type { GatewayState } from '../facts/gateway.ts'
import { settingsOf } from '../feature.ts'
import { parseAgentId } from '../ids.ts'
import type { Indexing } from '../indexing/indexing.ts'
import { readForeignFile } from '../lib/foreign-file.ts'
import { fromJson, type Reader } from '../lib/json.ts'
import type { Log } from '../lib/log.ts'
import { rssOf } from '../lib/process.ts'
import { Refusal } from '../lib/refusal.ts'
import { createProcesses } from '../processes/processes.ts'
import type { SessionReads } from '../sessions/reads.ts'
import type { Store } from '../store/store.ts'

type Deps = {
  config: Config
  store: Store
  audit: Audit
  actionGate: ActionGate
  publish: (event: ControlEvent) => unknown
  now: () => number
  log: Log
  indexing: Indexing
  gateways: () => GatewayState[]
  reader: Reader<SessionReads & CronReads>
  agents: () => { id: string; name: string }[]
  /** The services of the demo; undefined where there is none. */
  madeUp: Entry[] | undefined
}

/** Joins the controls to the gateways that the worker follows, to programs and engines of this machine, and to the index. */
export function buildControls({
  config,
  store,
  audit,
  actionGate,
  publish,
  now,
  log,
  indexing,
  gateways,
  reader,
  agents,
  madeUp,
}: Deps) {
  const { controls: settings = {}, services = [] } = settingsOf(controlsFeature, config.sections)
  const processes = createProcesses({ environment: config.programEnvironment })
  const isDemo = madeUp !== undefined
  const sockets = settings.docker_socket
    ? [settings.docker_socket]
    : ['/var/run/docker.sock', `/run/user/${process.getuid?.() ?? 0}/docker.sock`]

  async function engine() {
    const socket = settings.docker === false ? undefined : sockets.find((path) => existsSync(path))
    if (!socket) return undefined
    // Only who has an engine carries the client for it.
    const { openEngine } = await import('../controls/drivers/docker.ts')
    return openEngine(socket, { rssOf })
  }

  const entries = createCatalogue({
    homes: config.openclaw.homes.filter((home) => existsSync(home)),
    configured: isDemo ? [] : services,
    madeUp: madeUp ?? [],
    gateway: {
      state: (home) => gateways().find((gateway) => gateway.home === home),
      door: indexing.gatewayDoor,
      async restart(permit, home) {
        await indexing.callGateway(permit, home, 'gateway.restart.request', { reason: 'Wheelhouse' })
      },
      async update(permit, home) {
        const why = whyNotUpdated(await indexing.callGateway(permit, home, 'update.run', { note: 'Wheelhouse' }))
        if (why !== null) throw new Refusal('conflict', why)
      },
      async newest(permit, home) {
        const { methods, newest } = await indexing.gatewayDoor(home)
        // 2026.3 says it when somebody connects, and has no call for it.
        if (!methods.includes('update.status')) return newest
        const { updateAvailable } = await indexing.callGateway(permit, home, 'update.status', {})
        return updateAvailable?.latestVersion ?? null
      },
      signal: indexing.signalGateway,
    },
    updates: settings.check_updates === true,
    processes,
    store,
    now,
    platform: process.platform,
    uid: process.getuid?.() ?? 0,
    userHome: homedir(),
    logFolder: join(config.dataFolder, 'services'),
    logFileOf: (home) => logFileIn(config.openclaw.configPath ?? join(home, 'openclaw.json')),
    engine,
    // The demo shows nothing of the machine that it runs on.
    searches: !isDemo,
  })

  /** What a restart of OpenClaw's gateway would interrupt; the gateway of a home says more itself. */
  async function interrupted(home?: string) {
    const names = new Map(agents().map(({ id, name }) => [id, name]))
    const [sessions, timeline, work] = await Promise.all([
      reader.listSessions({
        query: { runtime: ['openclaw'], state: ['running', 'thinking', 'waiting', 'stalled'], limit: 50 },
        forScreen: false,
      }),
      reader.cronTimeline({ back: 0, ahead: 15 * 60_000 }),
      home === undefined ? null : indexing.gatewayWork(home).catch(() => 'unsaid' as const),
    ])
    return interruptedBy(fromJson(sessions).items, fromJson(timeline).lanes, {
      now: now(),
      nameOf: (id) => names.get(id) ?? id,
      work,
    })
  }

  const controls = createControls({
    store,
    audit,
    actionGate,
    publish,
    now,
    entries,
    interrupted: async ({ driver }) => (driver.kind === 'openclaw' ? interrupted(driver.home) : []),
    agentsOf: async ({ driver }) =>
      driver.kind === 'openclaw'
        ? agents().flatMap(({ id }) => (parseAgentId(id)?.runtime === 'openclaw' ? [id] : []))
        : [],
    closed:
      isLoopbackHost(config.host) || settings.beyond_loopback === true
        ? null
        : 'Services are not switched from here: Wheelhouse is open to the network. To allow it, set beyond_loopback = true under [controls] in config.toml.',
    onError: (error) => log.error('a service could not be followed', { error }),
  })

  /** The units of systemd that run gateways, and those that `config.toml` names. */
  async function units() {
    const [user, system] = (['systemd-user', 'systemd-system'] as const).map((kind) => managerOf({ kind, unit: '' }))
    return (await entries()).flatMap(({ driver, unit, manager = managerOf(driver) }) =>
      manager === user || manager === system ? [{ unit, isUser: manager === user }] : [],
    )
  }

  return {
    controls,
    interrupted,
    units,
    runCommand: processes.runCommand,
    stopTree: processes.stopTree,
    start: () =>
      void controls.settle().catch((error) => log.error('acts that were left open could not be settled', { error })),
    gatewaysChanged: () =>
      void controls
        .changed(({ driver }) => driver.kind === 'openclaw')
        .catch((error) => log.error('a gateway could not be shown among the services', { error })),
    async stop() {
      controls.stop()
      await processes.stopAll()
    },
  }
}

const maxConfigBytes = 16 << 20

/** The file that the gateway of a home writes its log into, where its configuration names one. */
export function logFileIn(path: string): string | null {
  try {
    const { logging } = Bun.JSON5.parse(readForeignFile(path, maxConfigBytes).toString()) as {
      logging?: { file?: unknown }
    }
    const file = logging?.file
    return typeof file === 'string' && file.startsWith('/') && file.endsWith('.log') ? file : null
  } catch {
    // There is no configuration, or it is not readable; the usual place is looked at.
    return null
  }
}
