import type { Role } from './role.ts'

/** A role, or no role at all. */
export type RouteRole = Role | 'anyone'

/** Where a route's right is checked that goes beyond its role. */
type Acting = {
  /** Whether the route changes something, which needs a caller who may act. True for every method but GET and HEAD. */
  acts?: boolean
}

/**
 * Declares who may use a route; spread it into the route's options: `.get('/x', handler, { ...requireRole('viewer') })`.
 * `anyone` means without a role: only what shows nothing and changes nothing. A route without it does not start.
 */
export const requireRole = (role: RouteRole, { acts = role !== 'anyone' }: Acting = {}) => ({
  detail: { 'x-role': role, 'x-acts': acts } as Record<string, unknown>,
})
