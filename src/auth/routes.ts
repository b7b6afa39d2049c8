import { Elysia } from 'elysia'
import { z } from 'zod'
import { type ActionGate, nameOf } from '../audit/action-gate.ts'
import type { Audit } from '../audit/audit.ts'
import { lazily } from '../lib/lazily.ts'
import { oneLine } from '../lib/plain-text.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Attempts } from './attempts.ts'
import type { Auth, SignIn } from './auth.ts'
import { type Caller, callerOf, credentialOf, peerOf, withCaller } from './caller.ts'
import { cookieFor, cookieValues, parseCredential } from './credential.ts'
import { requireRole } from './require-role.ts'
import { atLeast, roles } from './role.ts'
import type { SocketClients } from './socket-clients.ts'
import type { Terminals } from './terminals.ts'

const role = lazily(() => z.enum(roles))
const tokenDraft = lazily(() =>
  z.object({
    name: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, 'should be one plain line'),
    role,
    /** Whether it may act, and not only read. */
    mayAct: z.boolean().optional(),
  }),
)
const tokenId = lazily(() => z.object({ id: z.string().regex(/^[a-z0-9]{12}$/, 'should be the id of a token') }))

const terminalId = lazily(() => z.object({ id: z.string().regex(/^[a-z0-9]{12}$/, 'should be the id of a terminal') }))

export type AuthDeps = {
  auth: Auth
  actionGate: ActionGate
  audit: Audit
  attempts: Attempts
  terminals: Terminals
  /** Who is connected to the socket file. */
  socketClients: () => SocketClients
  address: () => string
}

type Exchange = { request: Request; set: { headers: Record<string, string | number | string[] | undefined> } }

