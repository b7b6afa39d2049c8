import { join } from 'node:path'
import type { Permit } from '../../audit/action-gate.ts'
import type { GatewayDoor, GatewaySignal, GatewayState } from '../../facts/gateway.ts'
import { Refusal } from '../../lib/refusal.ts'
import { dayOf } from '../../lib/timezone.ts'
import type { Handle } from '../handle.ts'
import { openclawLine } from '../log-lines.ts'
import type { Limits } from '../progress.ts'
import { type KnownVerb, nothingKnown, type Reading, unread, type Verb } from '../service.ts'
import { endOf } from './process-handle.ts'

/** The way to a gateway: what it says of itself, the calls it takes, and signals to its proven process. */
export type GatewayPort = {
  state(home: string): GatewayState | undefined
  door(home: string): Promise<GatewayDoor>
  restart(permit: Permit, home: string): Promise<void>
  /** Throws a Refusal where the gateway does not admit the update. */
  update(permit: Permit, home: string): Promise<void>
  /** The version that could be installed; null where there is none. */
  newest(permit: Permit, home: string): Promise<string | null>
  signal(permit: Permit, home: string, pid: number, signal: GatewaySignal): Promise<void>
}

/** A gateway lets runs end for up to 315 s before it goes; starting takes it half a minute, and more on a busy machine. */
const gatewayLimits: Limits = { endMs: 340_000, beginMs: 180_000, answerMs: 120_000, steadyMs: 5_000 }
/** So long after a restart was asked for, one that is not there is still on its way. */
const expectedBackMs = 4 * 60_000
/** An update downloads and installs before anything goes down. */
const updateMs = 15 * 60_000

type Deps = {
  port: GatewayPort
  now: () => number
  /** The service manager that runs this gateway, where there is one. */
  manager: { handle: Handle; name: string } | null
  /** Whether updates may be asked for. */
  updates: boolean
  /** The file that its log goes to, where its configuration says so. */
  logFile: string | null
  isDemo: boolean
}

/**
 * The gateway of a home. What manages it starts and stops it, as long as that is what runs; else it is told over its
 * own door: by a call where it knows one, else by a signal to its process.
 */
export function gatewayHandle(home: string, { port, now, manager, updates, logFile, isDemo }: Deps): Handle {
  /** The life in which it was seen at work: while it is restarting it has still the same. */
  let workedIn: string | null = null
  let newest: string | null = null
  /** What was asked of it last: of one that goes away it is expected that it comes back, but not where it was to stop. */
  let asked: { verb: Verb; at: number } | null = null
  const lately = () => (asked !== null && now() - asked.at < expectedBackMs ? asked.verb : null)

  async function read(): Promise<Reading> {
    const state = port.state(home)
    const own = state
      ? readGateway(state, workedIn, asked?.verb === 'stop' ? 'stop' : lately())
      : { ...nothingKnown, reason: 'no gateway runs' }
    if (own.state === 'running') workedIn = own.life
    if (own.state !== 'stopped' || !manager) return own
    const managed = await manager.handle.read()
    // What manages it knows why it does not run; a unit that runs has not been heard of as a gateway yet.
    if (managed.state === 'running')
      return { ...managed, state: 'starting', reason: 'it does not answer yet', ready: false }
    return managed.state === 'unknown' ? own : { ...managed, version: own.version }
  }

  /** What manages it, as long as what it runs is this gateway. */
  async function managing() {
    if (!manager) return null
    const [managed, { pid }] = [await manager.handle.read(), await port.door(home)]
    const runsIt = pid === null ? managed.state !== 'unknown' : managed.pid === pid
    return runsIt ? manager : null
  }

  async function plan(verb: Verb): Promise<{ exact: string; go: (permit: Permit) => Promise<void> } | string> {
    const door = await port.door(home)
    if (verb === 'update') {
      if (!updates) return 'Updates are off. To allow them, set check_updates = true under [controls] in config.toml.'
      if (!door.methods.includes('update.run')) return 'This gateway has no update of its own.'
      return { exact: 'update.run', go: (permit) => port.update(permit, home) }
    }
    const managed = await managing()
    if (managed) {
      const { verbs } = await managed.handle.abilities(await managed.handle.read())
      const known = verbs.find((one) => one.verb === verb)
      if (known) return { exact: known.exact, go: (permit) => managed.handle.ask(permit, verb) }
    }
    if (verb === 'start') return howToStart
    if (verb === 'restart' && door.methods.includes('gateway.restart.request'))
      return { exact: 'gateway.restart.request {"reason":"Wheelhouse"}', go: (permit) => port.restart(permit, home) }
    const { pid } = door
    if (pid === null)
      return isDemo
        ? 'The gateway of the demo can only be restarted.'
        : 'It can be sent no signal: the process behind its port is not proven to be the gateway.'
    const signal = verb === 'stop' ? 'SIGTERM' : restartSignal(door.version)
    if (signal === null)
      return `By which signal ${door.version === null ? 'it' : `OpenClaw ${door.version}`} restarts is not known.`
    return { exact: `kill -${signal.slice(3)} ${pid}`, go: (permit) => port.signal(permit, home, pid, signal) }
  }

  return {
    limits: gatewayLimits,
    answers: true,
    read,

    async abilities({ state }) {
      const wanted: Verb[] =
        state === 'running' || state === 'starting' || state === 'stopping' ? ['restart', 'stop', 'update'] : ['start']
      const plans = await Promise.all(wanted.map(async (verb) => ({ verb, plan: await plan(verb) })))
      const verbs = plans.flatMap(({ verb, plan }): KnownVerb[] =>
        typeof plan === 'string' ? [] : [{ verb, exact: plan.exact }],
      )
      const why = plans.find(({ verb, plan }) => typeof plan === 'string' && verb !== 'update')?.plan
      const available = newest === null ? null : `OpenClaw ${newest} is available.`
      return { verbs, note: typeof why === 'string' ? why : available }
    },

    async ask(permit, verb) {
      permit.check()
      const planned = await plan(verb)
      if (typeof planned === 'string') throw new Refusal('unavailable', planned)
      asked = { verb, at: now() }
      await planned.go(permit)
    },

    ...(updates && {
      async checkUpdate(permit: Permit) {
        newest = await port.newest(permit, home)
        return newest
      },
    }),

    async log(lines) {
      const today = dayOf(now(), Intl.DateTimeFormat().resolvedOptions().timeZone)
      const text = endOf(logFile ?? join('/tmp/openclaw', `openclaw-${today}.log`))
      const own = text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .slice(-lines)
        .map(openclawLine)
      return own.length > 0 || !manager ? own : manager.handle.log(lines)
    },

    limitsOf: (verb) => (verb === 'update' ? { ...gatewayLimits, endMs: updateMs } : gatewayLimits),

    effectOf: (verb) =>
      verb === 'start'
        ? 'It starts, and agents and jobs go on.'
        : `What runs may finish within five minutes; then it is cut off. ${verb === 'stop' ? 'No agent answers and no job runs until it is started again.' : 'It is back after some seconds.'}`,
  }
}

