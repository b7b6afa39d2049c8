import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerWebSocket } from 'bun'
import { startTimeOf } from '../../../../lib/process.ts'

type Answer = { error: { code: string; message: string; details?: object; retryAfterMs?: number }; close?: number }

/** How it behaves: as a gateway does, or in one of the ways in which they refuse. */
export type Behaviour = {
  /** It says nothing at all. */
  mute?: boolean
  /** It does not answer `connect`. */
  deaf?: boolean
  refuse?: Answer | undefined
  /** Closes without an answer. */
  slam?: { code: number; reason: string }
  /** Refuses every request after the hello. */
  denies?: Answer['error']
  /** Answers requests after the hello by method: with a payload, an error, or not at all. Others get an empty payload. */
  answers?: Record<
    string,
    (params: Record<string, unknown>) => { payload: object } | { error: Answer['error'] } | 'silence'
  >
  hello?: object
  /** What it does before answering a request. */
  before?: (socket: ServerWebSocket<unknown>, id: string) => void
  ready?: object | 'page' | 'hang'
}

/** A gateway on a real socket that behaves as a test wants it to. */
export function fakeGateway(manner: Behaviour = {}) {
  const clients = new Set<ServerWebSocket<unknown>>()
  const asked: { method: string; params: Record<string, unknown> }[] = []
  const upgrades: Headers[] = []
  let opened = 0
  const began = performance.now()
  const server = Bun.serve<unknown>({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request, server) {
      if (request.headers.get('upgrade') === 'websocket') {
        upgrades.push(request.headers)
        return server.upgrade(request, { data: {} }) ? undefined : new Response(null, { status: 400 })
      }
      if (manner.ready === 'hang') await Bun.sleep(5_000)
      if (manner.ready === 'page') return new Response('<html>', { headers: { 'content-type': 'text/html' } })
      return Response.json(manner.ready ?? { ready: true, failing: [], uptimeMs: 60_000 + performance.now() - began })
    },
    websocket: {
      maxPayloadLength: 64 << 20,
      backpressureLimit: 128 << 20,
      open(socket) {
        opened++
        clients.add(socket)
        if (manner.slam) return socket.close(manner.slam.code, manner.slam.reason)
        if (!manner.mute)
          socket.send(
            JSON.stringify({ type: 'event', event: 'connect.challenge', payload: { nonce: 'n-1', ts: 1_000 } }),
          )
      },
      close(socket) {
        clients.delete(socket)
      },
      message(socket, text) {
        const { id, method, params } = JSON.parse(String(text))
        asked.push({ method, params })
        if (manner.deaf) return
        manner.before?.(socket, id)
        const answer = (rest: object) => socket.send(JSON.stringify({ type: 'res', id, ...rest }))
        if (method === 'connect' && manner.refuse) {
          answer({ ok: false, error: manner.refuse.error })
          return socket.close(manner.refuse.close ?? 1008, manner.refuse.error.message)
        }
        if (method === 'connect') return void answer({ ok: true, payload: { ...hello, ...manner.hello } })
        if (manner.denies) return void answer({ ok: false, error: manner.denies })
        const special = manner.answers?.[method]?.(params)
        if (special === 'silence') return
        if (special && 'error' in special) return void answer({ ok: false, error: special.error })
        answer({ ok: true, payload: special?.payload ?? {} })
      },
    },
  })
  const port = server.port!

  return {
    port,
    url: `ws://127.0.0.1:${port}`,
    asked,
    upgrades,
    manner,
    connections: () => opened,
    open: () => clients.size,
    push: (event: string, payload: object) => pushText(JSON.stringify({ type: 'event', event, payload })),
    pushText,
    hangUp(code = 1000, reason = '') {
      for (const client of clients) client.close(code, reason)
    },
    kill() {
      for (const client of clients) client.terminate()
      return server.stop(true)
    },
    [Symbol.dispose]() {
      void server.stop(true)
    },
  }

  function pushText(text: string) {
    for (const client of clients) client.send(text)
  }
}

const hello = {
  type: 'hello-ok',
  protocol: 4,
  server: { version: '2026.9.6' },
  features: { methods: ['health', 'sessions.subscribe'], events: [] },
  snapshot: { health: { channels: {} } },
  policy: { tickIntervalMs: 30_000 },
}

/** Writes a lock as a gateway would, by default that of this very process. */
export function writeLock(home: string, rest: object, name = 'gateway.state.lock') {
  const folder = join(home, 'tmp', 'openclaw-0')
  mkdirSync(folder, { recursive: true })
  const own = {
    pid: process.pid,
    createdAt: '2026-11-21T10:00:00.000Z',
    stateDir: home,
    startTime: startTimeOf(process.pid),
  }
  writeFileSync(join(folder, name), `${JSON.stringify({ ...own, ...rest }, null, 2)}\n\t \t\t  \t{`)
}
