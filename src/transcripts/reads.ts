import type { CallCost } from '../costs/ledger/read-session-calls.ts'
import type { Session } from '../sessions/session.ts'
import type { SessionMeter } from './meter.ts'
import type { Meters } from './read-meter.ts'

export type TranscriptReads = ReturnType<typeof transcriptReads>

/** What the reader of a transcript asks of the index. */
export const transcriptReads = (meters: Meters) => ({
  sessionMeter: (sessionId: string): SessionMeter => meters.meter(sessionId),
  sessionsBelow: (sessionId: string): Session[] => meters.below(sessionId),
  sessionCalls: (sessionId: string): CallCost[] => meters.calls(sessionId),
})
