import { type LastMoments, lastMomentsOf } from './last-moments.ts'
import { createTranscriptEnds, type ReadTranscript } from './read-transcript-ends.ts'

/** Reads how sessions ended so far, out of so much of the end of a transcript; of 24 at once, more nobody reads. */
export const createLastMoments = (readTranscript: ReadTranscript) =>
  createTranscriptEnds<LastMoments>(readTranscript, {
    find: lastMomentsOf,
    nothing: { call: null, words: null },
    limit: 40,
    maxSessions: 24,
    kept: 100,
  })
