import { chmodSync, rmSync } from 'node:fs'
import type { Server } from 'bun'
import type { Peer } from '../auth/caller.ts'
import { callerOf } from '../auth/caller.ts'
import type { Log } from '../lib/log.ts'
import { openFiles } from '../lib/open-files.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Position } from '../live/bus.ts'
import { type Assets, answerAsset } from './assets.ts'
import { maxBodyBytes } from './body.ts'
import { compressed } from './compress.ts'
import { isBug, problemOf, requestIdOf } from './errors.ts'
import type { Guard } from './guard.ts'
import { restWhenFull } from './rest-when-full.ts'
import { type Connection, createSockets, type SocketKind } from './sockets.ts'
import { createTurns } from './turns.ts'

type Deps = {
  api: { handle(request: Request): Promise<Response> }
  guard: Guard
  /** The kinds of socket there are. One without a role does not start. */
  sockets: SocketKind[]
  live: { position(): Position }
  assets: Assets
  log: Log
  host: string
  port: number
  socketPath: string
}

/**
 * Answers on the port and, for the command line, on a 0600 socket file in the data folder. Every request passes the
 * guard first; what comes through the file is from the owner of the folder. Throws EADDRINUSE for a port in use.
 */
export function serve({ api, guard, sockets: kinds, live, assets, log, host, port, socketPath }: Deps) {
  const sockets = createSockets(kinds, log)
  const shared = { maxRequestBodySize: maxBodyBytes, websocket: sockets.handler }

  const turns = createTurns()

  async function answer(request: Request, server: Server<Connection>, peer: Peer): Promise<Response | undefined> {
    const requestId = requestIdOf(request)
    // Taken before anything is read: a page that subscribes from here hears at worst again what it has already seen.
    const position = live.position()
    try {
      guard.check(request, peer)
      await turns.next()
      const { pathname } = new URL(request.url)
      const kind = sockets.kindAt(pathname)
      if (kind) return upgrade(kind, request, server, peer)
      const isApi = pathname.startsWith('/api/') || besideApi.has(pathname)
      const response = isApi
        ? await compressed(await api.handle(request), request.headers.get('accept-encoding'))
        : (answerAsset(assets, request, pathname) ?? missing(request))
      return dressed(response, requestId, position, isApi)
    } catch (error) {
      if (isBug(error)) log.error('a request failed', { requestId, method: request.method, error })
      return dressed(problemOf(error, requestId), requestId, position, true)
    }
  }

  function upgrade(kind: SocketKind, request: Request, server: Server<Connection>, peer: Peer) {
    const data: Connection = sockets.admit(kind, {
      url: new URL(request.url),
      from: peer === 'socket-file' ? peer : peer.address,
      caller: callerOf(request),
      withKey(key) {
        const caller = guard.callerWithKey(request, peer, key)
        data.isStranger &&= caller === undefined
        return caller
      },
    })
    if (server.upgrade(request, { data })) return undefined
    throw new Refusal('bad-input', 'This address speaks WebSocket only.')
  }

  /** What every answer carries, whatever it is. */
  function dressed(response: Response, requestId: string, { epoch, seq }: Position, isApi: boolean) {
    const { headers } = response
    headers.set('x-request-id', requestId)
    headers.set('x-content-type-options', 'nosniff')
    headers.set('referrer-policy', 'no-referrer')
    headers.set('cross-origin-opener-policy', 'same-origin')
    headers.set('cross-origin-resource-policy', 'same-origin')
    headers.set('x-frame-options', 'DENY')
    headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()')
    headers.set('wheelhouse-seq', `${epoch}:${seq}`)
    if (isApi && !headers.has('cache-control')) headers.set('cache-control', 'no-store')
    return response
  }

  const web = Bun.serve<Connection>({
    ...shared,
    // One address, since whose a connection is can only be asked for by both of its ends.
    hostname: host === 'localhost' ? '127.0.0.1' : host,
    port,
    reusePort: false,
    idleTimeout: 60,
    fetch(request, server) {
      const from = server.requestIP(request)
      return answer(request, server, { address: from?.address ?? '', port: from?.port ?? 0 })
    },
  })
  const local = serveLocally()
  const stopResting = restWhenFull({ files: openFiles, log })
  const twin = holdTwin()

  /**
   * Browsers try `localhost` on ::1 first. Where we listen on 127.0.0.1 we hold that address as well, so that nobody else
   * gets what a browser sends there, and lead it here. Undefined where it cannot be had.
   */
  function holdTwin() {
    if (web.hostname !== '127.0.0.1') return undefined
    try {
      return Bun.serve({
        hostname: '::1',
        port: web.port!,
        reusePort: false,
        fetch: (request) => {
          const { pathname, search } = new URL(request.url)
          return Response.redirect(`http://127.0.0.1:${web.port}${pathname}${search}`, 307)
        },
      })
    } catch (error) {
      const { code } = error as { code?: string }
      if (code === 'EADDRINUSE')
        log.warn('another program listens on [::1] at this port: use the address with 127.0.0.1', { port: web.port })
      return undefined
    }
  }

  function serveLocally() {
    try {
      rmSync(socketPath, { force: true })
      // It is ours from its first moment by the mask of the program, which is not changed here: that one is of all
      // threads, and a folder that another one makes just then could not be entered.
      const local = Bun.serve<Connection>({
        ...shared,
        unix: socketPath,
        fetch: (request, server) => answer(request, server, 'socket-file'),
      })
      chmodSync(socketPath, 0o600)
      return local
    } catch (error) {
      log.warn('the command line cannot reach this server: its socket file could not be made', {
        path: socketPath,
        error: (error as Error).message,
      })
      return undefined
    }
  }

  return {
    port: web.port!,
    address: web.hostname ?? '',
    url: `http://${web.hostname?.includes(':') ? `[${web.hostname}]` : web.hostname}:${web.port}`,
    async stop() {
      stopResting()
      await Promise.race([Promise.all([web.stop(true), local?.stop(true), twin?.stop(true)]), Bun.sleep(1_000)])
      rmSync(socketPath, { force: true, recursive: true })
    },
  }
}

/** What the API answers beside what lies below it. */
const besideApi = new Set(['/api', '/healthz', '/readyz', '/metrics'])

function missing(request: Request): never {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new Refusal('wrong-method', 'Pages can only be read.')
  throw new Refusal('not-found', 'There is no such file.')
}
