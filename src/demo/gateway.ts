import { createHash, createPublicKey, verify } from 'node:crypto'
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerWebSocket } from 'bun'
import { adminMethods, createAdminCalls } from './admin-calls.ts'
import { createAsks, type Family } from './asks.ts'
import { createCronCalls, cronMethods } from './cron-calls.ts'
import type { DemoHome } from './home.ts'
import { demoLogOf } from './home-config.ts'
import { seeded } from './random.ts'
import type { SetTimer } from './run-simulation.ts'
import { createSessionCalls, sessionMethods } from './session-calls.ts'
import type { Changes } from './simulator.ts'
import type { Session, World } from './world.ts'

type Client = {
  nonce: string
  challengedAt: number
  isIn: boolean
  isAdmin: boolean
  listens: boolean
  answers: boolean
  name: string
}

const version = '2026.9.6'
const tickMs = 30_000
/** The gateway reports that its process has run for this long. */
const upForMs = 3 * 86_400_000 + 5 * 3_600_000
/** How long the gateway is down: after a restart, and after a crash. */
const awayMs = { restart: 3_500, crash: 8_000 } as const
/** How long a restart that was asked for waits for what runs. */
const drainMs = 1_500
/** An answer is streamed in so many pieces. */
const pieces = 8
const pieceMs = 100

/**
 * The gateway of the demo: a small server beside its home that speaks protocol 4 on a free port of this machine, holds
 * a lock like a real one, and pushes the events of the simulation. It restarts on `POST /demo/restart` with its token,
 * crashes on `POST /demo/crash`, and comes back by itself.
 */
