import { type AnyElysia, Elysia } from 'elysia'
import { type Caller, callerOf, credentialOf } from '../auth/caller.ts'
import type { RouteRole } from '../auth/require-role.ts'
import { atLeast, roles } from '../auth/role.ts'
import { Refusal } from '../lib/refusal.ts'

export const routeRoles: RouteRole[] = [...roles, 'anyone']

/**
 * Denies every route by default. `gate` is used before any route is mounted and `enforce` is called once all are:
 * until then, and for every route that comes later, all requests are refused.
 */
export function createRoleGate() {
  const needed = new Map<string, { role: RouteRole; acts: boolean; bodyValues: number | undefined }>()

  const needsAt = ({ method }: Request, route: string) => needed.get(`${method} ${route}`) ?? needed.get(`ALL ${route}`)
  const roleAt = (request: Request, route: string) => needsAt(request, route)?.role

  /** What the body of a request may be. */
  const bodyAt = (request: Request, route: string) => {
    const needs = needsAt(request, route)
    return { isOfStranger: needs?.role === 'anyone', values: needs?.bodyValues }
  }

  /** Runs before the body is read and again before it is validated, so that a refusal tells nothing about the body. */
  function checkRole({ request, route }: { request: Request; route: string }) {
    const needs = needsAt(request, route)
    if (needs === undefined) throw new Error(`The route ${request.method} ${route} has no role.`)
    if (needs.role === 'anyone') return
    const caller = callerOf(request)
    refuseUnless(caller, needs.role)
    if (changes(request) && needs.acts) refuseUnlessActing(caller!)
  }

  /** Whether a request asks for a change that a role guards. */
  const changesAt = (request: Request, route: string) =>
    changes(request) && (roleAt(request, route) ?? 'anyone') !== 'anyone'

  const gate = new Elysia({ name: 'role-gate' })
    .onParse({ as: 'global' }, ({ request, route }) => checkRole({ request, route }))
    .onTransform({ as: 'global' }, roleGate)

  function roleGate({ request, route }: { request: Request; route: string }) {
    checkRole({ request, route })
  }

  /** Refuses to start with a route that has no role, or that was mounted before the gate. */
  function enforce(app: AnyElysia) {
    const wrong: string[] = []
    for (const { method, path, hooks } of app.routes as Route[]) {
      const needs = hooks?.detail?.['x-role'] as RouteRole
      if (!routeRoles.includes(needs)) wrong.push(`${method} ${path} has no role`)
      else if (!hooks?.transform?.some(({ fn }) => fn === roleGate))
        wrong.push(`${method} ${path} is not behind the gate`)
      else {
        const acts = hooks.detail?.['x-acts'] !== false
        const bodyValues = hooks.detail?.['x-body-values'] as number | undefined
        for (const answered of methodsOf(method)) needed.set(`${answered} ${path}`, { role: needs, acts, bodyValues })
      }
    }
    if (wrong.length > 0) throw new Error(`Not every route is guarded: ${wrong.join(', ')}.`)
    return [...needed].map(([route, { role }]) => ({ route, role }))
  }

  return { gate, bodyAt, changesAt, enforce }
}

const changes = ({ method }: Request) => method !== 'GET' && method !== 'HEAD'

/** Refuses whoever has not the role that something needs. */
export function refuseUnless(caller: Caller | undefined, needs: Caller['role']) {
  if (!caller)
    throw new Refusal('unauthorized', 'Open the link that `wheelhouse open` prints, or sign in with a token.')
  if (credentialOf(caller) === 'agent’s shell' && !atLeast(caller.role, needs)) return refuseUnlessActing(caller)
  if (!atLeast(caller.role, needs))
    throw new Refusal('forbidden', `This needs the role ${needs}; you are ${caller.role}.`, { needs })
}

/** Refuses whoever may not act, whatever their role, with what they can do about it. */
function refuseUnlessActing(caller: Caller) {
  if (caller.mayAct) return
  switch (credentialOf(caller)) {
    case 'agent’s shell':
      throw new Refusal('forbidden', `This is ${caller.name}. Agents may not act here, nor raise their rights.`)
    case 'command line':
      throw new Refusal(
        'terminal-unconfirmed',
        'This terminal may act once a person has confirmed its code on a signed-in page.',
      )
    case 'token':
    case 'signed-in browser':
      throw new Refusal(
        'forbidden',
        'This token only reads. Acting needs a page that was signed in with a link, or a token that was created with the right to act.',
      )
    default:
      throw new Refusal('forbidden', 'Acting needs a page that was signed in. Run `wheelhouse open` in a terminal.')
  }
}

export const isRole = (name: unknown) => roles.includes(name as Caller['role'])

type Route = {
  method: string
  path: string
  hooks?: { detail?: Record<string, unknown>; transform?: { fn: unknown }[] }
}

/** A GET route answers HEAD as well, and a socket begins as a GET. */
const methodsOf = (method: string) => (method === 'GET' ? ['GET', 'HEAD'] : method === 'WS' ? ['GET'] : [method])
