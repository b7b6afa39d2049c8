import { agentReads } from '../agents/reads.ts'
import { attentionReads } from '../attention/reads.ts'
import { breakerReads } from '../breaker/reads.ts'
import { costReads } from '../costs/reads.ts'
import { cronReads } from '../crons/reads.ts'
import { doctorReads } from '../doctor/reads.ts'
import { fileReads } from '../files/reads.ts'
import { officeReads } from '../office/reads.ts'
import { overviewReads } from '../overview/reads.ts'
import { reconcileReads } from '../reconcile/reads.ts'
import { sessionReads } from '../sessions/reads.ts'
import { transcriptReads } from '../transcripts/reads.ts'
import type { ReadSide } from './read-side.ts'

export type Reads = ReturnType<typeof createReads>

/** Everything that can be asked of the index. Each feature says what of it is its own. */
export const createReads = (side: ReadSide) => ({
  ...agentReads(side.agents),
  ...sessionReads(side.sessions),
  ...costReads(side),
  ...cronReads(side.crons),
  ...attentionReads(side),
  ...overviewReads(side),
  ...officeReads(side),
  ...doctorReads(side),
  ...reconcileReads(side),
  ...fileReads(side.files),
  ...transcriptReads(side.meters),
  ...breakerReads(side.breaker),
})

/** The reads that are answered in pieces. */
export const streamedReads = ['exportReport', 'exportCalls'] as const satisfies (keyof Reads)[]
