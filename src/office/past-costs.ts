import { addDays, dayOf, quarterMs, startOfDay } from '../lib/timezone.ts'
import type { ReplayCost } from './replay.ts'

type Quarter = { agentId: string; quarter: number; usd: number | null; unsureTokens: number }
type Within = { since: number; until: number; timezone: string; workFrom: number }

/**
 * What each of these agents had cost that day, each time it is another sum. Days are of a zone. `quarters` are those from
 * the beginning of the first day on, in order. What a quarter of an hour cost is known at its end, and what is before
 * `workFrom` (ms) is unknown.
 */
export function costsOf(
  quarters: readonly Quarter[],
  ids: readonly string[],
  { since, until, timezone, workFrom }: Within,
): ReplayCost[] {
  const midnights: number[] = []
  for (let day = addDays(dayOf(since, timezone), 1); startOfDay(day, timezone) < until; day = addDays(day, 1))
    midnights.push(startOfDay(day, timezone))
  const nothingAt = (at: number) => ({ at, usd: at < workFrom ? null : 0, isLowerBound: false })
  const byAgent = Map.groupBy(quarters, ({ agentId }) => agentId)
  return ids.flatMap((id) => costsOfAgent(id, byAgent.get(id) ?? [])).sort((a, b) => a.at - b.at)

  function costsOfAgent(id: string, own: readonly Quarter[]): ReplayCost[] {
    let sum: ReplayCost = { id, ...nothingAt(since) }
    let day = 0
    const costs = [sum]
    function note(next: ReplayCost) {
      sum = next
      if (costs.at(-1)!.at >= next.at) costs.pop()
      costs.push(next)
    }
    function turnTo(nextDay: number) {
      for (; day < nextDay; day++) note({ id, ...nothingAt(midnights[day]!) })
    }
    for (const { quarter, usd, unsureTokens } of own) {
      turnTo(midnights.filter((midnight) => midnight <= quarter * quarterMs).length)
      note({
        id,
        at: Math.max(since, (quarter + 1) * quarterMs),
        // A sum is known as soon as one part of it is.
        usd: usd === null ? sum.usd || null : (sum.usd ?? 0) + usd,
        isLowerBound: sum.isLowerBound || unsureTokens > 0,
      })
    }
    turnTo(midnights.length)
    return costs.filter(({ at }) => at <= until)
  }
}