/** Routes for signing in and out, and for tokens of scripts and screens. */
export const authRoutes = ({ auth, actionGate, audit, attempts, terminals, socketClients, address }: AuthDeps) => {
  /** Exchanges a credential for a sign-in, and counts the failures of its sender. */
  function signIn({ request, set }: Exchange, how: string, tryIt: () => SignIn | undefined, whenWrong: string) {
    const peer = peerOf(request)
    // A valid credential works at any time, so that nobody is locked out by failures from the same address.
    const made = tryIt()
    if (!made) {
      attempts.admit(peer)
      attempts.failed(peer)
      throw new Refusal('unauthorized', whenWrong)
    }
    const caller: Caller = { id: `sign-in:${made.id}`, role: made.role, name: made.name, mayAct: made.mayAct }
    note(caller, 'sign in', how)
    keepToThemselves(set)
    set.headers['set-cookie'] = cookieFor(auth.cookieName, made.cookie, overTls(request))
    return { ...caller, key: made.key }
  }

  function note(caller: Caller, action: string, target: string) {
    const actId = crypto.randomUUID()
    audit.write({
      actId,
      stage: 'done',
      who: nameOf(caller),
      role: caller.role,
      credential: credentialOf(caller),
      action,
      target,
      detail: null,
    })
  }

  /** Renews the cookie of this request, so that a screen that never closes keeps it. */
  function cookieOf(request: Request, { id }: Caller) {
    const prefix = `${id.replace(/^sign-in:/, '')}.`
    return cookieValues(request.headers.get('cookie') ?? '', auth.cookieName).find(
      (value) => value.startsWith(prefix) && parseCredential(value),
    )
  }

  function nameOfTerminal(id: string) {
    const terminal = terminals.list().find((one) => one.id === id)
    return terminal ? `${terminal.command} (code ${terminal.code})` : id
  }

  const open = new Elysia({ prefix: '/api/auth' })
    .post(
      '/exchange',
      ({ body, request, set }) =>
        signIn(
          { request, set },
          'with a link',
          () => auth.exchange(body.code),
          'This link has been used or is older than five minutes. Run `wheelhouse open` for a new one.',
        ),
      { body: lazily(() => z.object({ code: z.string().min(1).max(100) })), ...requireRole('anyone') },
    )
    .post(
      '/sign-in',
      ({ body, request, set }) =>
        signIn(
          { request, set },
          'with a token',
          () => auth.signInWithToken(body.token.trim()),
          'This token does not work. It may be mistyped or revoked; `wheelhouse token create` makes a new one.',
        ),
      { body: lazily(() => z.object({ token: z.string().min(1).max(200) })), ...requireRole('anyone') },
    )
    .post(
      '/sign-out',
      ({ request, set }) => {
        const caller = callerOf(request)
        if (caller?.id.startsWith('sign-in:')) {
          auth.signOut(caller.id)
          note(caller, 'sign out', 'this server')
        }
        set.headers['set-cookie'] = cookieFor(auth.cookieName, '', overTls(request))
        return { signedOut: true }
      },
      requireRole('anyone'),
    )

  const known = new Elysia({ prefix: '/api' })
    .use(withCaller)
    .get(
      '/auth/me',
      ({ caller, request, set }) => {
        const cookie = cookieOf(request, caller)
        if (cookie) set.headers['set-cookie'] = cookieFor(auth.cookieName, cookie, overTls(request))
        keepToThemselves(set)
        return caller
      },
      requireRole('screen'),
    )
    .post(
      '/auth/link',
      ({ body, caller, set }) => {
        const asked = body?.role ?? 'admin'
        // A link makes whoever opens it somebody who may act. The command line gets one, because no agent started it.
        if (!caller.byLink && caller.id !== 'socket' && !caller.id.startsWith('terminal:'))
          throw new Refusal('forbidden', 'A token cannot make a sign-in link. Run `wheelhouse open` in a terminal.')
        if (!atLeast(caller.role, asked))
          throw new Refusal('forbidden', `You are ${caller.role} and cannot make a link for ${asked}.`)
        note(caller, 'make a sign-in link', asked)
        keepToThemselves(set)
        // The code is in the fragment, which browsers never send to a server.
        return { url: `${address()}/#${auth.issueCode(asked)}` }
      },
      { body: lazily(() => z.object({ role: role.optional() }).optional()), ...requireRole('admin', { acts: false }) },
    )
    .get(
      '/auth/terminals',
      () => ({ items: terminals.list(), agents: terminals.refusedAgents() }),
      requireRole('admin'),
    )
    .post(
      '/auth/terminals',
      ({ body, caller, set }) => {
        if (caller.id !== 'socket') throw new Refusal('conflict', 'Only the command line asks for a code.')
        keepToThemselves(set)
        const { terminal } = socketClients()
        const { id, code, until, secret } = terminals.ask({
          key: terminal?.key ?? null,
          command: terminal?.command || body.command,
          folder: terminal?.folder ?? null,
        })
        note(caller, 'ask to act', `${terminal?.command || body.command} (code ${code})`)
        return { id, code, until, secret, page: `${address()}/settings/access` }
      },
      {
        body: lazily(() => z.object({ command: z.string().min(1).max(300).transform(oneLine) })),
        ...requireRole('admin', { acts: false }),
      },
    )
    .get('/auth/terminals/:id', ({ params }) => ({ state: terminals.stateOf(params.id) }), {
      params: terminalId,
      ...requireRole('admin'),
    })
    .post(
      '/auth/terminals/:id/confirm',
      ({ params, caller }) => {
        // Whoever compares the code has to see the page; neither a token nor another terminal does.
        if (!caller.byLink)
          throw new Refusal('forbidden', 'A code is confirmed on a page that was signed in with a link.')
        return actionGate.pass({
          caller,
          action: 'let a terminal act',
          target: nameOfTerminal(params.id),
          needs: 'admin',
          perform: () => terminals.confirm(params.id, caller),
        })
      },
      { params: terminalId, ...requireRole('admin') },
    )
    .delete(
      '/auth/terminals/:id',
      ({ params, caller }) =>
        actionGate.pass({
          caller,
          action: 'refuse a terminal',
          target: nameOfTerminal(params.id),
          needs: 'admin',
          perform: () => terminals.end(params.id),
        }),
      { params: terminalId, ...requireRole('admin') },
    )
    .get('/tokens', () => ({ items: auth.tokens(), nextCursor: null }), requireRole('admin'))
    .post(
      '/tokens',
      async ({ body, caller, set }) => {
        keepToThemselves(set)
        return actionGate.pass({
          caller,
          action: 'create token',
          target: `${body.name} (${body.role}${body.mayAct ? ', may act' : ''})`,
          needs: 'admin',
          perform: () => auth.createToken(caller, body),
        })
      },
      { body: tokenDraft, ...requireRole('admin') },
    )
    .delete(
      '/tokens/:id',
      async ({ params, body, caller }) => {
        const token = auth.tokens().find(({ id }) => id === params.id)
        if (!token) throw new Refusal('not-found', 'There is no token with that id. It may already be revoked.')
        await actionGate.pass({
          caller,
          action: 'revoke token',
          target: `${token.name} (${token.id})`,
          needs: 'admin',
          confirm: {
            given: body?.confirm,
            ask: {
              question: `Revoke the token “${token.name}”?`,
              effect: 'Anything that uses it loses access at once. A revoked token cannot be restored.',
              hits: [{ name: token.name, effect: `loses its access as ${token.role}` }],
              exact: `wheelhouse token revoke ${token.id}`,
              phrase: token.name,
              verb: 'Revoke token',
              safeVerb: 'Keep token',
            },
          },
          perform: () => auth.revokeToken(token.id),
        })
        return { id: token.id, revoked: true }
      },
      {
        params: tokenId,
        body: lazily(() => z.object({ confirm: z.string().max(200).optional() }).optional()),
        ...requireRole('admin'),
      },
    )

  return new Elysia().use(open).use(known)
}

/** Whether the page was loaded over TLS; behind a TLS proxy only the Origin header tells. */
const overTls = (request: Request) =>
  request.url.startsWith('https:') || (request.headers.get('origin')?.startsWith('https:') ?? false)

const keepToThemselves = (set: Exchange['set']) => {
  set.headers['cache-control'] = 'no-store'
}
