import { Elysia } from 'elysia'
import { callerOf } from '../auth/caller.ts'
import { needs } from '../http/needs.ts'
import { jobForScreen, sessionForScreen, sourceForScreen } from '../live/discretion.ts'
import type { Overview } from './overview.ts'

export type OverviewReader = () => Overview

export const overviewRoutes = (overview: OverviewReader) =>
  new Elysia({ prefix: '/api' }).get(
    '/overview',
    ({ request }) => {
      const all = overview()
      return callerOf(request)?.role === 'screen' ? forScreen(all) : all
    },
    needs('screen'),
  )

/** Names, states and numbers: no words of prompts, commands or errors. */
const forScreen = (overview: Overview): Overview => ({
  ...overview,
  sessions: { ...overview.sessions, items: overview.sessions.items.map(sessionForScreen) },
  crons: overview.crons.map(jobForScreen),
  sources: overview.sources.map(sourceForScreen),
})
