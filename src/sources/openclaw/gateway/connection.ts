import { duration, maxText } from '../../../facts/kinds.ts'
import { path, word } from '../../common/parse-values.ts'
import type { Challenge, Device } from './device.ts'
import type { Credential } from './find-gateway.ts'
import { type AnswerFrame, type EventFrame, readFrame, recordOrEmpty } from './frames.ts'
import type { Rejection } from './refusals.ts'

/** How we introduce ourselves. */
const introduction = {
  clientId: 'gateway-client',
  mode: 'backend',
  role: 'operator',
} as const

/**
 * What we say that we can do. `tool-events` only asks for events about tools. Either of the others says that somebody
 * here answers approvals, and changes what the gateway does with them: it is said only where a person wants it.
 */
type Cap = 'tool-events' | 'approvals' | 'exec-approvals'

/** The rights a connection may ask for; the listening one asks for `operator.read` alone. */
export type Scope = 'operator.read' | 'operator.write' | 'operator.pairing' | 'operator.admin'

/** The protocol versions we offer. Versions above 4 have not been seen running; known frames are expected to stay. */
const protocols = { minProtocol: 3, maxProtocol: 6 }

const challengeMs = 15_000
const answerMs = 30_000

export type Hello = {
  protocol: number | null
  version: string | null
  methods: string[]
  stateDir: string | null
  health: Record<string, unknown>
  uptimeMs: number | null
  tickMs: number
  /** The newer version that the gateway knows of. */
  newest: string | null
}

/** How a connection ended; handlers hear it once, and nothing after it. */
export type Ended =
  | { kind: 'rejected'; rejection: Rejection }
  /** Nothing listens there, or the connection broke. */
  | { kind: 'closed'; code: number; reason: string }
  /** The socket is open and the gateway sends nothing. */
  | { kind: 'silent'; after: 'challenge' | 'connect' | 'ticks' }

type ConnectionHandlers = {
  hello(hello: Hello): void
  event(frame: EventFrame): void
  ended(how: Ended): void
}

/** The gateway's answer to a call. */
export type CallAnswer =
  | { ok: true; payload: Record<string, unknown>; items?: unknown[] | undefined }
  | { ok: false; rejection: Rejection }

export type Connection = {
  /**
   * Asks the gateway to do something; only after the hello. Resolves with its answer, or with a rejection where it
   * does not answer within `timeoutMs` or the connection ends first. Never rejects.
   */
  call(method: string, params: object, timeoutMs?: number): Promise<CallAnswer>
  /** Ends the connection; no handler hears of it. */
  close(): void
}

export type Pace = { challengeMs?: number; tickMs?: number }

/**
 * Opens one connection to a gateway and keeps it from the challenge to its end, with the rights in `scopes` and no
 * others. No Origin is sent: a gateway that sees one takes the rights away.
 */
