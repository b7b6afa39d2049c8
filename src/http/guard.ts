import { isLoopback } from '../auth/address.ts'
import type { Auth } from '../auth/auth.ts'
import { type Caller, markCaller, markPeer, type Peer } from '../auth/caller.ts'
import { type Host, hostName, isLoopbackHost, isSameOrigin, isWildcard, machineNames, parseHost } from '../auth/host.ts'
import { Refusal } from '../lib/refusal.ts'
import { maxBodyBytes } from './body.ts'

const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])
const readingMethods = new Set(['GET', 'HEAD'])
/** What proxies and tunnels add to a request, beside every header that begins with `x-forwarded-`. */
const forwarderHeaders = new Set([
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'true-client-ip',
])

export type Guard = ReturnType<typeof createGuard>

/**
 * Checks every request and socket upgrade before routing: its Host, its Origin, and its caller. Roles are checked at the
 * route.
 */
export function createGuard({
  auth,
  boundHost,
  allowedHosts,
  sameUser,
  socketCaller,
  namesOfMachine = machineNames,
}: {
  auth: Pick<Auth, 'callerFromBearer' | 'callerFromCookieAndKey'>
  boundHost: string
  /** Further host names of this server, from the configuration; ports in them are ignored. */
  allowedHosts: string[]
  /** Whether the peer of a loopback connection is our own user; undefined where that cannot be proven. */
  sameUser: (peer: { address: string; port: number }) => boolean | undefined
  /** Who asks through the socket file. */
  socketCaller: (request: Request) => Caller
  namesOfMachine?: () => string[]
}) {
  const names = new Set(
    ['localhost', '127.0.0.1', '::1', boundHost, ...allowedHosts.map((host) => parseHost(host)?.name ?? host)].map(
      hostName,
    ),
  )
  const onlyThisMachine = isLoopbackHost(boundHost)
  const everyInterface = isWildcard(boundHost)

  return {
    /**
     * Checks a request and marks whose it is. A broken credential makes its sender a stranger, never the viewer they
     * might be without it. Throws a Refusal for a foreign Host or Origin.
     */
    check(request: Request, peer: Peer) {
      const host = checkHost(request.headers.get('host'))
      checkMethod(request)
      checkOrigin(request, peer, host)
      checkLength(request.headers.get('content-length'))
      markPeer(request, peer)
      // Who is connected to the socket file is seen now; a moment later they may be gone.
      const connected = peer === 'socket-file' ? socketCaller(request) : undefined
      markCaller(request, () => connected ?? callerFrom(request, peer, request.headers.get('x-wheelhouse-key')))
    },

    /** The caller of a socket whose first message has brought the key. */
    callerWithKey: (request: Request, peer: Peer, key: string) => callerFrom(request, peer, key),
  }

  function checkHost(header: string | null): Host {
    const host = parseHost(header)
    // Addresses change while the program runs, so the machine is asked for each host that is not known otherwise.
    if (host && (names.has(host.name) || (everyInterface && namesOfMachine().includes(host.name)))) return host
    throw new Refusal(
      'wrong-host',
      'This server does not answer to that name. Use the address it printed at start, or add the name to `allowed_hosts` in config.toml.',
    )
  }

  function callerFrom(request: Request, peer: Peer, key: string | null): Caller | undefined {
    if (peer === 'socket-file') return socketCaller(request)
    const authorization = request.headers.get('authorization')
    if (authorization !== null) return auth.callerFromBearer(authorization)
    // The cookie alone proves nothing: every other server on this host receives it, too.
    if (key !== null) return auth.callerFromCookieAndKey(request.headers.get('cookie') ?? '', key)
    return isOurUser(request, peer)
      ? { id: 'same-user', role: 'viewer', name: 'you on this machine', mayAct: false }
      : undefined
  }

  /**
   * The viewer without credentials: a loopback peer of the same user who asks for a loopback name. A forwarder (a proxy,
   * `ssh -R`, socat) is such a peer, whoever it speaks for; one that says so, by a header or by the name it was asked
   * for, gives no rights. The proof is made for each request, since a port may have passed to somebody else.
   */
  function isOurUser(request: Request, peer: { address: string; port: number }) {
    const isDirect = !isForwarded(request.headers) && isLoopbackHost(parseHost(request.headers.get('host'))?.name ?? '')
    return onlyThisMachine && isDirect && isLoopback(peer.address) && sameUser(peer) === true
  }
}

function isForwarded(headers: Headers) {
  for (const name of headers.keys()) if (forwarderHeaders.has(name) || name.startsWith('x-forwarded')) return true
  return false
}

function checkMethod(request: Request) {
  // OPTIONS is refused as well: a preflight is only needed to let other sites in.
  if (knownMethods.has(request.method) && !(isUpgrade(request) && request.method !== 'GET')) return
  throw new Refusal('wrong-method', 'This address does not take that method.')
}

function checkOrigin(request: Request, peer: Peer, host: Host) {
  const reading = readingMethods.has(request.method) && !isUpgrade(request)
  const origin = request.headers.get('origin')
  const site = request.headers.get('sec-fetch-site')
  const fromElsewhere = site !== null && site !== 'same-origin' && site !== 'none'
  const { pathname } = new URL(request.url)
  const isOpen = reading && pathname !== '/api' && !pathname.startsWith('/api/')
  if ((origin !== null && !isSameOrigin(origin, host)) || (fromElsewhere && !isOpen))
    throw new Refusal('wrong-origin', 'This request came from another site. Only Wheelhouse’s own page may send it.')
  // Browsers send an Origin with every mutation. A mutation without one comes from a program, which needs a credential.
  const bearer = /^bearer /i.test(request.headers.get('authorization') ?? '')
  if (!reading && !isUpgrade(request) && origin === null && !bearer && peer !== 'socket-file')
    throw new Refusal('wrong-origin', 'This needs an Origin header, or `Authorization: Bearer` with a token.')
}

function checkLength(header: string | null) {
  if (header === null) return
  if (!/^\d{1,15}$/.test(header)) throw new Refusal('bad-input', 'Content-Length is not a number.')
  if (Number(header) > maxBodyBytes)
    throw new Refusal('too-large', 'This is more than 1 MiB, the most one request may carry.')
}

const isUpgrade = (request: Request) => request.headers.get('upgrade')?.toLowerCase().includes('websocket') ?? false
