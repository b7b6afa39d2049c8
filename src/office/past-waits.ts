import type { Approval } from '../approvals/approval.ts'
import type { NeedRecord } from '../attention/need-record.ts'
import { askWords } from './ask-words.ts'
import type { PastWait } from './past-states.ts'

/** Requests and the needs of sessions, as what somebody waited for, stalled at or failed by. */
export const pastWaitsOf = (approvals: readonly Approval[], needs: readonly NeedRecord[]): PastWait[] => [
  ...approvals.flatMap((approval): PastWait[] => {
    const { sessionId, agentId, askedAt, endedAt } = approval
    if (sessionId === null && agentId === null) return []
    return [
      { state: 'waiting', sessionId, agentId: agentId ?? '', from: askedAt, to: endedAt, text: askWords(approval) },
    ]
  }),
  ...needs.flatMap(({ id, kind, agentId, reason, since, openedAt, settledAt }): PastWait[] => {
    if (kind !== 'waiting' && kind !== 'stalled' && kind !== 'failed') return []
    const from = kind === 'stalled' ? openedAt : Math.min(since ?? openedAt, openedAt)
    // A request says more than that somebody waits.
    const isAsked = approvals.some((one) => one.sessionId === id && Math.abs(one.askedAt - from) < sameMs)
    return kind === 'waiting' && isAsked
      ? []
      : [{ state: kind, sessionId: id, agentId, from, to: settledAt, text: reason }]
  }),
]

const sameMs = 10_000
