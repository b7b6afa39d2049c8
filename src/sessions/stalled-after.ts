import type { Runtime } from '../facts/runtimes.ts'
import { patience } from './state.ts'

/** After how much silence (ms) a session that is at work counts as stalled. */
export type StalledAfterOf = (session: { runtime: Runtime; agentId: string }) => number

export const usualPatience: StalledAfterOf = () => patience.stalledAfterMs

/** The patience that the user states in minutes: of an agent by its id, else of a runtime, else of all (`''`). */
export const statedPatience =
  (minutes: Record<string, number>): StalledAfterOf =>
  ({ runtime, agentId }) => {
    const stated = minutes[agentId] ?? minutes[runtime] ?? minutes['']
    return stated === undefined ? patience.stalledAfterMs : stated * 60_000
  }
