import { Elysia } from 'elysia'
import { needs } from '../http/needs.ts'
import { Refusal } from '../lib/refusal.ts'
import type { SourceReport } from '../live/source.ts'

/**
 * One click from onboarding to the demo. It writes nothing of anybody's, so who may look may start it; where agents
 * were found it is refused, because it would take their place on every screen.
 */
export const demoRoutes = ({ reports, startDemo }: { reports: () => SourceReport[]; startDemo: () => void }) =>
  new Elysia({ prefix: '/api' }).post(
    '/demo',
    () => {
      if (reports().some(({ state }) => state !== 'absent'))
        throw new Refusal(
          'conflict',
          'Agents were found here. Start the demo beside them with `wheelhouse --demo --data DIR --port PORT`.',
        )
      startDemo()
      return { starting: true }
    },
    needs('viewer'),
  )
