import type { Store } from '../../store/store.ts'
import { minutesOfSessions } from '../ledger/read-usage.ts'
import { paceSince, perMinute } from './pace.ts'

const minuteMs = 60_000
/** So many minutes are drawn. */
export const burnMinutes = 30

/** What a session cost lately. Money in US dollars; null where there were calls and none of them has a price. */
export type SessionBurn = {
  /** For each of the last 30 minutes, the latest at the end; 0 where nothing was asked. */
  minutes: (number | null)[]
  /** A minute, by the rule of `pace.ts`. */
  perMinuteUsd: number | null
  /** Whether some of the calls of the last five minutes have no price, or only a lower bound. */
  isLowerBound: boolean
}

/** What these sessions cost in the minutes before a moment (ms), by id; none of a session in which nothing was asked. */
export function burnOfSessions(index: Store, ids: readonly string[], at: number): Record<string, SessionBurn> {
  const last = Math.floor(at / minuteMs)
  const first = last - burnMinutes + 1
  const rows = minutesOfSessions(index, ids, { from: first * minuteMs - 1, to: at, paceSince: paceSince(at) })
  const bySession = Map.groupBy(rows, ({ sessionId }) => sessionId)
  return Object.fromEntries(
    [...bySession].map(([id, rows]) => {
      const minutes: (number | null)[] = Array.from({ length: burnMinutes }, () => 0)
      for (const { minute, costUsd } of rows) minutes[minute - first] = costUsd
      const known = rows.flatMap(({ paceUsd }) => paceUsd ?? [])
      const isUnknown = known.length === 0 && rows.some(({ paceCalls }) => paceCalls > 0)
      return [
        id,
        {
          minutes,
          perMinuteUsd: isUnknown ? null : perMinute(known.reduce((sum, usd) => sum + usd, 0)),
          isLowerBound: rows.some(({ paceIsLowerBound }) => paceIsLowerBound === 1),
        },
      ]
    }),
  )
}
