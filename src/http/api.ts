import { type AnyElysia, Elysia } from 'elysia'
import { z } from 'zod'
import { requireRole } from '../auth/require-role.ts'
import { behind } from '../lib/lazily.ts'
import type { Log } from '../lib/log.ts'
import type { Refusal } from '../lib/refusal.ts'
import { bodyParser } from './body.ts'
import { problems } from './errors.ts'
import { healthCheckRoutes, type ReadyDeps } from './health-checks.ts'
import { createRoleGate } from './roles.ts'

type Deps = {
  /** The routes of every feature. */
  routes: AnyElysia[]
  ready: ReadyDeps['ready']
  version: string
  log: Log
  /** Hears of every call that was to change something and was refused. */
  refusedToAct?: (refusal: Refusal, request: Request, route: string) => void
}

/** The API with the routes of features, which are known by their types alone. */
export type ApiWith<Routes> = ReturnType<typeof createApi> & { '~Routes': Routes }

/** Mounts every route. A route without a role refuses to start. */
export function createApi({ routes, ready, version, log, refusedToAct }: Deps) {
  const { gate, bodyAt, changesAt, enforce } = createRoleGate()
  let methodsAt = (_path: string): string[] => []
  const api = new Elysia({ name: 'wheelhouse', normalize: false })
    .use(
      problems(
        (error, about) => log.error('a request failed', { ...about, error }),
        (path) => methodsAt(path),
        (refusal, request, route) => {
          if (changesAt(request, route)) refusedToAct?.(refusal, request, `${request.method} ${route}`)
        },
      ),
    )
    .use(gate)
    .use(bodyParser(bodyAt))
    .use(healthCheckRoutes({ ready }))
  for (const plugin of routes) api.use(plugin)
  const described = describe(api, version)
  const whole = api.get('/api/openapi.json', () => described(), requireRole('viewer'))
  methodsAt = methodsOf(enforce(whole).map(({ route }) => route))
  return whole
}

/** The OpenAPI document, made on first use. Only JSON is served, because the viewer would load code from elsewhere. */
function describe(api: AnyElysia, version: string) {
  let made: object | undefined
  return async () => {
    made ??= {
      openapi: '3.1.0',
      info: { title: 'Wheelhouse', version, description: 'Mission control for the AI agents on your machine.' },
      ...(await described(api)),
    }
    return made
  }
}

/** The paths and schemas of all routes. Every body is JSON, whatever parses it, and may be left out where its schema says so. */
async function described(api: AnyElysia) {
  // Few people ever ask for it: what makes it is loaded then.
  const { toOpenAPISchema } = await import('@elysiajs/openapi/openapi')
  const routes = (api as unknown as { getGlobalRoutes(): DescribedRoute[] })
    .getGlobalRoutes()
    .map((route) => ({ ...route, hooks: { ...route.hooks, parse: [{ fn: 'json' }] } }))
  const schema = toOpenAPISchema(
    Object.assign(Object.create(api), { getGlobalRoutes: () => routes }) as AnyElysia,
    undefined,
    undefined,
    { zod: inputSchema },
  ) as { paths: Record<string, Record<string, { requestBody?: { required?: boolean } }>> }
  for (const { method, path, hooks } of routes) {
    const body = schema.paths[path.replace(/:([^/]+)/g, '{$1}')]?.[method.toLowerCase()]?.requestBody
    if (body && hooks.body instanceof z.ZodType && hooks.body.safeParse(undefined).success) body.required = false
  }
  return schema
}

type DescribedRoute = { method: string; path: string; hooks?: { body?: unknown } }

/** What may be sent: the side of a schema before its transforms, which no JSON schema can hold. */
const inputSchema = (schema: z.ZodType) => z.toJSONSchema(whole(schema), { io: 'input', unrepresentable: 'any' })

/** A schema with everything in it made: what describes schemas remembers them by what they are. */
function whole(schema: z.ZodType): z.ZodType {
  const made = behind(schema)
  const makeAll = (parts: Record<PropertyKey, unknown>) => {
    for (const [name, part] of Object.entries(parts))
      if (part instanceof z.ZodType) parts[name] = whole(part)
      else if (Array.isArray(part) || name === 'shape') makeAll(part as Record<PropertyKey, unknown>)
  }
  makeAll(made._zod.def as unknown as Record<PropertyKey, unknown>)
  return made
}

/** Finds the methods of a path, from routes such as `GET /api/agents/:id`. */
function methodsOf(routes: string[]) {
  const known = routes.map((route) => {
    const [method = '', pattern = ''] = route.split(' ')
    return { method, at: new RegExp(`^${pattern.replace(/:[^/]+/g, '[^/]+')}/?$`) }
  })
  return (path: string) => known.filter(({ at }) => at.test(path)).map(({ method }) => method)
}
