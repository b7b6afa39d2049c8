import { existsSync } from 'node:fs'
import type { GatewayDoor, GatewayReading, GatewayState, GatewayStatus } from '../../../facts/gateway.ts'
import type { Finding } from '../../../facts/source.ts'
import { isAlive, rssOf } from '../../../lib/process.ts'
import type { ActionTarget } from './act.ts'
import { type CallAnswer, type Connection, type Ended, type Hello, openConnection, type Pace } from './connection.ts'
import type { Device } from './device.ts'
import type { FoundGateway, Search } from './find-gateway.ts'
import { recordOrEmpty } from './frames.ts'
import { answererOf, type Listener, listenerOf } from './listener.ts'
import { probe, type Readiness } from './probe.ts'
import { channelsIn, createEventTranslator, type Push, restingKeysIn } from './pushes.ts'
import {
  foreignListener,
  hanging,
  type Refused,
  refusedBy,
  tokenElsewhere,
  unprovenListener,
  wrongHome,
} from './refusals.ts'

export type GatewayPaces = Pace & {
  /** The pause between two searches while no gateway is found. */
  lookMs?: number
  probeMs?: number
  /** The first wait before reconnecting; it doubles up to `longestWaitMs`. */
  firstWaitMs?: number
  longestWaitMs?: number
  /** A process that does not answer for this long counts as down. */
  hangingAfterMs?: number
  /** A gateway that stays up for this long is no longer unsteady. */
  calmAfterMs?: number
  /** A run that was not heard of for this long is asked about. */
  quietMs?: number
}

type Deps = {
  home: string
  find: () => Search
  device: Device
  version: string
  platform: string
  now: () => number
  /** A monotonic clock in ms. It may or may not advance while the machine sleeps. */
  steady?: () => number
  /** Called when the state, the reading or the findings have changed. */
  changed: () => void
  pushed: (pushes: Push[]) => void
  samePlace: (a: string, b: string) => boolean
}

/** A restart may take this much longer than announced; after that the gateway counts as down. */
const restartGraceMs = 60_000

/** Two computations of the same start time differ by less than this. */
const waveringMs = 5_000

/** This many falls within `calmAfterMs` of each other make a gateway unsteady. */
const unsteadyAfterFalls = 3

/** So many conversations are asked for, the latest first. */
const maxListed = 200

/** Where there is no home, its gateway is looked for that much less often. */
const absentRests = 5

/** A probe that is this late means that the machine slept or its clock was set. */
const sleptMs = 60_000

export type Gateway = ReturnType<typeof followGateway>

/**
 * Follows the gateway of one home for as long as the program runs: finds it, connects, listens, and reconnects. There
 * is never more than one listening connection, and the state is always one of the seven of `GatewayStatus`.
 */
