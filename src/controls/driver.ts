import type { ServiceGroup, Verb } from './service.ts'

/** What manages a service, in one closed list. */
export type Driver =
  | { kind: 'systemd-user' | 'systemd-system'; unit: string }
  /** `plist` is the file that launchd loads it from; without it a stopped agent cannot be started. */
  | { kind: 'launchd'; label: string; uid: number; plist: string | null }
  | { kind: 'windows-task'; task: string }
  /** `container` is the whole id of a container. */
  | { kind: 'docker'; container: string }
  | { kind: 'process'; argv: string[]; cwd: string; env: Record<string, string>; port: number | null }
  /** A gateway of OpenClaw that is told over its own door, by a call or a signal. */
  | { kind: 'openclaw'; home: string }
  /** A service that the demo makes up. */
  | { kind: 'demo'; name: string; group: ServiceGroup }

/** The drivers that are told by a command. */
export type CommandDriver = Extract<Driver, { kind: 'systemd-user' | 'systemd-system' | 'launchd' | 'windows-task' }>

/** A program with its arguments. */
export type Argv = string[]

/**
 * The commands that make a service start, stop or restart, in order. All of them return at once: whether it came true is
 * seen by looking. Units and labels were checked before (`isUnitName`), and stand behind `--` where a program knows it.
 */
export function commandsFor(driver: CommandDriver, verb: Exclude<Verb, 'update'>): Argv[] {
  switch (driver.kind) {
    case 'systemd-user':
    case 'systemd-system':
      return [[...systemctl(driver.kind), '--no-block', '--no-ask-password', verb, '--', driver.unit]]
    case 'launchd': {
      const domain = `gui/${driver.uid}`
      const target = `${domain}/${driver.label}`
      const bootstrap = driver.plist === null ? [] : [['launchctl', 'bootstrap', domain, driver.plist]]
      if (verb === 'stop') return [['launchctl', 'bootout', target]]
      if (verb === 'restart') return [['launchctl', 'kickstart', '-k', target]]
      return [...bootstrap, ['launchctl', 'kickstart', target]]
    }
    case 'windows-task': {
      const of = ['/TN', driver.task]
      const run = ['schtasks', '/Run', ...of]
      const end = ['schtasks', '/End', ...of]
      return verb === 'start' ? [run] : verb === 'stop' ? [end] : [end, run]
    }
  }
}

/** The command that says how a service is; `readState` reads its output. */
export function stateCommand(driver: CommandDriver): Argv {
  switch (driver.kind) {
    case 'systemd-user':
    case 'systemd-system':
      return [...systemctl(driver.kind), 'show', `--property=${systemdProperties.join(',')}`, '--', driver.unit]
    case 'launchd':
      return ['launchctl', 'print', `gui/${driver.uid}/${driver.label}`]
    case 'windows-task':
      return ['schtasks', '/Query', '/V', '/FO', 'LIST', '/TN', driver.task]
  }
}

/** The command that prints its last lines; null where its manager keeps none. */
export function logCommand(driver: CommandDriver, lines: number): Argv | null {
  if (driver.kind !== 'systemd-user' && driver.kind !== 'systemd-system') return null
  const whose = driver.kind === 'systemd-user' ? ['--user-unit'] : ['--unit']
  return ['journalctl', '--no-pager', '--output=short-unix', `--lines=${lines}`, ...whose, driver.unit]
}

/** The same command for somebody who may do more than we may. */
export const asAdministrator = (argv: Argv) =>
  ['sudo', ...argv.filter((word) => !['--no-block', '--no-ask-password', '--'].includes(word))].join(' ')

const systemctl = (kind: 'systemd-user' | 'systemd-system') =>
  kind === 'systemd-user' ? ['systemctl', '--user'] : ['systemctl']

const systemdProperties = [
  'LoadState',
  'ActiveState',
  'SubState',
  'Result',
  'MainPID',
  'ExecMainStatus',
  'ExecMainCode',
  'NRestarts',
  'MemoryCurrent',
  'InvocationID',
  'ActiveEnterTimestamp',
]

/** A command as a person would type it. */
export const asTyped = (argv: Argv) =>
  argv
    .filter((word) => !['--no-block', '--no-ask-password', '--'].includes(word))
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ')

/** What manages a service, in words. */
export function managerOf({ kind }: Driver): string {
  switch (kind) {
    case 'systemd-user':
      return 'systemd --user'
    case 'systemd-system':
      return 'systemd'
    case 'launchd':
      return 'launchd'
    case 'windows-task':
      return 'Task Scheduler'
    case 'docker':
      return 'Docker'
    case 'process':
      return 'Wheelhouse'
    case 'openclaw':
      return 'the gateway itself'
    case 'demo':
      return 'demo'
  }
}

export function groupOf(driver: Driver): ServiceGroup {
  switch (driver.kind) {
    case 'docker':
      return 'containers'
    case 'process':
      return 'processes'
    case 'demo':
      return driver.group
    case 'openclaw':
      return 'gateway'
    default:
      return 'units'
  }
}

/** The name of a unit, a label or a task as these systems allow it. It never begins with a dash. */
export const isUnitName = (name: string) => /^[A-Za-z0-9][\w:.@()\\ -]{0,199}$/.test(name)

/** A unit that systemd runs as a service. */
export const isServiceUnit = (name: string) => /^[A-Za-z0-9][\w:.@-]{0,199}\.service$/.test(name)

export const isContainerId = (id: string) => /^[0-9a-f]{64}$/.test(id)
