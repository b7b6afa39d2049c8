import type { Database } from 'bun:sqlite'
import type { LimitFact } from '../../facts/fact.ts'
import { quarterMs } from '../../lib/timezone.ts'

/**
 * Writes how much of a subscription is used: the latest word of each window, and the last of each quarter of an hour. An
 * older statement than the known one changes nothing. They are gathered in memory and written by `flush`.
 */
export function writeLimits(index: Database) {
  const save = index.prepare(
    `INSERT INTO limits (id, host, runtime, name, used_percent, window_minutes, resets_at, plan, at)
     VALUES ($id, $host, $runtime, $name, $usedPercent, $windowMinutes, $resetsAt, $plan, $at)
     ON CONFLICT (id, host) DO UPDATE SET name = $name, used_percent = $usedPercent, window_minutes = $windowMinutes,
       resets_at = $resetsAt, plan = $plan, at = $at WHERE at <= $at`,
  )
  const saveReading = index.prepare(
    `INSERT INTO limit_readings (id, host, quarter, used_percent, resets_at, at)
     VALUES ($id, $host, $quarter, $usedPercent, $resetsAt, $at)
     ON CONFLICT (id, host, quarter) DO UPDATE SET used_percent = $usedPercent, resets_at = $resetsAt, at = $at
       WHERE at <= $at`,
  )
  /** The last word of each window in each quarter. */
  const gathered = new Map<string, LimitFact & { host: string; quarter: number }>()
  return {
    gather(fact: LimitFact, host: string) {
      const quarter = Math.floor(fact.at / quarterMs)
      const key = JSON.stringify([host, fact.id, quarter])
      const known = gathered.get(key)
      if (!known || known.at <= fact.at) gathered.set(key, { ...fact, host, quarter })
    },
    flush() {
      for (const one of gathered.values()) {
        const { id, host, runtime, name, usedPercent, windowMinutes, resetsAt, plan, at, quarter } = one
        save.run({ id, host, runtime, name, usedPercent, windowMinutes, resetsAt, plan, at })
        saveReading.run({ id, host, quarter, usedPercent, resetsAt, at })
      }
      gathered.clear()
    },
    drop: () => gathered.clear(),
  }
}
