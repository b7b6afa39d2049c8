import type { Role } from '../live/events.ts'

/**
 * Declares who may use a route; spread it into the route's options: `.get('/x', handler, { ...needs('viewer') })`.
 * `anyone` means without a role: only what shows nothing and changes nothing. A route without it does not start.
 */
export const requireRole = (role: Role | 'anyone') => ({ detail: { 'x-role': role } as Record<string, unknown> })
