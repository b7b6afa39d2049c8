import { between, type Random } from './random.ts'

/**
 * How much slower than at first long commands and thoughts are, from 1 on: at its first pace a day of the demo would
 * cost hundreds of dollars. Tools that take seconds go on taking seconds.
 */
export type Pace = number

/** The time that a tool takes, in ms. */
export function toolMs(random: Random, tool: string, pace: Pace): number {
  switch (tool) {
    case 'read':
    case 'memory_search':
      return between(random, 700, 2_600)
    case 'write':
    case 'edit':
      return between(random, 1_800, 5_500)
    case 'sessions_send':
      return between(random, 4_000, 11_000)
    case 'message':
    case 'sessions_spawn':
      return between(random, 900, 2_400)
    case 'web_search':
    case 'web_fetch':
      return between(random, 2_000, 9_000)
    default:
      return Math.round(between(random, 4_000, 66_000) * pace)
  }
}

/** The time that a model takes until it answers, in ms. */
export const thinkingMs = (random: Random, pace: Pace) => Math.round(between(random, 6_000, 26_000) * Math.min(pace, 2))
