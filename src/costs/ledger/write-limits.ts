import type { Database } from 'bun:sqlite'
import type { LimitFact } from '../../facts/fact.ts'

/**
 * Writes how much of a subscription is used. An older statement than the known one changes nothing. The latest of each
 * window is gathered in memory and written by `flush`.
 */
export function writeLimits(index: Database) {
  const save = index.prepare(
    `INSERT INTO limits (id, host, runtime, name, used_percent, window_minutes, resets_at, plan, at)
     VALUES ($id, $host, $runtime, $name, $usedPercent, $windowMinutes, $resetsAt, $plan, $at)
     ON CONFLICT (id, host) DO UPDATE SET name = $name, used_percent = $usedPercent, window_minutes = $windowMinutes,
       resets_at = $resetsAt, plan = $plan, at = $at WHERE at <= $at`,
  )
  const gathered = new Map<string, LimitFact & { host: string }>()
  return {
    gather(fact: LimitFact, host: string) {
      const known = gathered.get(fact.id)
      if (!known || known.at <= fact.at) gathered.set(fact.id, { ...fact, host })
    },
    flush() {
      for (const { id, host, runtime, name, usedPercent, windowMinutes, resetsAt, plan, at } of gathered.values())
        save.run({ id, host, runtime, name, usedPercent, windowMinutes, resetsAt, plan, at })
      gathered.clear()
    },
    drop: () => gathered.clear(),
  }
}