export function openConnection(
  {
    url,
    credential,
    device,
    version,
    platform,
    scopes,
    caps = ['tool-events'],
    isTheGateway,
  }: {
    url: string
    credential: Credential | undefined
    device: Device
    version: string
    platform: string
    scopes: readonly Scope[]
    caps?: readonly Cap[]
    /** Asked before the first word that holds a credential: whether it is the gateway that has answered. */
    isTheGateway: () => boolean
  },
  handlers: ConnectionHandlers,
  pace: Pace = {},
): Connection {
  const socket = new WebSocket(url)
  const pending = new Map<string, { answer: (answer: CallAnswer) => void; timer: Timer }>()
  let over = false
  let introduced = false
  let numbered = 0
  let rejection: Rejection | undefined
  let trouble = ''
  let heardAt = performance.now()
  let watchdog: Timer | undefined
  let patience: Timer | undefined = setTimeout(
    () => end({ kind: 'silent', after: 'challenge' }),
    pace.challengeMs ?? challengeMs,
  )

  socket.onmessage = ({ data }) => {
    if (over || typeof data !== 'string') return
    heardAt = performance.now()
    const frame = readFrame(data)
    if (frame.kind === 'answer') return settle(frame)
    if (frame.kind !== 'event') return
    if (frame.event === 'connect.challenge') introduce(challengeIn(frame.payload))
    else handlers.event(frame)
  }
  socket.onclose = ({ code, reason }) => {
    if (rejection) end({ kind: 'rejected', rejection: { ...rejection, closeCode: code } })
    else if (code === 1008 || code === 1002 || code === 1013)
      end({ kind: 'rejected', rejection: { message: reason, closeCode: code } })
    else end({ kind: 'closed', code, reason: reason || trouble })
  }
  // The close that follows has no reason where the connection was never made.
  socket.onerror = (event) => {
    trouble = (event as ErrorEvent).message ?? ''
  }

  function introduce(challenge: Challenge) {
    // A second challenge is not answered.
    if (introduced) return
    if (!isTheGateway()) return end({ kind: 'closed', code: 1006, reason: 'another program answered' })
    introduced = true
    clearTimeout(patience)
    patience = setTimeout(() => end({ kind: 'silent', after: 'connect' }), pace.challengeMs ?? challengeMs)
    const { clientId, mode, role } = introduction
    const token = credential && 'token' in credential ? credential.token : ''
    const params = {
      ...protocols,
      client: { id: clientId, mode, version, platform, displayName: 'Wheelhouse' },
      role,
      scopes,
      caps,
      ...(credential ? { auth: credential } : {}),
      device: device.answer(challenge, { clientId, mode, role, scopes, token, platform }),
      locale: 'en',
      userAgent: `wheelhouse/${version}`,
    }
    void send('connect', params, answerMs).then((answer) => {
      clearTimeout(patience)
      if (over) return
      if (!answer.ok) {
        rejection = answer.rejection
        // The gateway closes and says why; where it does not, this side does.
        patience = setTimeout(() => end({ kind: 'rejected', rejection: answer.rejection }), 1_000)
        return
      }
      const hello = helloIn(answer.payload)
      const tickMs = pace.tickMs ?? hello.tickMs
      watchdog = setInterval(() => {
        if (performance.now() - heardAt > 2 * tickMs) end({ kind: 'silent', after: 'ticks' })
      }, tickMs / 2)
      handlers.hello(hello)
    })
  }

  function send(method: string, params: object, timeoutMs: number): Promise<CallAnswer> {
    const { promise, resolve } = Promise.withResolvers<CallAnswer>()
    if (over) {
      resolve({ ok: false, rejection: { message: 'the connection is closed' } })
      return promise
    }
    const id = `${++numbered}-${crypto.randomUUID().slice(0, 8)}`
    const timer = setTimeout(() => {
      pending.delete(id)
      resolve({ ok: false, rejection: { code: 'TIMEOUT', message: `no answer to ${method}` } })
    }, timeoutMs)
    pending.set(id, { answer: resolve, timer })
    socket.send(JSON.stringify({ type: 'req', id, method, params }))
    return promise
  }

  function settle({ id, ok, payload, items, error }: AnswerFrame) {
    const waiting = pending.get(id)
    if (!waiting) return
    pending.delete(id)
    clearTimeout(waiting.timer)
    waiting.answer(ok ? { ok, payload, items } : { ok, rejection: rejectionIn(error) })
  }

  function end(how: Ended | undefined) {
    if (over) return
    over = true
    clearTimeout(patience)
    clearInterval(watchdog)
    for (const { timer, answer } of pending.values()) {
      clearTimeout(timer)
      answer({ ok: false, rejection: { code: 'CLOSED', message: 'the connection ended before the answer' } })
    }
    pending.clear()
    socket.close(how?.kind === 'silent' && how.after === 'ticks' ? 4000 : 1000)
    // A gateway that hangs does not answer the close either.
    setTimeout(() => (socket as WebSocket & { terminate?(): void }).terminate?.(), 1_000).unref()
    if (how) handlers.ended(how)
  }

  return {
    call: (method, params, timeoutMs = answerMs) => send(method, params, timeoutMs),
    close: () => end(undefined),
  }
}

const challengeIn = ({ nonce, ts }: Record<string, unknown>): Challenge => ({
  nonce: typeof nonce === 'string' ? nonce : '',
  ts: typeof ts === 'number' ? ts : 0,
})

function helloIn(payload: Record<string, unknown>): Hello {
  const { protocol, server, features, snapshot, policy } = payload
  const { stateDir, health, uptimeMs, updateAvailable } = recordOrEmpty(snapshot)
  const { methods } = recordOrEmpty(features)
  const { tickIntervalMs } = recordOrEmpty(policy)
  const version = recordOrEmpty(server).version
  return {
    protocol: typeof protocol === 'number' ? protocol : null,
    version: word(version, 60),
    methods: Array.isArray(methods) ? methods.filter((method) => typeof method === 'string') : [],
    stateDir: path(stateDir),
    health: recordOrEmpty(health),
    uptimeMs: duration.fit(uptimeMs) ?? null,
    tickMs: typeof tickIntervalMs === 'number' && tickIntervalMs >= 1_000 ? Math.min(tickIntervalMs, 300_000) : 30_000,
    newest: word(recordOrEmpty(updateAvailable).latestVersion, 60),
  }
}

function rejectionIn(error: Record<string, unknown> = {}): Rejection {
  const { code, message, details, retryAfterMs } = error
  const after = retryAfterMs ?? recordOrEmpty(details).retryAfterMs
  return {
    code: word(code) ?? undefined,
    message: word(message, maxText) ?? undefined,
    details: recordOrEmpty(details),
    retryAfterMs: typeof after === 'number' ? after : undefined,
  }
}
