import { Elysia } from 'elysia'
import { lazily } from '../lib/lazily.ts'
import type { Credential } from './credential-kind.ts'
import type { Role } from './role.ts'

/** The caller of a request. `id` names the credential and never contains it. */
export type Caller = {
  role: Role
  /** The kind of credential, and behind a colon its id where it has one. */
  id: CallerId
  name: string
  /**
   * Whether it may change something. A role says how much; this says that a person stands behind it: a browser that a
   * person signed in, a terminal or a rule that a person confirmed, or a token that a person gave this right.
   */
  mayAct: boolean
  /** Whether a person opened a link for it, with their own eyes on a page. */
  byLink?: true
}

type CallerId = 'same-user' | 'socket' | 'agent' | `${'sign-in' | 'token' | 'terminal' | 'rule'}:${string}`

export const credentialOf = ({ id }: Pick<Caller, 'id'>): Credential =>
  id === 'same-user'
    ? 'same user'
    : id === 'socket'
      ? 'command line'
      : id === 'agent'
        ? 'agent’s shell'
        : id.startsWith('token:')
          ? 'token'
          : id.startsWith('terminal:')
            ? 'terminal'
            : id.startsWith('rule:')
              ? 'rule'
              : 'signed-in browser'

/** The origin of a request: an address from the system, or the 0600 socket in the data folder. */
export type Peer = { address: string; port: number } | 'socket-file'

const callers = new WeakMap<Request, () => Caller | undefined>()
const peers = new WeakMap<Request, Peer>()

/** Says how the caller of a request is found, before it is routed. It is looked for at most once, and only if asked. */
export function markCaller(request: Request, find: () => Caller | undefined) {
  let found: { caller: Caller | undefined } | undefined
  callers.set(request, () => {
    found ??= { caller: find() }
    return found.caller
  })
}

/** The caller of a request; undefined for a stranger. */
export const callerOf = (request: Request) => callers.get(request)?.()

/** Whether the caller is a screen on a wall, which sees names, states and numbers alone. */
export const isScreen = (request: Request) => callerOf(request)?.role === 'screen'

/** Stores the peer of a request. */
export const markPeer = (request: Request, peer: Peer) => peers.set(request, peer)

export const peerOf = (request: Request) => peers.get(request)

/** Provides `caller` to routes, where the role check has made sure that there is one. */
export const withCaller = lazily(() =>
  new Elysia({ name: 'caller' }).derive({ as: 'scoped' }, ({ request }) => ({ caller: callerOf(request)! })),
)
