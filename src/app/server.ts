import { isLoopback } from '../auth/address.ts'
import type { Auth } from '../auth/auth.ts'
import { isSameUser } from '../auth/peer.ts'
import { socketCaller } from '../auth/socket-clients.ts'
import type { Terminals } from '../auth/terminals.ts'
import type { Config } from '../config/config.ts'
import type { Assets } from '../http/assets.ts'
import { feedSocket } from '../http/feed-socket.ts'
import { createGuard } from '../http/guard.ts'
import { serve } from '../http/server.ts'
import type { Log } from '../lib/log.ts'
import type { Bus } from '../live/bus.ts'
import type { Feed } from '../live/feed.ts'
import { cannotServe } from './cannot-start.ts'
import type { Api, LiveEvent } from './features.ts'

type Deps = {
  config: Config
  api: Pick<Api, 'handle'>
  auth: Auth
  bus: Bus<LiveEvent>
  feed: Feed
  terminals: Terminals
  listening: ListeningAddress
  assets: Assets
  socketPath: string
  log: Log
}

/** Answers on the port and on the socket file of the command line. Throws CannotStart where the port cannot be had. */
export function startServer({ config, api, auth, bus, feed, terminals, listening, assets, socketPath, log }: Deps) {
  const guard = createGuard({
    auth,
    boundHost: config.host,
    allowedHosts: config.allowedHosts,
    socketCaller: (request) => socketCaller(request, terminals),
    sameUser: ({ address, port }) =>
      isLoopback(address) && isSameUser({ remoteAddress: address, remotePort: port, ...listening.end() }),
  })
  try {
    const server = serve({
      api,
      guard,
      sockets: [feedSocket(feed)],
      live: bus,
      assets,
      log,
      host: config.host,
      port: config.port,
      socketPath,
    })
    listening.opened(server)
    return server
  } catch (error) {
    throw cannotServe(config.host, config.port, error)
  }
}

type Listening = { url: string; address: string; port: number }

type ListeningAddress = ReturnType<typeof createListeningAddress>

/** Where this program listens. Port 0 means any free one, so it is known only once it listens. */
export function createListeningAddress() {
  let opened: Listening | undefined
  return {
    /** '' while nothing is served. */
    url: () => opened?.url ?? '',
    /** Our end of every connection to a server that is bound to one address. */
    end: () => ({ localAddress: opened?.address ?? '', localPort: opened?.port ?? 0 }),
    opened(at: Listening) {
      opened = at
    },
  }
}
