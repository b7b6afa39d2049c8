import { defineFeature } from '../feature.ts'
import type { Reader } from '../lib/json.ts'
import type { FileEvent } from './events.ts'
import type { OutsideWatch } from './file.ts'
import type { FileReads } from './reads.ts'
import { fileRoutes } from './routes.ts'
import { fileSections } from './settings.ts'
import type { Survey } from './survey.ts'

type Parts = {
  reader: Reader<FileReads>
  survey: Survey
  fileWatch: () => OutsideWatch | null
  fileEditor: string | null
  now: () => number
}

export const filesFeature = defineFeature<FileEvent>()({
  name: 'files',
  topics: { files: 'viewer' },
  events: {
    'files.outside': { topics: () => ['files'], redact: { screen: 'nothing', viewer: 'whole' }, latestValue: true },
    'files.changed': { topics: () => ['files'], redact: { screen: 'nothing', viewer: 'whole' }, latestValue: true },
  },
  tables: {
    index: {
      file_paths: { kept: 'for good' },
      file_touches: { kept: 'for good: who changed a file outlives a transcript' },
      session_tools: { kept: 'for good' },
      file_calls: { kept: 'two days' },
      outside_writes: { kept: 'for good' },
    },
  },
  settings: fileSections,
  routes: ({ fileEditor, ...parts }: Parts) => fileRoutes({ ...parts, editor: fileEditor }),
})
