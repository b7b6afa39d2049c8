import { Elysia } from 'elysia'
import { callerOf, isScreen } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Telemetry } from './telemetry.ts'

/** The media type of the text format of Prometheus. */
const prometheusType = 'text/plain; version=0.0.4; charset=utf-8'

/** What Prometheus asks for. It comes with a token: nobody else on this machine gets it for being here. */
export const telemetryRoutes = ({ telemetry }: { telemetry: Telemetry }) =>
  new Elysia()
    .get(
      '/metrics',
      async ({ request }) => {
        if (!callerOf(request)?.id.startsWith('token:'))
          throw new Refusal(
            'unauthorized',
            'Metrics are given for a token alone. Make one with `wheelhouse token create --role screen --name prometheus`, and send it as `Authorization: Bearer`.',
          )
        const text = await telemetry.text({ hidesPaths: isScreen(request) })
        return new Response(text, { headers: { 'content-type': prometheusType } })
      },
      requireRole('screen'),
    )
    .get('/api/metrics/settings', () => telemetry.settings(), requireRole('viewer'))
