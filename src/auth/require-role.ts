import type { Role } from './role.ts'

/** A role, or no role at all. */
export type RouteRole = Role | 'anyone'

/**
 * Declares who may use a route; spread it into the route's options: `.get('/x', handler, { ...requireRole('viewer') })`.
 * `anyone` means without a role: only what shows nothing and changes nothing. A route without it does not start.
 */
export const requireRole = (role: RouteRole) => ({ detail: { 'x-role': role } as Record<string, unknown> })
