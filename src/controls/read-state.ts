import type { CommandDriver } from './driver.ts'
import { nothingKnown, type Reading, unread } from './service.ts'

/** What a command has printed. */
export type Output = { exitCode: number | null; stdout: string; stderr: string }

/** So many restarts by its manager make a service one that keeps crashing. */
const crashLoop = 3

/** How a service is, out of what `stateCommand` has printed. */
export function readState(driver: CommandDriver, output: Output): Reading {
  switch (driver.kind) {
    case 'systemd-user':
    case 'systemd-system':
      return readSystemd(driver, output)
    case 'launchd':
      return readLaunchd(driver, output)
    case 'windows-task':
      return readTask(driver, output)
  }
}

/** The exit code by which a gateway says that it cannot run with its configuration. */
export const configBroken = 78

/** Why a program ended, in half a sentence. */
export function endWords({ exitCode, signal }: { exitCode: number | null; signal: string | null }): string {
  if (signal !== null) return `ended by ${signal}`
  if (exitCode === configBroken)
    return 'its configuration is not valid (exit code 78); it will not run until that is fixed'
  return exitCode === null ? 'ended, nobody saw how' : `ended with exit code ${exitCode}`
}

function readSystemd(driver: { kind: string; unit: string }, { exitCode, stdout, stderr }: Output): Reading {
  if (exitCode !== 0) return unread(...whyNoSystemd(driver.kind, stderr))
  const of = new Map(
    stdout.split('\n').flatMap((line) => {
      const at = line.indexOf('=')
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1).trim()] as const]
    }),
  )
  const loaded = of.get('LoadState')
  if (loaded === 'not-found') return unread(`there is no unit ${driver.unit}`)
  if (loaded === 'masked')
    return { ...nothingKnown, reason: 'masked', help: `systemctl ${userFlag(driver.kind)}unmask ${driver.unit}` }
  const pid = numberIn(of.get('MainPID'))
  const isRunning = pid !== null && pid > 0
  const restarts = numberIn(of.get('NRestarts')) ?? 0
  const status = numberIn(of.get('ExecMainStatus'))
  const invocation = of.get('InvocationID') || null
  const how = endWords({
    exitCode: of.get('ExecMainCode') === '2' ? null : status,
    signal: of.get('ExecMainCode') === '2' ? `signal ${status}` : null,
  })
  const facts = {
    ...nothingKnown,
    life: invocation,
    pid: isRunning ? pid : null,
    startedAt: isRunning ? timeIn(of.get('ActiveEnterTimestamp')) : null,
    rssBytes: isRunning ? numberIn(of.get('MemoryCurrent')) : null,
  }
  switch (of.get('ActiveState')) {
    case 'active':
    case 'reloading':
      return { ...facts, state: 'running', reason: of.get('SubState') === 'exited' ? 'has done its work' : null }
    case 'activating':
      if (of.get('SubState') !== 'auto-restart') return { ...facts, state: 'starting' }
      return restarts >= crashLoop
        ? { ...facts, state: 'failed', reason: `keeps crashing: ${how}, restarted ${restarts} times` }
        : { ...facts, state: 'starting', reason: `${how}; systemd starts it again` }
    case 'deactivating':
      return { ...facts, state: 'stopping' }
    case 'failed': {
      const result = of.get('Result')
      const why =
        result === 'start-limit-hit'
          ? `${how}, too often in a row`
          : result === 'timeout'
            ? 'did not answer in time'
            : how
      return {
        ...facts,
        state: 'failed',
        reason: why,
        help: result === 'start-limit-hit' ? `systemctl ${userFlag(driver.kind)}reset-failed ${driver.unit}` : null,
      }
    }
    case 'inactive':
      return { ...facts, state: 'stopped' }
    default:
      return unread(`systemd answers ${of.get('ActiveState') ?? 'nothing'}, which is not known here`)
  }
}

/** Why systemd cannot be asked, and what a person can do. */
function whyNoSystemd(kind: string, stderr: string): [string, string | null] {
  if (/not been booted with systemd|Host is down/i.test(stderr)) return ['this system does not run systemd', null]
  if (/Failed to connect to bus|No medium found|DBUS_SESSION_BUS_ADDRESS/i.test(stderr))
    return kind === 'systemd-user'
      ? [
          'this user has no session bus; it is there while they are logged in, or with lingering',
          'loginctl enable-linger',
        ]
      : ['systemd cannot be reached', null]
  return [firstLine(stderr) || 'systemd does not answer', null]
}

const userFlag = (kind: string) => (kind === 'systemd-user' ? '--user ' : '')

function readLaunchd({ label, uid }: { label: string; uid: number }, { exitCode, stdout, stderr }: Output): Reading {
  const said = `${stdout}\n${stderr}`
  if (/Could not find domain|Domain does not support/i.test(said))
    return unread(`nobody is logged in at the screen as user ${uid}, so that launchd has no gui/${uid}`)
  if (/Could not find service/i.test(said) || exitCode === 113) return { ...nothingKnown, reason: 'not loaded' }
  if (exitCode !== 0) return unread(firstLine(stderr) || `launchctl ended with ${exitCode}`)
  const value = (name: string) => new RegExp(`^\\s*${name} = (.+)$`, 'm').exec(stdout)?.[1]?.trim()
  const pid = numberIn(value('pid'))
  const runs = numberIn(value('runs'))
  const last = numberIn(value('last exit code'))
  const facts = { ...nothingKnown, pid, life: pid === null ? (runs === null ? null : `run ${runs}`) : `${pid}` }
  switch (value('state')) {
    case 'running':
      return { ...facts, state: 'running' }
    case 'spawn scheduled':
    case 'spawning':
      return last !== null && last !== 0 && (runs ?? 0) > crashLoop
        ? {
            ...facts,
            state: 'failed',
            reason: `keeps crashing: ${endWords({ exitCode: last, signal: null })}, started ${runs} times`,
          }
        : { ...facts, state: 'starting' }
    case 'not running':
    case 'exited':
      return last === null || last === 0
        ? facts
        : { ...facts, state: 'failed', reason: endWords({ exitCode: last, signal: null }) }
    default:
      return unread(`launchd calls ${label} ${value('state') ?? 'nothing'}, which is not known here`)
  }
}

