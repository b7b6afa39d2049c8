/** How long things take in the office and how fast people are. Times are in ms of the world, lengths in art pixels. */
export const timings = {
  /** One step of the world. */
  stepMs: 1000 / 30,
  /** A walk nobody hurries on: one stride of its animation, two frames of 130 ms, is 10 pixels. */
  walkPxPerS: 38,
  /** Whoever has work, or is needed, is at its desk after this long, however far the way. */
  workArriveMs: 4_000,
  /** Whoever comes in without work is at its desk after this long. */
  arriveMs: 12_000,
  /** Whoever leaves is out of the door after this long. */
  leaveMs: 8_000,
  /** Between two who come in through the door together, and the longest that one of a crowd waits outside. */
  doorGapMs: 300,
  doorWaitMaxMs: 2_000,
  /** Appearing and disappearing. */
  fadeMs: 300,
  /** How long somebody waits for another to clear the way before they pass each other. */
  patienceMs: 300,
  /** How much longer than the one before it each of four waits, so that not all of them give way at once. */
  patienceStepMs: 100,
  /** A paper that flies from one to another. */
  flightMs: 900,
  /** Standing at somebody's desk to hand over a paper. */
  visitMs: 1_600,
  /** Time that passed outside and not here, as in a tab that was asleep, after which everybody is at once where they are going. */
  missedMs: 5_000,
} as const

type Span = readonly [leastMs: number, mostMs: number]

/** How long somebody without work stays at its desk before it goes somewhere. */
export const atDeskMs: Span = [6_000, 28_000]

/** How long one stays in each place, and how much each is liked. */
export const pastimes = {
  coffee: { stayMs: [8_000, 18_000], weight: 5 },
  snack: { stayMs: [4_000, 8_000], weight: 1 },
  water: { stayMs: [4_000, 8_000], weight: 1 },
  sofa: { stayMs: [20_000, 45_000], weight: 5 },
  window: { stayMs: [8_000, 20_000], weight: 2 },
  board: { stayMs: [7_000, 14_000], weight: 1 },
  chat: { stayMs: [10_000, 22_000], weight: 3 },
  cat: { stayMs: [6_000, 12_000], weight: 1 },
  rack: { stayMs: [5_000, 9_000], weight: 1 },
  books: { stayMs: [3_000, 6_000], weight: 2 },
} as const satisfies Record<string, { stayMs: Span; weight: number }>

/** A place this far from the desk is liked half as much as one beside it. */
export const halfLikedPx = 420

/** How much it is liked to stay at the desk for another while. */
export const stayWeight = 2

/** Of those who end a pastime, how many go back to their desk rather than somewhere else. */
export const shareBackToDesk = 0.45

/** Of those who fall asleep away from their desk, how many take a free sofa. */
export const shareOnSofa = 0.5
