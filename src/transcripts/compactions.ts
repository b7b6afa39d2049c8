import type { CallCost } from '../costs/ledger/read-session-calls.ts'
import type { DigestTurn } from '../facts/transcript-digest.ts'

/**
 * How large the context was at the last answer before each compaction that a transcript has, in tokens, the oldest first.
 * Those before which nothing was asked are left out. `calls` are in the order of time.
 */
export function contextsAtCompactions(
  turns: readonly Pick<DigestTurn, 'at' | 'note'>[],
  calls: readonly Pick<CallCost, 'at' | 'contextTokens'>[],
): number[] {
  const contexts: number[] = []
  let seen = -1
  for (const { at, note } of turns) {
    if (note !== 'compaction' || at === null) continue
    const last = calls.findLastIndex((call) => call.at <= at)
    // Two notes about one compaction have no answer between them.
    if (last <= seen) continue
    seen = last
    const tokens = calls[last]!.contextTokens
    if (tokens > 0) contexts.push(tokens)
  }
  return contexts
}

/**
 * The share of a context, 0 to 1, at which a session compacts by itself, after what it did before; null where that is not
 * known. A compaction of less than half of what fits was asked for by a person.
 */
export function compactsAt(contexts: readonly number[], window: number | null): number | null {
  if (!window) return null
  const shares = contexts.map((tokens) => tokens / window).filter((share) => share >= 0.5 && share <= 1.05)
  return shares.length === 0 ? null : Math.min(1, shares.reduce((sum, share) => sum + share, 0) / shares.length)
}
