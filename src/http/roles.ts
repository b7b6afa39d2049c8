import { type AnyElysia, Elysia } from 'elysia'
import { type Caller, callerOf } from '../auth/caller.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Role } from '../live/events.ts'
import { atLeast } from '../live/events.ts'

type Needed = Role | 'anyone'

export const roleNames = ['screen', 'viewer', 'operator', 'admin', 'anyone'] as const satisfies Needed[]

/**
 * Default-deny for every route. Use `gate` before any routes are mounted and call `enforce` when all are: until then
 * and for whatever comes later, nobody gets through.
 */
export function createRoleGate() {
  const needed = new Map<string, Needed>()

  /** Runs before the body is read and again before it is checked, so that strangers learn nothing about either. */
  function checkRole({ request, route }: { request: Request; route: string }) {
    const needs = needed.get(`${request.method} ${route}`) ?? needed.get(`ALL ${route}`)
    if (needs === undefined) throw new Error(`The route ${request.method} ${route} has no role.`)
    if (needs !== 'anyone') refuseUnless(callerOf(request), needs)
  }

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
      const needs = hooks?.detail?.['x-role'] as Needed
      if (!roleNames.includes(needs)) wrong.push(`${method} ${path} has no role`)
      else if (!hooks?.transform?.some(({ fn }) => fn === roleGate))
        wrong.push(`${method} ${path} is not behind the gate`)
      else for (const answered of methodsOf(method)) needed.set(`${answered} ${path}`, needs)
    }
    if (wrong.length > 0) throw new Error(`Not every route is guarded: ${wrong.join(', ')}.`)
    return [...needed].map(([route, role]) => ({ route, role }))
  }

  return { gate, enforce }
}

/** Refuses whoever has not the role that something needs. */
export function refuseUnless(caller: Caller | undefined, needs: Caller['role']) {
  if (!caller)
    throw new Refusal('unauthorized', 'Open the link that `wheelhouse open` prints, or sign in with a token.')
  if (!atLeast(caller.role, needs))
    throw new Refusal('forbidden', `This needs the role ${needs}; you are ${caller.role}.`, { needs })
}

export const isRole = (name: unknown) => name !== 'anyone' && roleNames.includes(name as Needed)

type Route = {
  method: string
  path: string
  hooks?: { detail?: Record<string, unknown>; transform?: { fn: unknown }[] }
}

/** A GET route answers HEAD as well, and a socket begins as a GET. */
const methodsOf = (method: string) => (method === 'GET' ? ['GET', 'HEAD'] : method === 'WS' ? ['GET'] : [method])
