import type { Role } from '../auth/role.ts'

/**
 * What may be done when something runs short, the mildest first. `pause` also stops what begins to work again, until the
 * window opens.
 */
export const measures = ['notify', 'hold-crons', 'stop-sessions', 'pause'] as const
export type Measure = (typeof measures)[number]

/** What stops work, and acts on the level itself alone: a forecast is no reason to cut a turn off. */
export const stopsWork = (measure: Measure) => measure === 'stop-sessions' || measure === 'pause'

/** What a person switched on for a budget or a plan window, as it is kept. It acts until somebody switches it off. */
export type Guard = {
  /** `budget:NAME` or `window:ID`. */
  subject: string
  measures: Measure[]
  /** The share of the budget or the window at which it acts. */
  atPercent: number
  /** The jobs that it may hold; null for all in the scope of the budget or the window. */
  jobs: string[] | null
  /** What the person saw the limit to be; another one by now needs another confirmation. */
  limit: string
  setAt: number
  setBy: string
  setById: string
  /** With the rights of this role it acts: that of the person, when they confirmed it. */
  role: Role
}

/** The share at which a guard acts unless it is said. */
export const usualPercent = (subject: string) => (subject.startsWith('budget:') ? 100 : 80)

export const leastPercent = 10
export const mostPercent = 100
