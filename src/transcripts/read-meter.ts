import { type CallCost, sessionCalls, sessionClasses } from '../costs/ledger/read-session-calls.ts'
import type { Session } from '../sessions/session.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { Store } from '../store/store.ts'
import type { SessionMeter } from './meter.ts'

const minuteMs = 60_000
/** What a session costs now is what it has cost in this time. */
const nowMs = 5 * minuteMs
/** Of more sub-agents than these the last ones are listed. */
const maxSubagents = 2_000

/** What sessions use, out of the index. */
export function createMeters(index: Store, sessions: Sessions, { now }: { now: () => number }) {
  return {
    /** The sub-agents of a session and theirs, whatever their depth. */
    below(sessionId: string): Session[] {
      const below = new Map(sessions.below(sessionId).map(({ id, parentId }) => [id, parentId]))
      return sessions.byIds([...below.keys()]).map((one) => ({ ...one, parentId: below.get(one.id) ?? null }))
    },

    calls: (sessionId: string): CallCost[] => sessionCalls(index, sessionId),

    meter(sessionId: string): SessionMeter {
      const calls = sessionCalls(index, sessionId)
      const minutes = minutesOf(calls)
      const recent = calls.filter(({ at }) => at > now() - nowMs)
      const first = calls[0]?.at
      const last = calls.at(-1)?.at
      const atWork = minutes.length
      const below = sessions.below(sessionId)
      const known = below.flatMap(({ costUsd }) => costUsd ?? [])
      return {
        minutes,
        perMinuteNowUsd: recent.length === 0 ? null : sumOf(recent) / (nowMs / minuteMs),
        perMinuteUsd: first === undefined || last === undefined ? null : sumOf(calls) / Math.max(1, atWork),
        classes: sessionClasses(index, sessionId),
        ...sessions.contextOf(sessionId),
        subagents: below.slice(-maxSubagents).map(({ id, parentId, title, state, startedAt, costUsd }) => ({
          id,
          parentId,
          title,
          state,
          startedAt,
          costUsd,
        })),
        subagentsLeftOut: Math.max(0, below.length - maxSubagents),
        subagentsUsd: known.length === 0 ? null : known.reduce((sum, usd) => sum + usd, 0),
      }
    },
  }
}

export type Meters = ReturnType<typeof createMeters>

function minutesOf(calls: readonly CallCost[]): SessionMeter['minutes'] {
  const minutes = new Map<number, number>()
  for (const { at, costUsd } of calls) {
    const minute = Math.floor(at / minuteMs) * minuteMs
    minutes.set(minute, (minutes.get(minute) ?? 0) + (costUsd ?? 0))
  }
  return [...minutes].map(([at, costUsd]) => ({ at, costUsd }))
}

const sumOf = (calls: readonly CallCost[]) => calls.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0)
