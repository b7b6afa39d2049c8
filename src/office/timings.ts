/** Every timing of how the office shows what is so, in ms. */
export const officeTimings = {
  /** A sub-agent that has ended is seen for so long, so that its end is. */
  leavesAfterMs: 10_000,
  /** An agent that sleeps and was silent for so long is not in the office. */
  awayAfterMs: 7 * 24 * 3_600_000,
  /** Heat is what happened within this time. */
  heatWindowMs: 60_000,
  /** What has changed is told at most this often. */
  tellEveryMs: 250,
  /** What time alone changes is noticed this often. */
  lookEveryMs: 1_000,
  /** While history is read, everybody is read again this often. */
  readAgainMs: 2_000,
  /** The last words of one session are read at most this often. */
  wordsEveryMs: 4_000,
  /** Calls of a model that are no further apart are one piece of work, in what is remembered of a day. */
  samePieceMs: 5 * 60_000,
  /** A failure is seen for so long in what is remembered of a day, as it was then. */
  failureSeenMs: 10 * 60_000,
  /** A file that was read or written shows what somebody did for so long. */
  touchSeenMs: 20_000,
  /** Two who have written to each other within this time talk with each other. */
  talkMs: 3 * 60_000,
  /** A message that is older than this when it is heard of has passed already. */
  messageSeenMs: 30_000,
  /** They sit together for so long after the last words. */
  meetingLastsMs: 75_000,
  /** So much ahead of ours the clock may be by which a message was written. */
  clockSkewMs: 60_000,
} as const
