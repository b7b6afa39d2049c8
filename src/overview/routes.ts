import { Elysia } from 'elysia'
import { callerOf } from '../auth/caller.ts'
import { requireRole } from '../auth/require-role.ts'
import type { SourceReport } from '../facts/source.ts'
import { Refusal } from '../lib/refusal.ts'
import {
  activityEntryForScreen,
  attentionItemForScreen,
  gatewayForScreen,
  jobForScreen,
  readingForScreen,
  sessionForScreen,
  sourceForScreen,
} from '../live/screen-redaction.ts'
import type { Overview } from './overview.ts'
import { verdictForScreen } from './verdict.ts'

export type OverviewReader = () => Overview

export const overviewRoutes = (overview: OverviewReader) =>
  new Elysia({ prefix: '/api' }).get(
    '/overview',
    ({ request }) => {
      const all = overview()
      return callerOf(request)?.role === 'screen' ? forScreen(all) : all
    },
    requireRole('screen'),
  )

/** Names, states and numbers: no words of prompts, commands or errors. */
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
    requireRole('viewer'),
  )
