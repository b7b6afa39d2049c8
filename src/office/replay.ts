import type { Activity, SessionState } from '../sessions/state.ts'
import { type OfficeMember, unnamed } from './member.ts'

/** Somebody who was in the office, with what of it stays the same. `from` and `until` (ms) are when a sub-agent came and left, null where it was there before or still is. */
export type ReplayMember = Pick<
  OfficeMember,
  'id' | 'kind' | 'parentId' | 'name' | 'look' | 'runtime' | 'area' | 'model' | 'channel'
> & { from: number | null; until: number | null }

/** From this moment on (ms) a member is in this state, until the next moment of the same member. */
export type ReplayMoment = {
  at: number
  id: string
  state: SessionState
  activity: Activity | null
  sessionId: string | null
  /** Why, as far as that is kept; of who waits what it asks. */
  reason: string | null
}

/** From this moment on (ms) an agent has cost so much that day. */
export type ReplayCost = { at: number; id: string; usd: number | null; isLowerBound: boolean }

/** Something that mattered. `id` is that of the member it is about. */
export type ReplayEvent = {
  at: number
  kind: 'began' | 'finished' | 'failed' | 'waits' | 'answered' | 'stalled' | 'cron-ran' | 'cron-failed'
  id: string
  text: string | null
}

/** A time of the past, out of the facts that are kept. Times in ms. */
export type Replay = {
  since: number
  until: number
  /**
   * Since when calls of models are kept, and since when what waited, stalled and failed is; null where nothing is.
   * What was before is unknown.
   */
  kept: { workFrom: number | null; waitsFrom: number | null }
  members: ReplayMember[]
  /** In order of time; each member has one at `since`, or when it came. */
  moments: ReplayMoment[]
  events: ReplayEvent[]
  /** What agents cost that day, known to a quarter of an hour; in order of time. */
  costs: ReplayCost[]
  /** Moments that were closer together were left out, because there were too many; null where none was. */
  thinnedToMs: number | null
}

/** A replay as a screen on a wall may show it: who was how, and no word of what it was about. */
export const replayForScreen = (replay: Replay): Replay => ({
  ...replay,
  members: replay.members.map((member) => (member.kind === 'subagent' ? { ...member, name: unnamed } : member)),
  moments: replay.moments.map((moment) => ({ ...moment, reason: null })),
  events: replay.events.map((event) => ({ ...event, text: null })),
})

/** Who was in the office at a moment (ms) of a replay, and how. What no store keeps is unknown. */
export function membersAt(
  { members, moments, costs }: Pick<Replay, 'members' | 'moments' | 'costs'>,
  at: number,
): OfficeMember[] {
  const latest = new Map<string, ReplayMoment>()
  const begun = new Map<string, number>()
  for (const moment of moments) {
    if (moment.at > at) break
    if (latest.get(moment.id)?.state !== moment.state) begun.set(moment.id, moment.at)
    latest.set(moment.id, moment)
  }
  const spent = new Map<string, ReplayCost>()
  for (const cost of costs) {
    if (cost.at > at) break
    spent.set(cost.id, cost)
  }
  return members.flatMap(({ from, until, ...member }) => {
    const moment = latest.get(member.id)
    if (!moment || (from !== null && at < from) || (until !== null && at >= until)) return []
    const { state, activity, sessionId, reason } = moment
    const cost = spent.get(member.id)
    return {
      ...member,
      state,
      activity,
      since: begun.get(member.id)!,
      witness: null,
      witnessedAt: null,
      reason,
      sessionId,
      tool: null,
      said: null,
      asks: state === 'waiting' ? reason : null,
      contextPercent: null,
      costTodayUsd: cost?.usd ?? null,
      costTodayIsLowerBound: cost?.isLowerBound ?? false,
      heat: 0,
    }
  })
}
