import { defineFeature } from '../feature.ts'
import type { Reader } from '../lib/json.ts'
import type { FileEvent } from './events.ts'
import type { FileReads } from './reads.ts'
import { fileRoutes } from './routes.ts'
import type { Survey } from './survey.ts'

export const filesFeature = defineFeature<FileEvent>()({
  name: 'files',
  topics: { files: 'viewer' },
  events: {
    'files.changed': { topics: () => ['files'], redact: { screen: 'nothing', viewer: 'whole' }, latestValue: true },
  },
  tables: {
    index: {
      file_paths: { kept: 'for good' },
      file_touches: { kept: 'for good: who changed a file outlives a transcript' },
      session_tools: { kept: 'for good' },
    },
  },
  routes: (parts: { reader: Reader<FileReads>; survey: Survey; now: () => number }) => fileRoutes(parts),
})
