import { Elysia } from 'elysia'
import type { Role } from './role.ts'

/** Who is asking. `id` names the credential, never holds it. */
export type Caller = {
  role: Role
  /** `same-user`, `sign-in:ID`, `token:ID` or `socket` (the command line, through its 0600 socket). */
  id: string
  name: string
}

/** Where a request comes from: an address as the system gives it, or the 0600 socket in the data folder. */
export type Peer = { address: string; port: number } | 'socket-file'

const callers = new WeakMap<Request, Caller>()
const peers = new WeakMap<Request, Peer>()

/** Notes who sent a request, before it is routed. */
export const markCaller = (request: Request, caller: Caller) => callers.set(request, caller)

/** Who sent it; undefined for nobody we know. */
export const callerOf = (request: Request) => callers.get(request)

/** Notes where a request comes from; the guard does. */
export const markPeer = (request: Request, peer: Peer) => peers.set(request, peer)

export const peerOf = (request: Request) => peers.get(request)

/** Gives `caller` to the routes of a plugin that uses it. The guard has refused nobody's requests before. */
export const withCaller = new Elysia({ name: 'caller' }).derive({ as: 'scoped' }, ({ request }) => ({
  caller: callerOf(request)!,
}))
