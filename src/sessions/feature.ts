import { defineFeature } from '../feature.ts'
import type { Reader } from '../lib/json.ts'
import type { SessionEvent } from './events.ts'
import type { ReadTranscript } from './read-transcript-ends.ts'
import type { SessionReads } from './reads.ts'
import { sessionRoutes } from './routes.ts'
import { sessionForScreen } from './session.ts'
import { sessionSections } from './settings.ts'

/** Tools are looked for in the transcripts of so many days before those that are asked for. */
const toolDays = 30

type SessionRouteDeps = {
  reader: Reader<SessionReads>
  readTranscript: ReadTranscript
  /** Has transcripts looked through, back to a time (ms), for the tools that were used in them. */
  survey: {
    lookBack: (since: number) => void
    progressSoon: () => Promise<{ sessions: number; done: number }>
  }
  now: () => number
}

export const sessionsFeature = defineFeature<SessionEvent>()({
  name: 'sessions',
  topics: { sessions: 'screen', 'session:ID': 'viewer' },
  events: {
    'session.changed': {
      topics: ({ session }) => [`session:${session.id}`, 'sessions', 'overview'],
      redact: { screen: (event) => ({ ...event, session: sessionForScreen(event.session) }), viewer: 'whole' },
    },
    'session.streamed': {
      topics: ({ sessionId }) => [`session:${sessionId}`],
      redact: { screen: 'nothing', viewer: 'whole' },
      latestValue: true,
    },
  },
  tables: {
    index: {
      sessions: { kept: 'for good: what was used outlives a transcript' },
      session_counts: { kept: 'for good, as counts of `sessions`' },
      session_marks: { kept: 'for good: when the tree of `sessions` changed last' },
    },
  },
  settings: sessionSections,
  routes: ({ reader, readTranscript, survey, now }: SessionRouteDeps) =>
    sessionRoutes(reader, readTranscript, async ({ since: asked, before = now() }) => {
      const since = asked ?? Math.min(now(), before) - toolDays * 86_400_000
      survey.lookBack(since)
      return { since, ...(await survey.progressSoon()) }
    }),
})