export function followGateway(
  { home, find, device, version, platform, now, steady = () => performance.now(), changed, pushed, samePlace }: Deps,
  paces: GatewayPaces = {},
) {
  const {
    lookMs = 2_000,
    probeMs = 10_000,
    firstWaitMs = 1_000,
    longestWaitMs = 30_000,
    hangingAfterMs = 60_000,
    calmAfterMs = 60_000,
    quietMs = 30_000,
  } = paces
  const translator = createEventTranslator(now)
  let status: { state: GatewayStatus; since: number; words: string } = {
    state: 'absent',
    since: now(),
    words: 'no gateway runs',
  }
  let stopped = false
  let connection: Connection | undefined
  let next: Timer | undefined
  let found: FoundGateway | undefined
  let life = ''
  let searched: Finding[] = []
  let refused: Refused | undefined
  let denied: Finding | undefined
  let credentialNumber = 0
  let failures = 0
  /** Since when the process has not answered (monotonic ms). */
  let silentSince: number | undefined
  let wasUp = false
  let restartUntil = 0
  let hello: Hello | undefined
  let readiness: Readiness | undefined
  let channels: GatewayReading['channels'] = null
  let reading: GatewayReading | null = null

  let uptime: { ms: number; at: number } | undefined
  /** Whether it was up when last seen, and how often it has gone away lately. */
  let isUp = false
  let falls = 0
  let fallingSince = 0
  let calming: Timer | undefined
  let beat = { wall: now(), steady: steady() }

  /** When it was last asked whether quiet runs go on (monotonic ms). */
  let askedAboutQuietAt = Number.NEGATIVE_INFINITY
  let measuring = false
  const probing = setInterval(() => {
    if (slept()) woke()
    void measure()
    void askAboutQuietRuns()
  }, probeMs)

  /** Whether more time has passed since the last probe than passes while the machine is awake. */
  function slept() {
    const passed = Math.max(now() - beat.wall, steady() - beat.steady)
    beat = { wall: now(), steady: steady() }
    return passed - probeMs > sleptMs
  }

  /**
   * Starts over after a sleep. Silence during the sleep proves nothing, and neither does a connection that still looks
   * open, so the gateway is not reported as down.
   */
  function woke() {
    silentSince = undefined
    if (restartUntil > 0) restartUntil = steady() + restartGraceMs
    connection?.close()
    connection = undefined
    hello = undefined
    if (status.state === 'connected') become('connecting', 'the machine slept, or its clock was set')
    look()
  }

  function fell() {
    if (!isUp) return
    isUp = false
    if (falls++ === 0) fallingSince = now()
    clearTimeout(calming)
    calming = setTimeout(() => {
      falls = 0
      changed()
    }, calmAfterMs)
  }

  function look() {
    clearTimeout(next)
    if (stopped || connection) return
    const search = find()
    searched = search.findings
    found = search.found
    if (!found) {
      fell()
      readiness = undefined
      // What was measured of its process is told to be over, whatever the state is called.
      if (reading !== null) changed()
      reading = null
      silentSince = undefined
      if (steady() < restartUntil) become('restarting', 'it is restarting')
      else if (wasUp) become('down', 'its process is gone')
      else become('absent', 'no gateway runs')
      refused = undefined
      return again(existsSync(home) ? lookMs : lookMs * absentRests)
    }
    if (found.life !== life) {
      // Measurements of the previous process do not apply to this one.
      if (life !== '') fell()
      isUp = true
      readiness = undefined
      reading = null
      uptime = undefined
      channels = null
      life = found.life
      failures = 0
      credentialNumber = 0
      refused = undefined
      silentSince = undefined
      void measure()
    }
    const listener = listenerAt(found)
    // A port that nobody has yet may be taken by anybody in the next moment.
    if (listener === 'nobody') return ended({ kind: 'closed', code: 1006, reason: 'nothing listens there' })
    const mistrusted = whyMistrusted(found, listener)
    if (mistrusted) {
      refused = mistrusted
      become('refused', mistrusted.words)
      changed()
      return again(Math.min(mistrusted.retryAfterMs, longestWaitMs))
    }
    connect(found)
  }

  /** Whose the port of a gateway is; what a person named is trusted. */
  const listenerAt = ({ port, pid, isNamed }: FoundGateway): Listener =>
    pid === null || isNamed ? 'theirs' : listenerOf(port, pid)

  /** Whether the process of the lock, or what a person named, is what has answered. */
  const isTheirs = ({ port, pid, isNamed }: FoundGateway) =>
    pid === null || isNamed || answererOf(port, pid) === 'theirs'

  /** Why nothing is sent to the port of a gateway: its token would go to whoever listens there. */
  function whyMistrusted({ port, pid }: FoundGateway, listener: Listener): Refused | undefined {
    if (listener === 'another') return foreignListener(home, port, pid ?? 0)
    return listener === 'unproven' ? unprovenListener(home, port) : undefined
  }

  const isMistrusted = (gateway: FoundGateway) => whyMistrusted(gateway, listenerAt(gateway)) !== undefined

  function connect(to: FoundGateway) {
    if (status.state === 'absent' || status.state === 'down') become('connecting', 'connecting')
    const attempt = openConnection(
      {
        url: to.url,
        credential: to.credentials[credentialNumber],
        device,
        version,
        platform,
        scopes: ['operator.read'],
        isTheGateway: () => isTheirs(to),
      },
      {
        hello(said) {
          if (said.stateDir !== null && to.pid !== null && !samePlace(said.stateDir, home)) {
            attempt.close()
            connection = undefined
            const finding = wrongHome(home, said.stateDir)
            refused = { finding, words: 'it serves another home', retryAfterMs: longestWaitMs }
            become('refused', refused.words)
            return again(longestWaitMs)
          }
          hello = said
          channels = channelsIn(said.health)
          failures = 0
          refused = undefined
          denied = undefined
          silentSince = undefined
          restartUntil = 0
          wasUp = true
          isUp = true
          translator.forget()
          become('connected', said.version ? `OpenClaw ${said.version}` : 'connected')
          void measure()
          void subscribe(attempt, said)
        },
        event(frame) {
          const pushes = translator.translate(frame)
          for (const push of pushes)
            if (push.kind === 'health') {
              channels = push.channels ?? channels
              void measure()
            } else if (push.kind === 'shutdown') shutDown(push.restartExpectedMs)
          if (pushes.length > 0) pushed(pushes)
        },
        ended,
      },
      paces,
    )
    connection = attempt
  }

  /** Subscribes to session events; where the gateway refuses, the connection stays and a finding says so. */
  async function subscribe(listening: Connection, { methods }: Hello) {
    const answer: CallAnswer = methods.includes('sessions.subscribe')
      ? await listening.call('sessions.subscribe', {})
      : { ok: false, rejection: { message: 'unknown method: sessions.subscribe' } }
    if (answer.ok || connection !== listening) return
    denied = refusedBy(answer.rejection).finding
    changed()
  }

  /** Asks whether runs that were not heard of for long still go on: a frame of theirs may never come. */
  async function askAboutQuietRuns() {
    const asked = connection
    if (!asked || !hello?.methods.includes('sessions.list') || !translator.isAnyQuiet(quietMs)) return
    // A tool that takes long is quiet as well, and a list is work for a gateway.
    if (steady() - askedAboutQuietAt < 2 * quietMs) return
    askedAboutQuietAt = steady()
    const answer = await asked.call('sessions.list', { limit: maxListed })
    if (!answer.ok || connection !== asked) return
    const pushes = translator.endQuiet(quietMs, restingKeysIn(recordOrEmpty(answer.payload)))
    if (pushes.length > 0) pushed(pushes)
  }

  /** Handles the shutdown event, which announces when the gateway will be back. */
  function shutDown(restartExpectedMs: number | null) {
    if (restartExpectedMs === null) return
    restartUntil = steady() + restartExpectedMs + restartGraceMs
    become('restarting', 'it is restarting')
  }

  function ended(how: Ended) {
    connection = undefined
    const wasConnected = hello !== undefined
    hello = undefined
    if (stopped) return
    if (slept()) return woke()
    if (wasConnected) fell()
    if (how.kind === 'rejected') return rejected(how)
    if (how.kind === 'closed' && how.code === 1012) restartUntil ||= steady() + restartGraceMs
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures, 10))
    failures++
    const isThere = found?.pid == null || isAlive(found.pid, null)
    silentSince ??= steady()
    if (steady() < restartUntil) become('restarting', 'it is restarting')
    else if (!isThere) become(wasUp ? 'down' : 'absent', wasUp ? 'its process is gone' : 'no gateway runs')
    else if (wasUp && found?.pid == null) become('down', 'nothing answers at its address')
    else if (steady() - silentSince >= hangingAfterMs) {
      become('down', 'its process runs but does not answer')
      refused = {
        finding: hanging(found!.port, steady() - silentSince),
        words: status.words,
        retryAfterMs: wait,
      }
      changed()
    } else if (status.state !== 'down')
      become('connecting', how.kind === 'silent' ? 'it does not answer' : 'connecting')
    again(status.state === 'down' || status.state === 'restarting' ? Math.min(wait, lookMs) : jittered(wait))
  }

  function rejected(how: Extract<Ended, { kind: 'rejected' }>) {
    const said = refusedBy(how.rejection)
    silentSince = undefined
    const isAboutToken = said.finding.code === 'gateway-token-wrong' || said.finding.code === 'gateway-token-missing'
    if (isAboutToken && found && credentialNumber + 1 < found.credentials.length) {
      credentialNumber++
      return again(50)
    }
    credentialNumber = 0
    const elsewhere = isAboutToken && found?.tokenElsewhere
    refused = elsewhere ? { ...said, finding: tokenElsewhere(elsewhere) } : said
    const isPassing = said.finding.level === 'info'
    if (steady() < restartUntil) become('restarting', 'it is restarting')
    else become(isPassing ? 'connecting' : 'refused', said.words)
    changed()
    again(jittered(said.retryAfterMs))
  }

  function again(ms: number) {
    clearTimeout(next)
    if (!stopped) next = setTimeout(look, ms)
  }

  function become(state: GatewayStatus, words: string) {
    if (status.state === state && status.words === words) return
    status = { state, words, since: status.state === state ? status.since : now() }
    if (state !== 'connected') hello = undefined
    changed()
  }

  async function measure() {
    if (!found || measuring || stopped || isMistrusted(found)) return
    const { pid, port, startedAt, url, life: measured } = found
    if (pid !== null && !isAlive(pid, null)) return
    measuring = true
    const answer = await probe(url)
    measuring = false
    if (stopped || found?.life !== measured) return
    readiness = answer
    reading = {
      alive: pid === null ? answer !== undefined || hello !== undefined : isAlive(pid, null),
      ready: readiness?.ready ?? null,
      failing: readiness?.failing ?? [],
      eventLoop: readiness?.eventLoop ?? null,
      pid,
      port,
      rssBytes: pid === null ? null : rssOf(pid),
      upSinceMs: upSince(readiness?.uptimeMs ?? null, startedAt),
      version: hello?.version ?? reading?.version ?? null,
      channels,
      since: now(),
    }
    changed()
  }

  /**
   * The start time, in ms since the epoch. The first computed value is kept: recomputed from the uptime it would waver
   * by the latency of the answer, and jump with our clock. An uptime below the expected one means that the gateway
   * restarted within the same process.
   */
  function upSince(uptimeMs: number | null, startedAt: number | null) {
    const before = reading?.pid === found?.pid ? (reading?.upSinceMs ?? null) : null
    if (uptimeMs === null) return before ?? startedAt
    const due = uptime && uptime.ms + steady() - uptime.at
    uptime = { ms: uptimeMs, at: steady() }
    const counted = now() - uptimeMs
    if (before === null) return counted
    const goesOn = due === undefined ? Math.abs(counted - before) < waveringMs : uptimeMs > due - waveringMs
    return goesOn ? before : counted
  }

  /** The state to show: a gateway that keeps going away is `unsteady`, whatever it is at this moment. */
  function shownStatus() {
    if (falls < unsteadyAfterFalls || status.state === 'refused') return status
    return { state: 'unsteady', since: fallingSince, words: `it has gone away ${falls} times` } as const
  }

  look()

  return {
    home,
    state: (): GatewayState => ({
      home,
      ...shownStatus(),
      reading: status.state === 'absent' || status.state === 'down' ? null : reading,
      ...(status.state === 'connected' && hello?.newest != null && { newest: hello.newest }),
    }),
    findings: (): Finding[] => [
      ...searched,
      ...(refused && status.state !== 'connected' ? [refused.finding] : []),
      ...(denied && status.state === 'connected' ? [denied] : []),
    ],
    isConnected: () => status.state === 'connected',
    /**
     * How it can be told something: the calls it knows while it is connected, and its process where that is proven by
     * its lock, by its start and by what listens on its port.
     */
    door: (): GatewayDoor => {
      const search = find().found
      // The gateway of the demo is a part of this very program.
      const isProven =
        search?.pid != null && search.pid !== process.pid && !search.isNamed && listenerAt(search) === 'theirs'
      return {
        methods: status.state === 'connected' ? (hello?.methods ?? []) : [],
        version: hello?.version ?? reading?.version ?? null,
        pid: isProven ? search.pid : null,
        newest: status.state === 'connected' ? (hello?.newest ?? null) : null,
      }
    },
    /** What an action connects to; undefined while nothing is connected, or where its port has changed hands. */
    target: (): ActionTarget | undefined =>
      status.state === 'connected' && found && !isMistrusted(found)
        ? {
            home,
            url: found.url,
            credential: found.credentials[credentialNumber],
            device,
            version,
            platform,
            isTheGateway: () => found !== undefined && isTheirs(found),
          }
        : undefined,
    upSinceMs: () => reading?.upSinceMs ?? found?.startedAt ?? null,
    stop() {
      stopped = true
      clearTimeout(next)
      clearTimeout(calming)
      clearInterval(probing)
      connection?.close()
    },
  }
}

/** Spreads reconnects: between the wait and a third more. */
const jittered = (ms: number) => ms + Math.floor(((crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 255) * (ms / 3))
