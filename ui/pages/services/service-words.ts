import type { Act, Service, ServiceGroup, ServiceState, Verb } from '../../../src/controls/service.ts'
import { bytes, duration } from '../../../src/lib/format.ts'
import type { Mark } from '../../components/state-mark.tsx'

/** Where a lever stands. */
type Lever = 'on' | 'off' | 'tripped' | 'changing' | 'unknown'

export const groupLabels: Record<ServiceGroup, { name: string; about: string }> = {
  gateway: { name: 'Gateway', about: 'what the agents run on' },
  containers: { name: 'Containers', about: 'Docker' },
  units: { name: 'Units', about: 'of this system' },
  processes: { name: 'Processes', about: 'started by Wheelhouse' },
}

export const verbLabels: Record<Verb, string> = { start: 'Start', stop: 'Stop', restart: 'Restart', update: 'Update' }

const doing: Record<Verb, string> = { start: 'starting', stop: 'stopping', restart: 'restarting', update: 'updating' }

export const leverOf = ({ state, act }: Pick<Service, 'state' | 'act'>): Lever => {
  if (act?.outcome === 'going' || state === 'starting' || state === 'stopping') return 'changing'
  return state === 'running' ? 'on' : state === 'stopped' ? 'off' : state === 'failed' ? 'tripped' : 'unknown'
}

const marks: Record<ServiceState, Mark> = {
  running: 'healthy',
  starting: 'thinking',
  stopping: 'thinking',
  stopped: 'idle',
  failed: 'stopped',
  unknown: 'unknown',
}

export const markOf = ({ state, act }: Pick<Service, 'state' | 'act'>): Mark =>
  act?.outcome === 'going' ? 'thinking' : marks[state]

/** The state in one word. */
export const stateWord = ({ state, act }: Pick<Service, 'state' | 'act'>) =>
  act?.outcome === 'going' ? doing[act.verb] : state

/** What stands below the name of a lever: for how long it has been so, and what it uses; or why it does not run. */
export function leverNote(service: Service, now: number): string {
  const { act, startedAt, rssBytes, state, reason } = service
  if (act?.outcome === 'going') return `${doing[act.verb]}, ${upFor(act.askedAt, now)}`
  if (state === 'failed' || state === 'unknown') return reason ?? state
  if (state !== 'running')
    return act?.verb === 'stop' && act.outcome === 'done' ? `off, by ${act.who}` : (reason ?? state)
  const parts = [
    startedAt === null ? null : upFor(startedAt, now),
    rssBytes === null ? null : bytes(rssBytes, 1024),
  ].filter((part) => part !== null)
  return parts.length > 0 ? parts.join(', ') : 'running'
}

/** What is known of a service in numbers. */
export function factsOf({ version, startedAt, rssBytes, pid, port }: Service, now: number): [string, string][] {
  const found: [string, string | null][] = [
    ['Version', version],
    ['Up', startedAt === null ? null : upFor(startedAt, now)],
    ['Memory', rssBytes === null ? null : bytes(rssBytes, 1024)],
    ['Process', pid === null ? null : `${pid}`],
    ['Port', port === null ? null : `${port}`],
  ]
  return found.flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]]))
}

const upFor = (startedAt: number, now: number) => duration(Math.max(0, Math.floor((now - startedAt) / 1_000)) * 1_000)

/** The time of a line of a log, to the second. */
export const logTime = (at: number) =>
  new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** How an act ended, in a sentence without a name. */
export function endWords({ verb, outcome, reason, askedAt, endedAt }: Act): string {
  const took = endedAt === null ? '' : ` in ${duration(endedAt - askedAt)}`
  switch (outcome) {
    case 'done':
      return `${{ start: 'Started', stop: 'Stopped', restart: 'Restarted', update: 'Updated' }[verb]}${took}`
    case 'failed':
      return reason ?? 'It failed.'
    case 'unknown':
      return reason ?? 'What became of it could not be found out.'
    case 'going':
      return `${doing[verb]}…`
  }
}

/** `7 min 42 s` */
export function timeLeft(until: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((until - now) / 1_000))
  const minutes = Math.floor(seconds / 60)
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`
}

/** What a lever asks for when it is pulled. */
export function pull({ state, verbs }: Pick<Service, 'state' | 'verbs'>): Verb | undefined {
  const wanted: Verb = state === 'running' || state === 'starting' ? 'stop' : 'start'
  return verbs.some(({ verb }) => verb === wanted) ? wanted : undefined
}
