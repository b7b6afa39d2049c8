import { defineFeature } from '../feature.ts'
import type { Reader } from '../lib/json.ts'
import type { SessionReads } from '../sessions/reads.ts'
import type { TranscriptReads } from './reads.ts'
import { transcriptRoutes } from './routes.ts'
import type { TranscriptTexts } from './texts.ts'

export const transcriptsFeature = defineFeature()({
  name: 'transcripts',
  events: {},
  routes: (parts: {
    reader: Reader<SessionReads & TranscriptReads>
    texts: TranscriptTexts
    agentNames: () => readonly { id: string; name: string }[]
    timezone: string
  }) => transcriptRoutes(parts),
})
