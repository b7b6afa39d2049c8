import type { GatewayReading, GatewayStanding, GatewayState } from '../../../live/gateway.ts'
import type { Finding } from '../../../live/source.ts'
import { type Ended, type Hello, openConnection, type Pace } from './connection.ts'
import type { Device } from './device.ts'
import type { FoundGateway, Search } from './find-gateway.ts'
import { probe, type Readiness } from './probe.ts'
import { isAlive, rssOf } from './process.ts'
import { channelsIn, createHearing, type Push } from './pushes.ts'
import { hanging, type Refused, refusedBy, tokenElsewhere, wrongHome } from './refusals.ts'

export type GatewayPaces = Pace & {
  /** How often it is looked for while there is none. */
  lookMs?: number
  probeMs?: number
  /** The first wait before connecting again; it doubles up to `longestWaitMs`. */
  firstWaitMs?: number
  longestWaitMs?: number
  /** A process that does not answer for this long is down. */
  hangingAfterMs?: number
}

type Needed = {
  home: string
  find: () => Search
  device: Device
  version: string
  platform: string
  now: () => number
  /** A state, a reading or a finding is new. */
  changed: () => void
  pushed: (pushes: Push[]) => void
  samePlace: (a: string, b: string) => boolean
}

/** A restart that takes this much longer than it was said to is no restart any more. */
const restartGraceMs = 60_000

/** Two counts of the same beginning differ by less than this. */
const waveringMs = 5_000

export type Gateway = ReturnType<typeof followGateway>

/**
 * Follows the gateway of one home for as long as the program runs: finds it, connects, listens, and comes back when it
 * does. There is never more than one connection, and what is said of it is always one of six states.
 */
