import type { Role } from './role.ts'

/** A role, or no role at all. */
export type RouteRole = Role | 'anyone'

/** What a route says beyond its role. */
type More = {
  /** Whether the route changes something, which needs a caller who may act. True for every method but GET and HEAD. */
  acts?: boolean
  /** How many values its body may hold, where that is more than others need. */
  bodyValues?: number
}

/**
 * Declares who may use a route; spread it into the route's options: `.get('/x', handler, { ...requireRole('viewer') })`.
 * `anyone` means without a role: only what shows nothing and changes nothing. A route without it does not start.
 */
export const requireRole = (role: RouteRole, { acts = role !== 'anyone', bodyValues }: More = {}) => ({
  detail: {
    'x-role': role,
    'x-acts': acts,
    ...(bodyValues !== undefined && { 'x-body-values': bodyValues }),
  } as Record<string, unknown>,
})
