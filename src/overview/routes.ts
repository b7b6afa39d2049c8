import { Elysia } from 'elysia'
import { activityEntryForScreen } from '../activity/activity-entry.ts'
import { attentionItemForScreen } from '../attention/need.ts'
import { isScreen } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import { jobForScreen } from '../crons/cron.ts'
import { gatewayForScreen } from '../facts/gateway.ts'
import { type SourceReport, sourceForScreen } from '../facts/source.ts'
import { readingForScreen } from '../health/reading.ts'
import { Refusal } from '../lib/refusal.ts'
import { sessionForScreen } from '../sessions/session.ts'
import type { Overview } from './overview.ts'
import { verdictForScreen } from './verdict.ts'

export type OverviewReader = (signal: AbortSignal) => Promise<Overview>

/** What a page needs to start the demo. */
export type DemoStart = { reports: () => SourceReport[]; startDemo: () => void }

export const overviewRoutes = (overview: OverviewReader, { reports, startDemo }: DemoStart) =>
  new Elysia({ prefix: '/api' })
    .get(
      '/overview',
      async ({ request }) => {
        const all = await overview(request.signal)
        return isScreen(request) ? forScreen(all) : all
      },
      requireRole('screen'),
    )
    .post(
      '/demo',
      () => {
        // The demo writes into no real store, so a viewer may start it; but it would hide agents that are there.
        if (reports().some(({ state }) => state !== 'absent'))
          throw new Refusal(
            'conflict',
            'Agents were found here. Start the demo beside them with `wheelhouse --demo --data DIR --port PORT`.',
          )
        startDemo()
        return { starting: true }
      },
      requireRole('viewer', { acts: false }),
    )

/** The first page as a screen may show it: names, states and numbers, no words of prompts, commands or errors. */
const forScreen = (overview: Overview): Overview => ({
  ...overview,
  verdict: verdictForScreen(overview.verdict),
  sessions: { ...overview.sessions, items: overview.sessions.items.map(sessionForScreen) },
  attention: overview.attention.map(attentionItemForScreen),
  health: { ...overview.health, reading: overview.health.reading && readingForScreen(overview.health.reading) },
  crons: overview.crons.map(jobForScreen),
  log: overview.log.map(activityEntryForScreen),
  sources: overview.sources.map(sourceForScreen),
  gateways: overview.gateways.map(gatewayForScreen),
})