const howToStart =
  'Wheelhouse was not told how to start it. Run `openclaw gateway install` once, or name its command under [[services]] in config.toml.'

/**
 * The signal by which a version restarts. 2026.3 takes SIGUSR1; 2026.9 takes SIGUSR2, and would open a debugger on
 * SIGUSR1. Of the versions between them it is not known, so that they get none.
 */
export function restartSignal(version: string | null): GatewaySignal | null {
  const [, year, month] = /^(\d{4})\.(\d{1,2})\./.exec(version ?? '') ?? []
  const at = Number(year) * 12 + Number(month)
  if (at <= 2026 * 12 + 3) return 'SIGUSR1'
  return at >= 2026 * 12 + 9 ? 'SIGUSR2' : null
}

/** A gateway's own words as the reading of a service. */
export function readGateway(
  { state, words, reading }: GatewayState,
  workedIn: string | null,
  askedFor: Verb | null = null,
): Reading {
  const life = reading?.upSinceMs == null ? null : `${reading.pid} ${reading.upSinceMs}`
  const facts: Reading = {
    ...nothingKnown,
    life,
    pid: reading?.pid ?? null,
    startedAt: reading?.upSinceMs ?? null,
    rssBytes: reading?.rssBytes ?? null,
    port: reading?.port ?? null,
    version: reading?.version ?? null,
    ready: reading?.ready ?? null,
  }
  switch (state) {
    case 'connected':
      return {
        ...facts,
        state: 'running',
        reason: reading?.ready === false ? `not ready: ${reading.failing.join(', ')}` : null,
      }
    case 'connecting':
      return { ...facts, state: 'starting', ready: false, reason: words === 'connecting' ? null : words }
    case 'restarting':
      if (reading === null && askedFor === 'stop') return nothingKnown
      return life !== null && life === workedIn
        ? { ...facts, state: 'stopping', reason: 'lets what runs in it end, for up to five minutes' }
        : { ...facts, state: 'starting', ready: false }
    case 'unsteady':
      return reading?.ready
        ? { ...facts, state: 'running', reason: words }
        : { ...facts, state: 'starting', ready: false, reason: words }
    case 'refused':
      return reading?.ready ? { ...facts, state: 'running', reason: words } : unread(words)
    case 'absent':
      return { ...nothingKnown, reason: words }
    case 'down':
      // A restart takes the lock away and brings it back: who has just been asked for one is expected.
      if (askedFor === 'restart') return { ...nothingKnown, state: 'starting', reason: words, ready: false }
      return words.includes('does not answer')
        ? { ...facts, state: 'failed', reason: words }
        : { ...nothingKnown, reason: words }
  }
}