export function startDemoGateway({
  home,
  store,
  token,
  world,
  now,
  setTimer = later,
}: {
  home: string
  /** Where what somebody changes is written. */
  store: Pick<DemoHome, 'write' | 'removeJob'>
  token: string
  world: World
  now: () => number
  setTimer?: SetTimer
}) {
  const clients = new Set<ServerWebSocket<Client>>()
  const lockFolder = join(home, 'tmp', `openclaw-${process.getuid?.() ?? 0}`)
  const lock = join(lockFolder, 'gateway.state.lock')
  /** The last push of each running session. */
  const pushed = new Map<string, { runId: string; openId: string | null }>()
  const pending = new Set<() => void>()
  const log = demoLogOf(home)
  let upSince = now() - upForMs
  let port = 0
  let server: ReturnType<typeof listen> | undefined
  let gone = false
  let sequence = 0
  for (const session of world.sessions) {
    const { id, status, runId, plan } = session
    if (status === 'running') pushed.set(id, { runId, openId: plan.open?.id ?? null })
  }
  const asks = createAsks({ world, random: seeded(world.seed + 1), now, push, plan })
  const cronCall = createCronCalls({
    world,
    now,
    remove: store.removeJob,
    publish(changes) {
      store.write({ sessions: [], jobs: [], runs: [], spawns: [], ...changes })
      for (const session of changes.sessions ?? []) tellOf(session)
      push('cron', { action: 'updated', ts: now() })
    },
  })
  const adminCalls = createAdminCalls({
    home,
    world,
    now,
    version,
    pairingChanged(event) {
      for (const client of clients) if (client.data.isIn) send(client, frame(event, {}))
    },
    restart: () => void plan(() => fall('restart'), drainMs),
  })
  const sessionCall = createSessionCalls({
    world,
    now,
    publish(changes) {
      store.write({ sessions: [], jobs: [], runs: [], spawns: [], ...changes })
      for (const session of changes.sessions ?? []) {
        tellOf(session)
        endOf(session)
        push('sessions.changed', { reason: 'demo', ...whose(session) })
      }
    },
  })
  const ticking = setInterval(() => push('tick', { ts: now() }), tickMs)
  ticking.unref?.()
  const looking = setInterval(asks.look, 1_000)
  looking.unref?.()
  open()

  function open() {
    try {
      server = listen(port)
    } catch {
      // The port was taken meanwhile: the gateway uses another one.
      server = listen(0)
    }
    port = server.port!
    mkdirSync(lockFolder, { recursive: true, mode: 0o700 })
    const holder = {
      pid: process.pid,
      ownerId: 'demo',
      createdAt: new Date(upSince).toISOString(),
      configPath: join(home, 'openclaw.json'),
      stateDir: home,
      port,
    }
    note('info', `listening on 127.0.0.1:${port}`)
    note('info', `${new Set(world.sessions.map(({ agentId }) => agentId)).size} agents attached`)
    writeFileSync(lock, `${JSON.stringify(holder, null, 2)}\n\t \t  \t`, { mode: 0o600 })
  }

  function listen(port: number) {
    return Bun.serve<Client>({
      hostname: '127.0.0.1',
      port,
      fetch(request, server) {
        const { pathname } = new URL(request.url)
        if (request.headers.get('upgrade') === 'websocket') {
          const data = {
            nonce: crypto.randomUUID(),
            challengedAt: now(),
            isIn: false,
            isAdmin: false,
            listens: false,
            answers: false,
            name: '',
          }
          return server.upgrade(request, { data }) ? undefined : new Response('Upgrade failed', { status: 400 })
        }
        if (pathname === '/healthz' || pathname === '/health') return Response.json({ ok: true, status: 'live' })
        if (pathname === '/readyz' || pathname === '/ready') return Response.json(readiness())
        if (request.method === 'POST' && request.headers.get('authorization') === `Bearer ${token}`) {
          if (pathname === '/demo/restart') return fall('restart')
          if (pathname === '/demo/crash') return fall('crash')
          if (pathname === '/demo/pair') {
            adminCalls.ask()
            return Response.json({ ok: true })
          }
        }
        return new Response('Not Found', { status: 404 })
      },
      websocket: {
        open(socket) {
          clients.add(socket)
          const { nonce, challengedAt } = socket.data
          send(socket, { type: 'event', event: 'connect.challenge', payload: { nonce, ts: challengedAt } })
        },
        message(socket, text) {
          answer(socket, String(text))
        },
        close(socket) {
          clients.delete(socket)
        },
      },
    })
  }

  const uptimeMs = () => Math.max(0, now() - upSince)

  /** What the days from `startDate` to `endDate` have cost, without the sessions whose transcript was deleted. */
  function costsOf({ startDate, endDate }: Record<string, unknown>) {
    const [from, to] = [startDate, endDate].map((day) => Date.parse(String(day)) - world.offsetMs)
    const counted = world.sessions.filter(
      ({ lastAt, storedIn }) => lastAt >= (from ?? 0) && lastAt < (to ?? 0) + 86_400_000 && storedIn !== 'deleted',
    )
    const totalCost = counted.reduce((sum, { costUsd }) => sum + costUsd, 0)
    const totals = { totalTokens: 0, totalCost, missingCostEntries: 0 }
    return { updatedAt: now(), days: 30, daily: [], totals, cacheStatus: { status: 'fresh' } }
  }

  function readiness() {
    const eventLoop = { degraded: false, delayP99Ms: 21.4, utilization: 0.08 }
    return { ready: true, failing: [], uptimeMs: uptimeMs(), eventLoop }
  }

  function answer(socket: ServerWebSocket<Client>, text: string) {
    const asked = parse(text)
    if (!asked) return socket.close(1008, 'invalid frame')
    const { id, method, params } = asked
    const refuse = (code: string, message: string, details = {}) =>
      send(socket, { type: 'res', id, ok: false, error: { code, message, details } })
    if (method === 'connect') {
      const wrong = whatIsWrong(params, socket.data)
      if (wrong) {
        refuse('INVALID_REQUEST', wrong.message, { code: wrong.code })
        return socket.close(1008, wrong.message)
      }
      socket.data.isIn = true
      socket.data.answers = params.caps?.includes('approvals') ?? false
      socket.data.name = params.client?.displayName ?? params.client?.id ?? 'a client'
      socket.data.isAdmin = params.scopes?.includes('operator.admin') === true
      return send(socket, { type: 'res', id, ok: true, payload: hello() })
    }
    if (!socket.data.isIn) return socket.close(1008, 'connect first')
    if (method === 'usage.cost') return send(socket, { type: 'res', id, ok: true, payload: costsOf(params) })
    if (method === 'usage.status')
      return send(socket, { type: 'res', id, ok: true, payload: { updatedAt: now(), providers: [] } })
    const list = lists[method]
    if (list) {
      const items = asks.list(list)
      return send(socket, { type: 'res', id, ok: true, payload: list === 'question' ? { questions: items } : items })
    }
    const resolved = resolves[method]
    if (resolved) {
      const { decision = params.cancel ? 'deny' : 'allow-once' } = params
      const isTaken = asks.resolve(resolved, String(params.id), String(decision), socket.data.name)
      if (!isTaken) return refuse('INVALID_REQUEST', 'unknown or expired approval id')
      const payload = resolved === 'question' ? { status: params.cancel ? 'cancelled' : 'answered' } : { ok: true }
      return send(socket, { type: 'res', id, ok: true, payload })
    }
    if (method === 'gateway.restart.request') {
      if (!socket.data.isAdmin) return refuse('FORBIDDEN', 'missing scope: operator.admin')
      send(socket, { type: 'res', id, ok: true, payload: { ok: true, status: 'scheduled' } })
      note('info', `drain: waiting for ${world.sessions.filter(({ status }) => status === 'running').length} turns`)
      return void plan(() => fall('restart'), drainMs)
    }
    const values = params as Record<string, unknown>
    if (isAdminOnly(method) && !socket.data.isAdmin) return refuse('FORBIDDEN', 'missing scope: operator.admin')
    const answered = adminCalls.call(method, values) ?? cronCall(method, values) ?? sessionCall(method, values)
    if (answered && 'refusal' in answered) return refuse('INVALID_REQUEST', answered.refusal)
    if (answered) return send(socket, { type: 'res', id, ok: true, payload: answered.payload })
    if (method !== 'sessions.subscribe') return refuse('INVALID_REQUEST', `unknown method: ${method}`)
    socket.data.listens = true
    send(socket, { type: 'res', id, ok: true, payload: { ok: true } })
    // A client that connects late gets the running sessions. Of one that is stalled there is nothing to tell.
    for (const session of world.sessions)
      if (session.status === 'running' && session.hold !== 'stalled') {
        const { runId, plan } = session
        const thinks = { runId, stream: 'run_status', data: { phase: 'thinking' }, ...whose(session) }
        send(socket, frame('agent', plan.open ? toolStart(session) : thinks))
      }
    for (const request of asks.list('exec')) send(socket, frame('exec.approval.requested', request))
  }

  function whatIsWrong(params: Params, { nonce, challengedAt }: Client) {
    if (params.auth?.token !== token)
      return { code: 'AUTH_TOKEN_MISMATCH', message: 'unauthorized: gateway token mismatch' }
    const { minProtocol = 0, maxProtocol = 0, device, client, role, scopes = [] } = params
    if (minProtocol > 4 || maxProtocol < 4) return { code: 'PROTOCOL_MISMATCH', message: 'protocol mismatch' }
    if (!device) return { code: 'DEVICE_IDENTITY_REQUIRED', message: 'device identity required' }
    const signed = [
      'v3',
      device.id,
      client?.id,
      client?.mode,
      role,
      scopes.join(','),
      challengedAt,
      token,
      nonce,
      client?.platform,
      '',
    ]
    if (!isSignedBy(device, signed.join('|')))
      return { code: 'DEVICE_AUTH_SIGNATURE_INVALID', message: 'device signature invalid' }
    return undefined
  }

  const hello = () => ({
    type: 'hello-ok',
    protocol: 4,
    server: { version, connId: crypto.randomUUID() },
    features: {
      methods: [
        'health',
        'sessions.subscribe',
        'gateway.restart.request',
        ...Object.keys(lists),
        ...Object.keys(resolves),
        ...cronMethods,
        ...adminMethods,
        ...sessionMethods,
      ],
      events: ['agent', 'chat', 'sessions.changed', 'shutdown', 'tick'],
    },
    snapshot: {
      stateDir: home,
      configPath: join(home, 'openclaw.json'),
      uptimeMs: uptimeMs(),
      health: { ok: true, channels: { telegram: { configured: true, running: true, connected: true } } },
    },
    policy: { maxPayload: 25 << 20, tickIntervalMs: tickMs },
  })

  const frame = (event: string, payload: object) => ({ type: 'event', event, payload, seq: ++sequence })

  function push(event: string, payload: object) {
    const text = JSON.stringify(frame(event, payload))
    for (const client of clients) if (client.data.listens || client.data.answers) client.send(text)
  }

  const whose = ({ key, id, agentId }: Session) => ({ sessionKey: key, sessionId: id, agentId, ts: now() })

  const ofRun = (session: Session, stream: string, data: object) =>
    push('agent', { runId: session.runId, stream, data, ...whose(session) })

  function toolStart(session: Session) {
    const { id, call, args } = session.plan.open!
    const data = call.helper
      ? { phase: 'start', name: 'tool_call', toolCallId: id, args: { id: call.tool, args } }
      : { phase: 'start', name: call.tool, toolCallId: id, args }
    return { runId: session.runId, stream: 'tool', data, ...whose(session) }
  }

  /** Pushes the new entries of a session, up to its final answer, which is streamed before it is written. */
  function tellOf(session: Session) {
    const before = pushed.get(session.id)
    const isRunning = session.status === 'running'
    const isNew = !before || before.runId !== session.runId
    if (isNew && !isRunning) return
    if (isNew) ofRun(session, 'lifecycle', { phase: 'start', startedAt: session.startedAt })
    const { open } = session.plan
    if (session.hold === null) asks.hold(session)
    if (before && !isNew && before.openId && before.openId !== open?.id)
      ofRun(session, 'tool', { phase: 'result', toolCallId: before.openId, isError: false })
    if (open && open.id !== before?.openId) {
      push('agent', toolStart(session))
      asks.hold(session)
    } else if (isRunning && !open) ofRun(session, 'run_status', { phase: 'thinking' })
    pushed.set(session.id, { runId: session.runId, openId: open?.id ?? null })
  }

  function endOf(session: Session) {
    if (session.status === 'running' || !pushed.delete(session.id)) return
    const endedAt = session.endedAt ?? now()
    if (session.status === 'done') ofRun(session, 'lifecycle', { phase: 'end', endedAt })
    else
      ofRun(session, 'lifecycle', {
        phase: 'error',
        aborted: session.status === 'killed',
        error: session.error,
        endedAt,
      })
  }

  /** Streams an answer piece by piece, and calls `then` at the end. */
  function speak(session: Session, words: string, then: () => void) {
    let spoken = 0
    const next = () => {
      if (++spoken > pieces) return then()
      const text = words.slice(0, Math.ceil((words.length * spoken) / pieces))
      ofRun(session, 'assistant', { text, delta: '' })
      plan(next, pieceMs)
    }
    next()
  }

  function plan(run: () => void, ms: number) {
    const cancel = setTimer(() => {
      pending.delete(cancel)
      run()
    }, ms)
    pending.add(cancel)
  }

  /** Appends a line to the log, as OpenClaw writes it. */
  function note(level: 'info' | 'warn', text: string) {
    const line = { 0: '{"subsystem":"gateway"}', 1: text, time: new Date(now()).toISOString(), message: text }
    appendFileSync(log, `${JSON.stringify({ ...line, _meta: { logLevelName: level.toUpperCase() } })}\n`)
  }

  /** Stops the gateway, with an announcement for a restart, and starts it again by itself. */
  function fall(how: keyof typeof awayMs): Response {
    if (how === 'restart') push('shutdown', { reason: 'gateway restarting', restartExpectedMs: 1_500 })
    note('warn', how === 'restart' ? 'restart requested: stopping' : 'main process exited')
    plan(() => {
      close(how === 'restart')
      plan(() => {
        upSince = now()
        if (!gone) open()
      }, awayMs[how])
    }, 30)
    return Response.json({ ok: true })
  }

  function close(politely: boolean) {
    for (const client of clients) {
      if (politely) client.close(1012, 'service restart')
      else client.terminate()
    }
    void server?.stop(true)
    server = undefined
    rmSync(lock, { force: true })
  }

  return {
    /** Pushes changes; `write` stores them. A final answer is streamed before it is stored. */
    publish(changes: Changes, write: () => void) {
      for (const session of changes.sessions) tellOf(session)
      const after = () => {
        write()
        for (const session of changes.sessions) {
          endOf(session)
          push('sessions.changed', { reason: 'demo', ...whose(session) })
        }
      }
      const speaker = changes.sessions.find((session) => session.status === 'done' && pushed.has(session.id))
      const words = speaker && lastWords(speaker)
      if (words && [...clients].some((client) => client.data.listens)) speak(speaker, words, after)
      else after()
    },

    stop() {
      gone = true
      clearInterval(ticking)
      clearInterval(looking)
      for (const cancel of pending) cancel()
      close(true)
    },
  }
}

