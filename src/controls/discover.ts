import { basename, join } from 'node:path'
import type { Processes } from '../processes/processes.ts'
import type { Store } from '../store/store.ts'
import { type Entry, idsFor } from './catalogue.ts'
import { type CommandDriver, type Driver, isServiceUnit, isUnitName, managerOf } from './driver.ts'
import { commandHandle, runManager } from './drivers/command-handle.ts'
import type { Engine, FoundContainer } from './drivers/docker.ts'
import { type GatewayPort, gatewayHandle } from './drivers/gateway-handle.ts'
import { processHandle } from './drivers/process-handle.ts'
import type { Handle } from './handle.ts'
import type { ConfiguredService } from './settings.ts'

type DiscoveryDeps = {
  homes: string[]
  configured: ConfiguredService[]
  /** Services that somebody else makes up, with their handles. */
  madeUp: Entry[]
  gateway: GatewayPort
  updates: boolean
  processes: Processes
  store: Store
  now: () => number
  platform: NodeJS.Platform
  uid: number
  userHome: string
  /** Where the output of services without a manager goes. */
  logFolder: string
  /** The file that a home's configuration names for the gateway's log; null where it names none. */
  logFileOf: (home: string) => string | null
  /** The engine at a socket file; undefined where there is no such file. */
  engine: () => Promise<Engine | undefined>
  /** Whether the machine is searched for units and containers that nobody named. */
  searches: boolean
}

/** What was found is good for so long. */
const freshMs = 30_000
const unitPattern = 'openclaw-gateway*'

type Found = { units: CommandDriver[]; containers: FoundContainer[] }

/**
 * Lists every service there is: the gateway of each home, what `config.toml` names, units and agents that are called like
 * a gateway's, and containers. A service that was found before keeps its handle.
 */
export function createCatalogue(deps: DiscoveryDeps) {
  const { homes, configured, madeUp, gateway, updates, processes, store, now, platform, uid, userHome, searches } = deps
  const handles = new Map<string, Handle>()
  let found: Found = { units: [], containers: [] }
  let foundAt = Number.NEGATIVE_INFINITY
  let finding: Promise<void> | undefined
  let engine: Engine | undefined

  async function find() {
    if (searches) {
      engine = await deps.engine()
      const [units, containers] = await Promise.all([findUnits(), engine?.containers().catch(() => []) ?? []])
      found = { units, containers }
    }
    foundAt = now()
  }

  async function findUnits(): Promise<CommandDriver[]> {
    if (platform === 'linux') {
      const asked = (['systemd-user', 'systemd-system'] as const).map(async (kind) => {
        const flags = kind === 'systemd-user' ? ['--user'] : []
        const { exitCode, stdout } = await runManager(processes, [
          'systemctl',
          ...flags,
          'list-unit-files',
          '--type=service',
          '--no-legend',
          '--plain',
          '--',
          unitPattern,
        ])
        return exitCode === 0 ? unitsIn(stdout).map((unit) => ({ kind, unit })) : []
      })
      return (await Promise.all(asked)).flat()
    }
    if (platform !== 'darwin') return []
    const { exitCode, stdout } = await runManager(processes, ['launchctl', 'list'])
    return exitCode === 0 ? labelsIn(stdout).map((label) => agentOf(label)) : []
  }

  const agentOf = (label: string): CommandDriver => ({
    kind: 'launchd',
    label,
    uid,
    plist: join(userHome, 'Library', 'LaunchAgents', `${label}.plist`),
  })

  const driverOf = (one: ConfiguredService): Driver | undefined => {
    if (one.user_unit) return { kind: 'systemd-user', unit: one.user_unit }
    if (one.system_unit) return { kind: 'systemd-system', unit: one.system_unit }
    if (one.launchd) return agentOf(one.launchd)
    if (one.task) return { kind: 'windows-task', task: one.task }
    if (one.command)
      return { kind: 'process', argv: one.command, cwd: one.cwd ?? '/', env: one.env ?? {}, port: one.port ?? null }
    const container = found.containers.find(
      ({ id, name }) => name === one.container || id.startsWith(one.container ?? '-'),
    )
    return container && { kind: 'docker', container: container.id }
  }

  function handleOf(id: string, driver: Driver): Handle {
    const key = `${id} ${JSON.stringify(driver)}`
    const made = handles.get(key) ?? make(id, driver)
    handles.set(key, made)
    return made
  }

  function make(id: string, driver: Driver): Handle {
    switch (driver.kind) {
      case 'process':
        return processHandle(id, driver, { processes, store, now, output: join(deps.logFolder, `${id}.log`) })
      case 'docker':
        return engine!.handle(driver.container)
      case 'openclaw':
      case 'demo':
        throw new Error('A gateway and the demo bring a handle of their own.')
      default:
        return commandHandle(driver, processes)
    }
  }

  function entries(): Entry[] {
    const idOf = idsFor()
    const named = configured.flatMap((one) => {
      const driver = driverOf(one)
      if (!driver) return []
      const id = idOf('', one.name === 'gateway' ? 'gateway-service' : one.name)
      return [
        {
          id,
          name: one.name,
          driver,
          unit: unitOf(driver, found),
          dependsOn: one.depends_on ?? [],
          isGateway: one.gateway === true,
          handle: handleOf(id, driver),
        },
      ]
    })
    const isNamed = (driver: Driver) => named.some((one) => keyOf(one.driver) === keyOf(driver))
    const units = found.units
      .filter((driver) => !isNamed(driver))
      .map((driver) => {
        const id = idOf('unit', unitOf(driver, found))
        return {
          id,
          name: unitOf(driver, found).replace(/\.service$/, ''),
          driver,
          unit: unitOf(driver, found),
          dependsOn: [],
          isGateway: false,
          handle: handleOf(id, driver),
        }
      })
    const managers = new Set<string>()
    const gateways = homes.map((home, number): Entry => {
      const own =
        (number === 0 ? named.find(({ isGateway }) => isGateway) : undefined) ??
        units.find(({ driver }) => isUnitOfHome(driver, home))
      if (own) managers.add(own.id)
      const id = number === 0 ? 'gateway' : idOf('gateway', basename(home))
      const key = `${id} ${home} ${own?.id}`
      const handle =
        handles.get(key) ??
        gatewayHandle(home, {
          port: gateway,
          now,
          updates,
          manager: own ? { handle: own.handle, name: own.unit } : null,
          logFile: deps.logFileOf(home),
          isDemo: !searches,
        })
      handles.set(key, handle)
      return {
        id,
        name: number === 0 ? 'Gateway' : `Gateway ${basename(home)}`,
        driver: { kind: 'openclaw', home },
        unit: own?.unit ?? home,
        ...(own && { manager: managerOf(own.driver) }),
        dependsOn: own?.dependsOn ?? [],
        handle,
      }
    })
    const containers = found.containers
      .map((container) => ({ container, driver: { kind: 'docker', container: container.id } as const }))
      .filter(({ driver }) => !isNamed(driver))
      .map(({ container, driver }): Entry => {
        const id = idOf('container', container.name)
        return { id, name: container.name, driver, unit: container.image, dependsOn: [], handle: handleOf(id, driver) }
      })
    const rest = [...named, ...units].filter(({ id }) => !managers.has(id))
    return [...gateways, ...containers, ...rest.map(({ isGateway: _, ...entry }) => entry), ...madeUp]
  }

  return async function catalogue(): Promise<Entry[]> {
    if (now() - foundAt > freshMs || now() < foundAt) {
      finding ??= find().finally(() => {
        finding = undefined
      })
      await finding
    }
    return entries()
  }
}

