import { defineFeature } from '../feature.ts'
import { jobForScreen, runForScreen } from './cron.ts'
import type { CronEvent } from './events.ts'
import { type CronDeps, cronRoutes } from './routes.ts'

export const cronsFeature = defineFeature<CronEvent>()({
  name: 'crons',
  topics: { crons: 'screen' },
  events: {
    'cron.changed': {
      topics: () => ['crons', 'overview'],
      redact: { screen: (event) => ({ ...event, job: jobForScreen(event.job) }), viewer: 'whole' },
    },
    'cron.ran': {
      topics: () => ['crons', 'overview'],
      redact: { screen: (event) => ({ ...event, run: runForScreen(event.run) }), viewer: 'whole' },
    },
  },
  tables: {
    index: { cron_jobs: { kept: 'for good' }, cron_runs: { kept: 'for good' } },
    wheelhouse: { cron_deadlines: { kept: 'until somebody takes it back, also where the job is gone' } },
  },
  routes: (parts: CronDeps) => cronRoutes(parts),
})
