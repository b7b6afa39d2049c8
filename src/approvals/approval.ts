import type { ApprovalEnding, ApprovalRequest, ApprovalRuntime, Decision } from '../facts/approval.ts'
import { Refusal } from '../lib/refusal.ts'
import type { Risk } from './risks.ts'

/**
 * Where a request stands. `answering`: a person has decided, and the runtime has not taken it yet. `answered`: it has.
 * `unknown`: it is gone, and nobody said how it was answered.
 */
type ApprovalState = 'waiting' | 'answering' | 'answered' | 'elsewhere' | 'expired' | 'withdrawn' | 'unknown'

/** A request with what became of it. Times in ms. */
export type ApprovalRecord = {
  request: ApprovalRequest
  /** The door that said it. */
  source: string
  /** Our id of its session; null where it names none that we know. */
  sessionId: string | null
  state: ApprovalState
  decision: Decision | null
  /** Who decided: a person by the name of their credential, or whom the runtime names; null where that is not known. */
  by: string | null
  /** The credential of the person who decided here; null for a decision that was made elsewhere. */
  byId: string | null
  decidedAt: number | null
  endedAt: number | null
  /** What went wrong with an answer, in a sentence. */
  note: string | null
}

/** A request as pages show it: what was asked, what could come of it, and where it stands. */
export type Approval = ApprovalRequest &
  Omit<ApprovalRecord, 'request' | 'source' | 'byId'> & {
    /** Our id of the agent that asks; null where the request names neither it nor a session that we know. */
    agentId: string | null
    /** Whether its runtime can be reached just now: an answer would go nowhere otherwise. */
    isReachable: boolean
    risks: Risk[]
  }

/** Whether we take part in the approvals of a runtime, and who switched it. */
export type TakingPartState = {
  runtime: ApprovalRuntime
  isOn: boolean
  at: number | null
  by: string | null
  /** What its version cannot do, in sentences; none while it is not connected. */
  limits: string[]
}

/**
 * Where a request was decided: here on a page or by `wheelhouse approve`, in another place, by nobody in time; `none`
 * where it was not asked any more, or nobody said.
 */
export const deciders = ['page', 'terminal', 'elsewhere', 'expired', 'none'] as const

export type Decider = (typeof deciders)[number]

/** Whether a person still has to do something about it. */
export const isOpen = ({ state }: Pick<ApprovalRecord, 'state'>) => state === 'waiting' || state === 'answering'

const words: Record<Decision, string> = {
  'allow-once': 'allowed it once',
  'allow-session': 'allowed it for the session',
  'allow-always': 'allowed it always',
  deny: 'denied it',
}

/** A request that a door names, new or again. One whose answer was thought to have arrived waits again, and says so. */
export function seen(before: ApprovalRecord | undefined, request: ApprovalRequest, source: string): ApprovalRecord {
  if (!before)
    return {
      request,
      source,
      sessionId: null,
      state: 'waiting',
      decision: null,
      by: null,
      byId: null,
      decidedAt: null,
      endedAt: null,
      note: null,
    }
  if (isOpen(before)) return { ...before, request, source }
  const note =
    before.state === 'answered' && before.decision
      ? `${before.by ?? 'Somebody'} ${words[before.decision]}, and the runtime still asks: the answer did not arrive. Decide again.`
      : before.note
  return { ...before, ...undecided, request, source, state: 'waiting', note }
}

/**
 * A person decides; from now on nobody else can. Throws a Refusal: `conflict` where somebody was faster or it is over,
 * `bad-input` for a decision that the runtime does not take, or a permission for what is not known whole.
 */
export function claimed(
  record: ApprovalRecord,
  decision: Decision,
  by: { name: string; id: string },
  now: number,
): ApprovalRecord {
  const { request, state } = record
  if (state !== 'waiting') throw new Refusal('conflict', `Nothing was sent: ${endedWords(record)}.`)
  if (request.expiresAt !== null && now >= request.expiresAt)
    throw new Refusal('conflict', 'Nothing was sent: the time to answer is over.')
  if (!request.decisions.includes(decision))
    throw new Refusal(
      'bad-input',
      request.decisions.length === 0
        ? `This can only be answered in ${request.place}.`
        : `This request does not take “${decision}”; it takes ${request.decisions.join(', ')}.`,
    )
  if (request.isCut && decision !== 'deny')
    throw new Refusal(
      'bad-input',
      `Only a part of this request is known here, and nobody should allow what they cannot read. Answer it in ${request.place}.`,
    )
  return { ...record, state: 'answering', decision, by: by.name, byId: by.id, decidedAt: now, note: null }
}

/** The runtime has taken the answer. */
export const delivered = (record: ApprovalRecord, now: number): ApprovalRecord =>
  record.state === 'answering' ? { ...record, state: 'answered', endedAt: now } : record

/** An answer that was not taken, with the sentence why; the request waits again where it is still there. */
export function notTaken(record: ApprovalRecord, why: string, isThere: boolean, now: number): ApprovalRecord {
  if (record.state !== 'answering') return record
  return isThere
    ? { ...record, ...undecided, state: 'waiting', note: why }
    : { ...record, ...undecided, state: 'unknown', endedAt: now, note: why }
}

/** What a door says of how a request ended. One that ended by our answer is told by whoever gave that. */
export function ended(record: ApprovalRecord, { how, decision, by }: ApprovalEnding, now: number): ApprovalRecord {
  if (!isOpen(record)) return record
  return { ...record, state: how, decision, by, byId: null, decidedAt: decision === null ? null : now, endedAt: now }
}

/** A request that its door does not name any more, without a word of how it ended. */
export function vanished(record: ApprovalRecord, now: number): ApprovalRecord {
  if (record.state !== 'waiting') return record
  const isLate = record.request.expiresAt !== null && now >= record.request.expiresAt
  return { ...record, state: isLate ? 'expired' : 'unknown', endedAt: now }
}

/** What is left of an answer that was being given when this program ended: nobody knows whether it arrived. */
export function recovered(record: ApprovalRecord): ApprovalRecord {
  if (record.state !== 'answering') return record
  const decision = record.decision ? words[record.decision] : 'answered'
  const note = `${record.by ?? 'Somebody'} ${decision}, and Wheelhouse ended before the runtime had taken it.`
  return { ...record, ...undecided, state: 'waiting', note }
}

const undecided = { decision: null, by: null, byId: null, decidedAt: null, endedAt: null } as const

/** `Anna has allowed it once`, for whoever comes too late. */
function endedWords({ state, decision, by }: ApprovalRecord): string {
  const who = by ?? 'somebody else'
  switch (state) {
    case 'waiting':
      return 'it waits for a decision'
    case 'answering':
    case 'answered':
      return `${who} has ${decision ? words[decision] : 'answered it'}`
    case 'elsewhere':
      return decision ? `${who} has ${words[decision]} in another place` : 'it was answered in another place'
    case 'expired':
      return 'the time to answer is over'
    case 'withdrawn':
      return 'its run has ended'
    case 'unknown':
      return 'it is not there any more'
  }
}
