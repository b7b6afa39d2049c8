import type { Challenge, Device } from './device.ts'
import type { Credential } from './find-gateway.ts'
import { type AnswerFrame, type EventFrame, readFrame, record } from './frames.ts'
import type { Rejection } from './refusals.ts'

/** How we introduce ourselves: we read and never write, and ask for nothing that changes how the gateway behaves. */
const introduction = {
  clientId: 'gateway-client',
  mode: 'backend',
  role: 'operator',
  scopes: ['operator.read'],
  caps: ['tool-events'],
} as const

/** The protocols that are understood. Beyond the newest known one names may be new; what is known of them holds. */
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
}

/** How a connection ended; it is said once, and nothing after it. */
export type Ended =
  | { kind: 'rejected'; rejection: Rejection }
  /** Nobody listens there, or the line broke. */
  | { kind: 'closed'; code: number; reason: string }
  /** The other side is there and says nothing. */
  | { kind: 'silent'; after: 'challenge' | 'connect' | 'ticks' }

export type ConnectionHandlers = {
  hello(hello: Hello): void
  event(frame: EventFrame): void
  /** A request after the hello was refused; the connection stays. */
  denied(rejection: Rejection): void
  ended(how: Ended): void
}

export type Pace = { challengeMs?: number; tickMs?: number }

/**
 * One connection to a gateway, from its challenge to its end. `close` ends it without a word. There is no Origin: this
 * is no browser, and a gateway that sees one takes the rights away.
 */
export function openConnection(
  {
    url,
    credential,
    device,
    version,
    platform,
  }: {
    url: string
    credential: Credential | undefined
    device: Device
    version: string
    platform: string
  },
  ear: ConnectionHandlers,
  pace: Pace = {},
): { close(): void } {
  const socket = new WebSocket(url)
  const asked = new Map<string, { answer: (frame: AnswerFrame) => void; timer: Timer }>()
  let over = false
  let introduced = false
  let numbered = 0
  let rejection: Rejection | undefined
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
    else ear.event(frame)
  }
  socket.onclose = ({ code, reason }) => {
    if (rejection) end({ kind: 'rejected', rejection: { ...rejection, closeCode: code } })
    else if (code === 1008 || code === 1002 || code === 1013)
      end({ kind: 'rejected', rejection: { message: reason, closeCode: code } })
    else end({ kind: 'closed', code, reason })
  }
  // What went wrong is said by the close that follows.
  socket.onerror = () => {}

  function introduce(challenge: Challenge) {
    // One that challenges twice is answered once.
    if (introduced) return
    introduced = true
    clearTimeout(patience)
    patience = setTimeout(() => end({ kind: 'silent', after: 'connect' }), pace.challengeMs ?? challengeMs)
    const { clientId, mode, role, scopes, caps } = introduction
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
    ask('connect', params, ({ ok, payload, error }) => {
      clearTimeout(patience)
      if (!ok) {
        rejection = rejectionIn(error)
        // It closes by itself and says why; if it does not, we go.
        patience = setTimeout(() => end({ kind: 'rejected', rejection: rejection! }), 1_000)
        return
      }
      const hello = helloIn(payload)
      const tickMs = pace.tickMs ?? hello.tickMs
      watchdog = setInterval(() => {
        if (performance.now() - heardAt > 2 * tickMs) end({ kind: 'silent', after: 'ticks' })
      }, tickMs / 2)
      ear.hello(hello)
      if (over) return
      if (hello.methods.includes('sessions.subscribe'))
        ask('sessions.subscribe', {}, ({ ok, error }) => {
          if (!ok) ear.denied(rejectionIn(error))
        })
      else ear.denied({ message: 'unknown method: sessions.subscribe' })
    })
  }

  function ask(method: string, params: object, answer: (frame: AnswerFrame) => void) {
    const id = `${++numbered}-${crypto.randomUUID().slice(0, 8)}`
    const timer = setTimeout(() => asked.delete(id), answerMs)
    asked.set(id, { answer, timer })
    socket.send(JSON.stringify({ type: 'req', id, method, params }))
  }

  function settle(frame: AnswerFrame) {
    const waiting = asked.get(frame.id)
    if (!waiting) return
    asked.delete(frame.id)
    clearTimeout(waiting.timer)
    waiting.answer(frame)
  }

  function end(how: Ended | undefined) {
    if (over) return
    over = true
    clearTimeout(patience)
    clearInterval(watchdog)
    for (const { timer } of asked.values()) clearTimeout(timer)
    asked.clear()
    socket.close(how?.kind === 'silent' && how.after === 'ticks' ? 4000 : 1000)
    // One that hangs does not answer the close either.
    setTimeout(() => (socket as WebSocket & { terminate?(): void }).terminate?.(), 1_000).unref()
    if (how) ear.ended(how)
  }

  return { close: () => end(undefined) }
}

const challengeIn = ({ nonce, ts }: Record<string, unknown>): Challenge => ({
  nonce: typeof nonce === 'string' ? nonce : '',
  ts: typeof ts === 'number' ? ts : 0,
})

function helloIn(payload: Record<string, unknown>): Hello {
  const { protocol, server, features, snapshot, policy } = payload
  const { stateDir, health, uptimeMs } = record(snapshot)
  const { methods } = record(features)
  const { tickIntervalMs } = record(policy)
  const version = record(server).version
  return {
    protocol: typeof protocol === 'number' ? protocol : null,
    version: typeof version === 'string' ? version.slice(0, 60) : null,
    methods: Array.isArray(methods) ? methods.filter((method) => typeof method === 'string') : [],
    stateDir: typeof stateDir === 'string' ? stateDir : null,
    health: record(health),
    uptimeMs: typeof uptimeMs === 'number' && uptimeMs >= 0 ? uptimeMs : null,
    tickMs: typeof tickIntervalMs === 'number' && tickIntervalMs >= 1_000 ? Math.min(tickIntervalMs, 300_000) : 30_000,
  }
}

function rejectionIn(error: Record<string, unknown> = {}): Rejection {
  const { code, message, details, retryAfterMs } = error
  const after = retryAfterMs ?? record(details).retryAfterMs
  return {
    code: typeof code === 'string' ? code : undefined,
    message: typeof message === 'string' ? message : undefined,
    details: record(details),
    retryAfterMs: typeof after === 'number' ? after : undefined,
  }
}
