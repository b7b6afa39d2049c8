import { posix, win32 } from 'node:path'
import { launchdLabel, plistText, type ServicePlan, taskText, unitText } from './service-text.ts'

/** A program with its arguments. */
export type Argv = readonly string[]

/** Where a service is written down, and the commands that manage it. */
export type Manager = {
  /** What it is, for people. */
  words: string
  /** The file that says what runs. */
  file: string
  text: (plan: ServicePlan) => string
  encoding: 'utf8' | 'utf16le'
  /** After the file was written, and before it is removed. */
  install: Argv[]
  uninstall: Argv[]
  start: Argv[]
  stop: Argv[]
  restart: Argv[]
  state: Argv
  /** Its last lines. */
  logs: Argv
  /** What to do so that it runs while nobody is logged in; null where it does already. */
  always: string | null
}

/** The machine, as far as it decides where a service goes. */
export type Machine = {
  platform: NodeJS.Platform
  home: string
  /** `$XDG_CONFIG_HOME`, or what stands for it. */
  configHome: string
  dataFolder: string
  uid: number
  person: string
}

const unit = 'wheelhouse.service'
const taskName = 'Wheelhouse'

/** What manages services here; `isSystem` is the service of the machine, else that of the person. Undefined where nothing does. */
export function managerFor(machine: Machine, isSystem: boolean): Manager | undefined {
  switch (machine.platform) {
    case 'linux':
      return systemd(machine, isSystem)
    case 'darwin':
      return launchd(machine, isSystem)
    case 'win32':
      return isSystem ? undefined : taskScheduler(machine)
    default:
      return undefined
  }
}

function systemd({ configHome, person }: Machine, isSystem: boolean): Manager {
  const systemctl = isSystem ? ['systemctl'] : ['systemctl', '--user']
  return {
    words: isSystem ? 'a unit of systemd for the machine' : 'a unit of systemd of your own',
    file: isSystem ? `/etc/systemd/system/${unit}` : posix.join(configHome, 'systemd/user', unit),
    text: unitText,
    encoding: 'utf8',
    install: [
      [...systemctl, 'daemon-reload'],
      [...systemctl, 'enable', unit],
      [...systemctl, 'restart', unit],
    ],
    uninstall: [[...systemctl, 'disable', '--now', unit]],
    start: [[...systemctl, 'start', unit]],
    stop: [[...systemctl, 'stop', unit]],
    restart: [[...systemctl, 'restart', unit]],
    state: [...systemctl, 'show', `--property=${stateProperties.join(',')}`, unit],
    logs: ['journalctl', '--no-pager', '--lines=100', isSystem ? '--unit' : '--user-unit', unit],
    always: isSystem ? null : `loginctl enable-linger ${person}`,
  }
}

function launchd({ home, uid, dataFolder }: Machine, isSystem: boolean): Manager {
  const domain = isSystem ? 'system' : `gui/${uid}`
  const file = isSystem
    ? `/Library/LaunchDaemons/${launchdLabel}.plist`
    : posix.join(home, 'Library/LaunchAgents', `${launchdLabel}.plist`)
  const target = `${domain}/${launchdLabel}`
  const logFile = isSystem ? '/var/log/wheelhouse.log' : posix.join(dataFolder, 'service.log')
  return {
    words: isSystem ? 'a daemon of launchd' : 'an agent of launchd',
    file,
    text: (plan) => plistText(plan, logFile),
    encoding: 'utf8',
    install: [
      ['launchctl', 'enable', target],
      ['launchctl', 'bootstrap', domain, file],
    ],
    uninstall: [['launchctl', 'bootout', target]],
    start: [
      ['launchctl', 'bootstrap', domain, file],
      ['launchctl', 'kickstart', target],
    ],
    stop: [['launchctl', 'bootout', target]],
    restart: [['launchctl', 'kickstart', '-k', target]],
    state: ['launchctl', 'print', target],
    logs: ['tail', '-n', '100', logFile],
    always: null,
  }
}

function taskScheduler({ dataFolder, person }: Machine): Manager {
  const file = win32.join(dataFolder, 'service.xml')
  const of = ['/TN', taskName]
  return {
    words: 'a task of the Task Scheduler',
    file,
    text: (plan) => taskText(plan, person),
    encoding: 'utf16le',
    install: [
      ['schtasks', '/Create', ...of, '/XML', file, '/F'],
      ['schtasks', '/Run', ...of],
    ],
    uninstall: [
      ['schtasks', '/End', ...of],
      ['schtasks', '/Delete', ...of, '/F'],
    ],
    start: [['schtasks', '/Run', ...of]],
    stop: [['schtasks', '/End', ...of]],
    restart: [
      ['schtasks', '/End', ...of],
      ['schtasks', '/Run', ...of],
    ],
    state: ['schtasks', '/Query', '/V', '/FO', 'LIST', ...of],
    logs: ['schtasks', '/Query', '/V', '/FO', 'LIST', ...of],
    always: null,
  }
}

const stateProperties = ['LoadState', 'ActiveState', 'SubState', 'Result', 'UnitFileState', 'MainPID', 'ExecMainStatus']

/** How a service is: `unknown` where its manager did not answer. */
export type State = { is: 'running' | 'stopped' | 'failed' | 'unknown'; pid: number | null; detail: string | null }

/** Reads what the command of `state` answered; `code` is how it ended. */
export function readState(platform: NodeJS.Platform, code: number | null, output: string): State {
  const field = (name: string, by: string) =>
    new RegExp(`^\\s*${name}\\s*${by}\\s*(.*?)\\s*$`, 'm').exec(output)?.[1] ?? ''
  const pid = (text: string) => (/^[1-9]\d*$/.test(text) ? Number(text) : null)
  if (platform === 'linux') {
    if (code !== 0) return { is: 'unknown', pid: null, detail: output.trim().split('\n')[0] || null }
    const active = field('ActiveState', '=')
    const result = field('Result', '=')
    if (active === 'active' || active === 'activating' || active === 'reloading')
      return { is: 'running', pid: pid(field('MainPID', '=')), detail: null }
    const status = field('ExecMainStatus', '=')
    return active === 'failed'
      ? {
          is: 'failed',
          pid: null,
          detail: `${result || 'it failed'}${/^[1-9]/.test(status) ? `, exit code ${status}` : ''}`,
        }
      : { is: 'stopped', pid: null, detail: null }
  }
  // What is not loaded is not known to either.
  if (code !== 0) return { is: 'stopped', pid: null, detail: null }
  if (platform === 'darwin') {
    const status = field('last exit code', '=')
    if (field('state', '=') === 'running') return { is: 'running', pid: pid(field('pid', '=')), detail: null }
    return /^[1-9]/.test(status)
      ? { is: 'failed', pid: null, detail: `exit code ${status}` }
      : { is: 'stopped', pid: null, detail: null }
  }
  // 267009 is "it runs" in every language of Windows.
  return { is: /\b267009\b/.test(output) ? 'running' : 'stopped', pid: null, detail: null }
}