export function followGateway(
  { home, find, device, version, platform, now, changed, pushed, samePlace }: Needed,
  paces: GatewayPaces = {},
) {
  const {
    lookMs = 2_000,
    probeMs = 10_000,
    firstWaitMs = 1_000,
    longestWaitMs = 30_000,
    hangingAfterMs = 60_000,
  } = paces
  const hearing = createHearing(now)
  let standing: { state: GatewayStanding; since: number; words: string } = {
    state: 'absent',
    since: now(),
    words: 'no gateway runs',
  }
  let stopped = false
  let connection: { close(): void } | undefined
  let next: Timer | undefined
  let found: FoundGateway | undefined
  let life = ''
  let searched: Finding[] = []
  let refused: Refused | undefined
  let denied: Finding | undefined
  let credentialNumber = 0
  let failures = 0
  /** When the process last began to leave us without an answer (monotonic). */
  let silentSince: number | undefined
  let wasUp = false
  let restartUntil = 0
  let hello: Hello | undefined
  let readiness: Readiness | undefined
  let channels: GatewayReading['channels'] = null
  let reading: GatewayReading | null = null

  let measuring = false
  const probing = setInterval(() => void measure(), probeMs)

  function look() {
    clearTimeout(next)
    if (stopped || connection) return
    const search = find()
    searched = search.findings
    found = search.found
    if (!found) {
      readiness = undefined
      reading = null
      silentSince = undefined
      if (performance.now() < restartUntil) become('restarting', 'it is restarting')
      else if (wasUp) become('down', 'its process is gone')
      else become('absent', 'no gateway runs')
      refused = undefined
      return again(lookMs)
    }
    if (found.life !== life) {
      life = found.life
      failures = 0
      credentialNumber = 0
      refused = undefined
      silentSince = undefined
      void measure()
    }
    connect(found)
  }

  function connect(to: FoundGateway) {
    if (standing.state === 'absent' || standing.state === 'down') become('connecting', 'connecting')
    const attempt = openConnection(
      { url: to.url, credential: to.credentials[credentialNumber], device, version, platform },
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
          hearing.forget()
          become('connected', said.version ? `OpenClaw ${said.version}` : 'connected')
          void measure()
        },
        event(frame) {
          const pushes = hearing.hear(frame)
          for (const push of pushes)
            if (push.kind === 'health') {
              channels = push.channels ?? channels
              void measure()
            } else if (push.kind === 'shutdown') shutDown(push.restartExpectedMs)
          if (pushes.length > 0) pushed(pushes)
        },
        denied(rejection) {
          denied = refusedBy(rejection).finding
          changed()
        },
        ended,
      },
      paces,
    )
    connection = attempt
  }

  /** It says goodbye: with a time when it means to be back. */
  function shutDown(restartExpectedMs: number | null) {
    if (restartExpectedMs === null) return
    restartUntil = performance.now() + restartExpectedMs + restartGraceMs
    become('restarting', 'it is restarting')
  }

  function ended(how: Ended) {
    connection = undefined
    hello = undefined
    if (stopped) return
    if (how.kind === 'rejected') return rejected(how)
    if (how.kind === 'closed' && how.code === 1012) restartUntil ||= performance.now() + restartGraceMs
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures, 10))
    failures++
    const isThere = found?.pid == null || isAlive(found.pid, null)
    silentSince ??= performance.now()
    if (performance.now() < restartUntil) become('restarting', 'it is restarting')
    else if (!isThere) become(wasUp ? 'down' : 'absent', wasUp ? 'its process is gone' : 'no gateway runs')
    else if (wasUp && found?.pid == null) become('down', 'nothing answers at its address')
    else if (performance.now() - silentSince >= hangingAfterMs) {
      become('down', 'its process runs but does not answer')
      refused = {
        finding: hanging(found!.port, performance.now() - silentSince),
        words: standing.words,
        retryAfterMs: wait,
      }
      changed()
    } else if (standing.state !== 'down')
      become('connecting', how.kind === 'silent' ? 'it does not answer' : 'connecting')
    again(standing.state === 'down' || standing.state === 'restarting' ? Math.min(wait, lookMs) : jittered(wait))
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
    if (performance.now() < restartUntil) become('restarting', 'it is restarting')
    else become(isPassing ? 'connecting' : 'refused', said.words)
    changed()
    again(jittered(said.retryAfterMs))
  }

  function again(ms: number) {
    clearTimeout(next)
    if (!stopped) next = setTimeout(look, ms)
  }

  function become(state: GatewayStanding, words: string) {
    if (standing.state === state && standing.words === words) return
    standing = { state, words, since: standing.state === state ? standing.since : now() }
    if (state !== 'connected') hello = undefined
    changed()
  }

  async function measure() {
    if (!found || measuring || stopped) return
    const { pid, port, startedAt, url, life: measured } = found
    if (pid !== null && !isAlive(pid, null)) return
    measuring = true
    const answer = await probe(port, new URL(url).hostname)
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

  /** Counted from its uptime it wavers by the time an answer takes: the first word about a life holds. */
  function upSince(uptimeMs: number | null, startedAt: number | null) {
    const counted = uptimeMs === null ? null : now() - uptimeMs
    const before = reading?.pid === found?.pid ? (reading?.upSinceMs ?? null) : null
    if (before !== null && (counted === null || Math.abs(counted - before) < waveringMs)) return before
    return counted ?? startedAt
  }

  look()

  return {
    home,
    state: (): GatewayState => ({
      home,
      ...standing,
      reading: standing.state === 'absent' || standing.state === 'down' ? null : reading,
    }),
    findings: (): Finding[] => [
      ...searched,
      ...(refused && standing.state !== 'connected' ? [refused.finding] : []),
      ...(denied && standing.state === 'connected' ? [denied] : []),
    ],
    isConnected: () => standing.state === 'connected',
    upSinceMs: () => reading?.upSinceMs ?? found?.startedAt ?? null,
    stop() {
      stopped = true
      clearTimeout(next)
      clearInterval(probing)
      connection?.close()
    },
  }
}

/** Not all at once: between the wait and a third more. */
const jittered = (ms: number) => ms + Math.floor(((crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 255) * (ms / 3))