/** Whether a call changes something that only an admin may. */
const isAdminOnly = (method: string) =>
  /^(config\.patch|agents\.(create|update|delete|files\.set)|device\.pair\.(approve|remove))$/.test(method)

/** The methods that list what waits for a person, and those that answer it. */
const lists: Record<string, Family> = {
  'exec.approval.list': 'exec',
  'plugin.approval.list': 'plugin',
  'question.list': 'question',
}
const resolves: Record<string, Family> = {
  'exec.approval.resolve': 'exec',
  'plugin.approval.resolve': 'plugin',
  'question.resolve': 'question',
}

const send = (socket: ServerWebSocket<Client>, message: object) => void socket.send(JSON.stringify(message))

/** The final answer of the assistant among the new entries of a session. */
function lastWords(session: Session): string | undefined {
  const message = session.events.at(-1)?.body.message as { role?: string; content?: { text?: string }[] } | undefined
  return message?.role === 'assistant' ? message.content?.[0]?.text : undefined
}

type Device = { id: string; publicKey: string; signature: string }
type Params = {
  minProtocol?: number
  maxProtocol?: number
  auth?: { token?: string }
  role?: string
  scopes?: string[]
  client?: { id?: string; mode?: string; platform?: string; displayName?: string }
  caps?: string[]
  device?: Device
  /** Of the requests that it answers. */
  id?: string
  decision?: string
  cancel?: boolean
}

function parse(text: string): { id: string; method: string; params: Params } | undefined {
  try {
    const { type, id, method, params } = JSON.parse(text)
    return type === 'req' && typeof id === 'string' ? { id, method: String(method), params: params ?? {} } : undefined
  } catch {
    // A message that is not JSON closes the connection.
    return undefined
  }
}

const spkiHead = Buffer.from('302a300506032b6570032100', 'hex')

function isSignedBy({ id, publicKey, signature }: Device, text: string): boolean {
  try {
    const raw = Buffer.from(publicKey, 'base64url')
    const key = createPublicKey({ key: Buffer.concat([spkiHead, raw]), format: 'der', type: 'spki' })
    const isItself = createHash('sha256').update(raw).digest('hex') === id
    return isItself && verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'))
  } catch {
    // The text is no public key.
    return false
  }
}

const later: SetTimer = (run, ms) => {
  const timer = setTimeout(run, ms)
  timer.unref()
  return () => clearTimeout(timer)
}
