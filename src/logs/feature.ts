import { defineFeature } from '../feature.ts'
import type { LogEvent } from './events.ts'
import { logRoutes } from './routes.ts'
import { logSections } from './settings.ts'

export const logsFeature = defineFeature<LogEvent>()({
  name: 'logs',
  topics: { errors: 'viewer' },
  events: {
    // Who missed some asks for them by position: a log would push everything else out of what is remembered.
    'log.written': {
      topics: ({ source }) => [`logs:${source}`],
      redact: { screen: 'nothing', viewer: 'whole' },
      latestValue: true,
    },
    'log.muted': { topics: () => ['errors'], redact: { screen: 'nothing', viewer: 'whole' } },
  },
  tables: {
    wheelhouse: { muted_errors: { kept: 'for good: what somebody decided' } },
    logs: {
      log_meta: { kept: 'for good' },
      log_marks: { kept: 'an hour longer than the file' },
      log_tail: { kept: 'until the lines fill a block' },
      log_blocks: { kept: '60 days and 200 MB of each source, or as config.toml says' },
      log_minutes: { kept: 'as long as the lines' },
      log_errors: { kept: '90 days after the last' },
      log_error_hours: { kept: 'two days' },
    },
  },
  settings: logSections,
  routes: (parts: Parameters<typeof logRoutes>[0]) => logRoutes(parts),
})
