import { positionIn } from '../../../../../src/facts/item-id.ts'
import type { DigestTurn, TranscriptDigest } from '../../../../../src/facts/transcript-digest.ts'
import type { SessionState } from '../../../../../src/sessions/state.ts'
import type { MeteredSubagent, SessionDigest } from '../../../../../src/transcripts/meter.ts'
import { lastAtOrBefore } from './turns.ts'

/** The list of turns: what a person asked with all that was done for it, and the sub-agents that began in its time. */

export type Turn = SessionDigest['turns'][number]

/**
 * What each row of the list costs, as it is shown: a question costs what its whole turn did, and of its steps each says
 * its own part where there are several. Null where nothing is to be said. Rows that are no step of a question, with the
 * questions, add up to the cost of all turns.
 */
export function costsOfRows(turns: readonly Pick<Turn, 'by' | 'costUsd'>[]): (number | null)[] {
  const costs: (number | null)[] = turns.map(({ costUsd }) => costUsd)
  let from = turns.findIndex(({ by }) => by === 'person')
  while (from >= 0 && from < turns.length) {
    const next = turns.findIndex(({ by }, at) => at > from && by === 'person')
    const end = next === -1 ? turns.length : next
    const own = turns.slice(from, end)
    costs[from] = own.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0)
    if (own.filter(({ costUsd }, at) => at > 0 && costUsd).length <= 1)
      for (let at = from + 1; at < end; at++) costs[at] = null
    from = next
  }
  return costs
}

/** A sub-agent in the list; `itemId` is the call that started it, where the transcript has one. */
export type SubagentRow = {
  key: string
  sessionId: string | null
  itemId: string | null
  name: string | null
  /** 1 for those of the session, one more for each sub-agent above it. */
  depth: number
  /** What its session says; where it has none, whether its call has a result. */
  state: SessionState | 'done' | 'open'
  costUsd: number | null
}

type Called = TranscriptDigest['subagents'][number]

/**
 * The sub-agents under each turn, by its index, each once: where the transcript calls it, else where the turn was under
 * way as it began, and those that it started behind it. Whatever began before the listed turns stands under −1: it is of
 * turns that are left out, or of an earlier window of the conversation.
 */
export function subagentsOfTurns(
  turns: readonly Pick<DigestTurn, 'position' | 'at' | 'by'>[],
  called: readonly Called[],
  metered: readonly MeteredSubagent[],
  turnsLeftOut: number,
): Map<number, SubagentRow[]> {
  const rows = new Map<number, SubagentRow[]>()
  const known = new Map(metered.map((one) => [one.id, one]))
  const children = Map.groupBy(metered, ({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : ''))
  /** A call before the listed turns is one of those that are left out. */
  const firstCalled = turnsLeftOut > 0 ? -1 : 0
  const listed = new Set<string>()

  function put(turn: number, row: SubagentRow) {
    rows.set(turn, [...(rows.get(turn) ?? []), row])
    if (row.sessionId === null) return
    listed.add(row.sessionId)
    for (const child of children.get(row.sessionId) ?? [])
      if (!listed.has(child.id) && !calledIds.has(child.id)) put(turn, rowOf(child, null, row.depth + 1))
  }

  const calledIds = new Set(called.flatMap(({ sessionId }) => sessionId ?? []))
  for (const call of called) {
    if (call.sessionId !== null && listed.has(call.sessionId)) continue
    const turn = Math.max(firstCalled, lastAtOrBefore(turns, positionIn(call.itemId)))
    const session = call.sessionId === null ? undefined : known.get(call.sessionId)
    put(turn, {
      ...(session ? rowOf(session, call.itemId, 1) : unmetered(call)),
      ...(call.name !== null && { name: call.name }),
    })
  }
  const starts = startsOf(turns)
  for (const session of metered) {
    if (listed.has(session.id) || (session.parentId !== null && known.has(session.parentId))) continue
    const turn = session.startedAt === null ? turns.length - 1 : starts.findLastIndex((at) => at <= session.startedAt!)
    put(turn, rowOf(session, null, 1))
  }
  // Those that stand above themselves, by a mistake of the store, stand at the end.
  for (const session of metered) if (!listed.has(session.id)) put(turns.length - 1, rowOf(session, null, 1))
  return rows
}

/** When each turn began; what has no time, or runs backwards, follows the turn before. Notes are no turn: infinite. */
function startsOf(turns: readonly Pick<DigestTurn, 'at' | 'by'>[]): number[] {
  let latest = Number.NEGATIVE_INFINITY
  return turns.map(({ at, by }) => {
    if (by === 'note') return Number.POSITIVE_INFINITY
    latest = Math.max(latest, at ?? latest)
    return latest
  })
}

const rowOf = (session: MeteredSubagent, itemId: string | null, depth: number): SubagentRow => ({
  key: session.id,
  sessionId: session.id,
  itemId,
  name: session.title,
  depth,
  state: session.state,
  costUsd: session.costUsd,
})

const unmetered = ({ itemId, sessionId, name, isDone }: Called): SubagentRow => ({
  key: itemId,
  sessionId,
  itemId,
  name,
  depth: 1,
  state: isDone ? 'done' : 'open',
  costUsd: null,
})
