import { Elysia } from 'elysia'
import { requireRole } from '../auth/require-role.ts'
import type { Progress } from '../facts/source.ts'

/** The state of the first pass over the sources. */
export type ReadyDeps = { ready(): { done: boolean; progress: Progress; trouble: string | null } }

/** Liveness and readiness. They are open to everyone, because supervisors do not sign in, and give only counts. */
export const healthCheckRoutes = ({ ready }: ReadyDeps) =>
  new Elysia()
    .get('/healthz', () => ({ alive: true }), requireRole('anyone'))
    .get(
      '/readyz',
      ({ status }) => {
        const { done, progress, trouble } = ready()
        if (done && !trouble) return { ready: true, missing: null }
        const missing = trouble ?? `${progress.filesDone} of ${progress.files} files have been read`
        return status(503, { ready: false, missing })
      },
      requireRole('anyone'),
    )
