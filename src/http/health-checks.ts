import { Elysia } from 'elysia'
import { requireRole } from '../auth/require-role.ts'
import type { Progress } from '../facts/source.ts'

/** Whether we are alive, and whether what was there at the start has been read. */
export type ReadyDeps = { ready(): { done: boolean; progress: Progress; trouble: string | null } }

/** Open to everyone, because a supervisor signs in nowhere: they say how much, never what. */
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