/** The units in the list of `systemctl list-unit-files`. */
export const unitsIn = (list: string): string[] =>
  list.split('\n').flatMap((line) => {
    const [unit = ''] = line.trim().split(/\s+/)
    // A template is none before it has an instance.
    return isServiceUnit(unit) && !unit.includes('@.') ? [unit] : []
  })

/** The labels of gateways in the list of `launchctl list`. */
export const labelsIn = (list: string): string[] =>
  list.split('\n').flatMap((line) => {
    const label = line.split('\t')[2]?.trim() ?? ''
    return /^ai\.openclaw\./.test(label) && isUnitName(label) ? [label] : []
  })

/** OpenClaw names its unit after the profile of the home: `.openclaw` has none, `.openclaw-work` has `work`. */
function isUnitOfHome(driver: Driver, home: string): boolean {
  const profile = /^\.openclaw(?:-(.+))?$/.exec(basename(home))
  if (!profile) return false
  const suffix = profile[1] === undefined ? '' : `-${profile[1]}`
  if (driver.kind === 'launchd') return driver.label === `ai.openclaw.${profile[1] ?? 'gateway'}`
  return (
    (driver.kind === 'systemd-user' || driver.kind === 'systemd-system') &&
    driver.unit === `openclaw-gateway${suffix}.service`
  )
}

function unitOf(driver: Driver, { containers }: Found): string {
  switch (driver.kind) {
    case 'systemd-user':
    case 'systemd-system':
      return driver.unit
    case 'launchd':
      return driver.label
    case 'windows-task':
      return driver.task
    case 'docker':
      return containers.find(({ id }) => id === driver.container)?.name ?? driver.container.slice(0, 12)
    case 'process':
      return driver.argv[0] ?? ''
    case 'openclaw':
      return driver.home
    case 'demo':
      return driver.name
  }
}

const keyOf = (driver: Driver) =>
  driver.kind === 'docker'
    ? driver.container
    : driver.kind === 'process'
      ? JSON.stringify(driver.argv)
      : `${driver.kind} ${JSON.stringify(driver)}`
