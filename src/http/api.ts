import { toOpenAPISchema } from '@elysiajs/openapi/openapi'
import { type AnyElysia, Elysia } from 'elysia'
import { z } from 'zod'
import type { Agents } from '../agents/agents.ts'
import { agentRoutes } from '../agents/routes.ts'
import type { ActionGate } from '../audit/action-gate.ts'
import type { Audit } from '../audit/audit.ts'
import { auditRoutes } from '../audit/routes.ts'
import type { Attempts } from '../auth/attempts.ts'
import type { Auth } from '../auth/auth.ts'
import { requireRole } from '../auth/require-role.ts'
import { authRoutes } from '../auth/routes.ts'
import { type CostReaders, costRoutes } from '../costs/routes.ts'
import type { Crons } from '../crons/crons.ts'
import { cronRoutes } from '../crons/routes.ts'
import type { Doctor } from '../doctor/doctor.ts'
import { doctorRoutes } from '../doctor/routes.ts'
import type { Health as Readings } from '../health/health.ts'
import { healthRoutes } from '../health/routes.ts'
import type { Log } from '../lib/log.ts'
import { demoRoutes, type OverviewReader, overviewRoutes } from '../overview/routes.ts'
import { type ReadTranscript, sessionRoutes } from '../sessions/routes.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { problems } from './errors.ts'
import { healthCheckRoutes, type ReadyDeps } from './health-checks.ts'
import { createRoleGate } from './roles.ts'

export type ApiDeps = {
  agents: Agents
  sessions: Sessions
  readTranscript: ReadTranscript
  costs: CostReaders
  crons: Crons
  overview: OverviewReader
  auth: Auth
  attempts: Attempts
  audit: Audit
  door: ActionGate
  doctor: Doctor
  demo: Parameters<typeof demoRoutes>[0]
  health: ReadyDeps
  readings: Readings
  /** The URL of the server; '' while nothing is served. */
  address: () => string
  version: string
  log: Log
}

export type Api = ReturnType<typeof createApi>

/** Mounts every route. A route without a role refuses to start. */
export function createApi({
  agents,
  sessions,
  readTranscript,
  costs,
  crons,
  overview,
  auth,
  attempts,
  audit,
  door,
  doctor,
  demo,
  health,
  readings,
  address,
  version,
  log,
}: ApiDeps) {
  const { gate, enforce } = createRoleGate()
  let methodsAt = (_path: string): string[] => []
  const api = new Elysia({ name: 'wheelhouse', normalize: false })
    .use(
      problems(
        (error, about) => log.error('a request failed', { ...about, error }),
        (path) => methodsAt(path),
      ),
    )
    .use(gate)
    .use(healthCheckRoutes(health))
    .use(overviewRoutes(overview))
    .use(agentRoutes(agents))
    .use(sessionRoutes(sessions, readTranscript))
    .use(costRoutes(costs))
    .use(cronRoutes(crons))
    .use(healthRoutes(readings))
    .use(authRoutes({ auth, door, audit, attempts, address }))
    .use(auditRoutes(audit))
    .use(doctorRoutes(doctor))
    .use(demoRoutes(demo))
  const described = describe(api, version)
  const whole = api.get('/api/openapi.json', () => described(), requireRole('viewer'))
  methodsAt = methodsOf(enforce(whole).map(({ route }) => route))
  return whole
}

/** The OpenAPI document, made on first use. Only JSON is served, because the viewer would load code from elsewhere. */
function describe(api: AnyElysia, version: string) {
  let made: object | undefined
  return () => {
    made ??= {
      openapi: '3.1.0',
      info: { title: 'Wheelhouse', version, description: 'Mission control for the AI agents on your machine.' },
      ...toOpenAPISchema(api, undefined, undefined, { zod: z.toJSONSchema }),
    }
    return made
  }
}

/** Finds the methods of a path, from routes such as `GET /api/agents/:id`. */
function methodsOf(routes: string[]) {
  const known = routes.map((route) => {
    const [method = '', pattern = ''] = route.split(' ')
    return { method, at: new RegExp(`^${pattern.replace(/:[^/]+/g, '[^/]+')}/?$`) }
  })
  return (path: string) => known.filter(({ at }) => at.test(path)).map(({ method }) => method)
}
