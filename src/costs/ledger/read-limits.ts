import type { Runtime } from '../../facts/runtimes.ts'
import { quarterMs } from '../../lib/timezone.ts'
import type { Store } from '../../store/store.ts'

/** How much of a subscription is used, as its runtime said last. `host` is '' for this machine; times in ms. */
type LimitRow = {
  id: string
  host: string
  runtime: Runtime
  name: string
  usedPercent: number
  windowMinutes: number | null
  resetsAt: number | null
  plan: string | null
  at: number
}

/** The limits of every host, those of this machine first, the shortest window of a runtime first. */
export const limitRows = (index: Store): LimitRow[] =>
  index.$client
    .query<LimitRow, []>(
      `SELECT id, host, runtime, name, used_percent AS usedPercent, window_minutes AS windowMinutes,
         resets_at AS resetsAt, plan, at
       FROM limits ORDER BY host, runtime, window_minutes`,
    )
    .all()

/** How much of the windows of this machine was used since a moment (ms), the last word of each quarter of an hour, ascending. */
export const limitReadings = (index: Store, since: number) =>
  index.$client
    .query<{ id: string; at: number; usedPercent: number; resetsAt: number | null }, [number]>(
      `SELECT id, at, used_percent AS usedPercent, resets_at AS resetsAt FROM limit_readings
       WHERE host = '' AND quarter >= ? ORDER BY at`,
    )
    .all(Math.floor(since / quarterMs))