function readTask({ task }: { task: string }, { exitCode, stdout, stderr }: Output): Reading {
  if (exitCode !== 0)
    return /cannot find/i.test(stderr)
      ? unread(`there is no task ${task}`)
      : unread(firstLine(stderr) || `schtasks ended with ${exitCode}`)
  const value = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(stdout)?.[1]?.trim()
  const last = numberIn(value('Last Result'))
  switch (value('Status')) {
    case 'Running':
      return { ...nothingKnown, state: 'running', life: value('Last Run Time') ?? 'running' }
    case 'Queued':
      return { ...nothingKnown, state: 'starting' }
    case 'Ready':
      // 0x41303: it has not run yet; 0x41306: somebody ended it.
      return last === null || [0, 267_011, 267_014].includes(last)
        ? nothingKnown
        : { ...nothingKnown, state: 'failed', reason: endWords({ exitCode: last, signal: null }) }
    case 'Disabled':
      return { ...nothingKnown, reason: 'disabled', help: `schtasks /Change /ENABLE /TN "${task}"` }
    default:
      return unread('Task Scheduler answers in words that are not known here')
  }
}

/** Why a command that should start or stop something has failed. `null` where trying again may help. */
export function whyRefused(
  driver: CommandDriver,
  { exitCode, stderr, stdout }: Output,
): { words: string; isDenied: boolean; mayPass: boolean } {
  const said = firstLine(stderr) || firstLine(stdout) || `it ended with exit code ${exitCode}`
  const isDenied = /access denied|authentication required|permission denied|not permitted|EACCES/i.test(stderr)
  // Error 5 comes while launchd still takes the same label apart, or has it loaded already.
  const mayPass =
    driver.kind === 'launchd' && (exitCode === 5 || /^.*\b5: Input\/output error/m.test(stderr) || exitCode === 37)
  return { words: said, isDenied, mayPass }
}

/** What a container is, as Docker describes it; only what is used is named. */
export type Inspected = {
  State?: {
    Status?: string
    Pid?: number
    ExitCode?: number
    OOMKilled?: boolean
    Error?: string
    StartedAt?: string
    FinishedAt?: string
    Health?: { Status?: string }
  }
  RestartCount?: number
  NetworkSettings?: { Ports?: Record<string, { HostPort?: string }[] | null> }
}

/** How a container is. */
export function readContainer({ State = {}, RestartCount = 0, NetworkSettings }: Inspected): Reading {
  const { Status = '', Pid = 0, ExitCode = 0, OOMKilled = false, Error: trouble, StartedAt, FinishedAt, Health } = State
  const published = Object.values(NetworkSettings?.Ports ?? {}).flatMap((ends) => ends ?? [])
  const how = OOMKilled
    ? 'ended by the kernel: it used too much memory'
    : endWords({ exitCode: ExitCode, signal: null })
  const isUp = Pid > 0
  const facts = {
    ...nothingKnown,
    life: isUp ? `${StartedAt}` : `${FinishedAt} ended`,
    pid: isUp ? Pid : null,
    startedAt: isUp ? timeIn(StartedAt) : null,
    port: numberIn(published[0]?.HostPort),
  }
  switch (Status) {
    case 'running':
      if (Health?.Status === 'starting') return { ...facts, state: 'starting', ready: false }
      return {
        ...facts,
        state: 'running',
        ready: Health?.Status === undefined ? null : Health.Status === 'healthy',
        reason: Health?.Status === 'unhealthy' ? 'its health check fails' : null,
      }
    case 'restarting':
      return RestartCount >= crashLoop
        ? { ...facts, state: 'failed', reason: `keeps crashing: ${how}, restarted ${RestartCount} times` }
        : { ...facts, state: 'starting', reason: `${how}; Docker starts it again` }
    case 'paused':
      return { ...facts, state: 'stopped', reason: 'paused' }
    case 'removing':
      return { ...facts, state: 'stopping' }
    case 'created':
      return { ...facts, life: null, reason: 'never started' }
    case 'exited':
    case 'dead':
      // Somebody who stops a container lets it end by SIGTERM, and then by SIGKILL.
      return !OOMKilled && [0, 137, 143].includes(ExitCode) && !trouble
        ? facts
        : { ...facts, state: 'failed', reason: trouble ? `could not start: ${firstLine(trouble)}` : how }
    default:
      return unread(`Docker calls it ${Status || 'nothing'}, which is not known here`)
  }
}

function numberIn(text: string | undefined): number | null {
  return text !== undefined && /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null
}

function timeIn(text: string | undefined): number | null {
  const at = Date.parse(text ?? '')
  return Number.isNaN(at) || at <= 0 ? null : at
}

const firstLine = (text: string) => text.trim().split('\n')[0]!.slice(0, 300)
