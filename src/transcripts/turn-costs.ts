import type { CallCost } from '../costs/ledger/read-session-calls.ts'
import type { DigestTurn } from '../facts/transcript-digest.ts'

/**
 * What each turn cost: a call belongs to the last turn of the agent that had begun by then, and one before the first to
 * the first. What was asked before the turns that are listed is `before`. All of it adds up to the cost of the calls.
 */
export function turnCosts(
  turns: readonly DigestTurn[],
  calls: readonly Pick<CallCost, 'at' | 'costUsd'>[],
  turnsLeftOut: number,
): { costs: (number | null)[]; before: number } {
  const agents = turns.flatMap(({ by, at }, number) => (by === 'agent' ? [{ number, at }] : []))
  // Times that are not known, or run backwards, follow the turn before.
  let latest = Number.NEGATIVE_INFINITY
  const starts = agents.map(({ at }) => {
    latest = Math.max(latest, at ?? latest)
    return latest
  })
  const costs: (number | null)[] = turns.map(({ by }) => (by === 'agent' ? 0 : null))
  let before = 0
  let turn = -1
  for (const { at, costUsd } of calls) {
    while (turn + 1 < starts.length && starts[turn + 1]! <= at) turn++
    const usd = costUsd ?? 0
    const target = turn >= 0 ? agents[turn] : turnsLeftOut > 0 ? undefined : agents[0]
    if (target) costs[target.number] = costs[target.number]! + usd
    else before += usd
  }
  return { costs, before }
}
