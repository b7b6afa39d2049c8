import type { Store } from '../store/store.ts'

export type DoctorReads = ReturnType<typeof doctorReads>

/** A file or database of which something could not be read: how many places, and one of them. */
export type UnreadUnit = { host: string; runtime: string; unit: string; count: number; place: string; reason: string }

/** What doctor asks of the index. */
export const doctorReads = (index: Store) => ({
  /** Those with the most unread places first. */
  unreadUnits: (): UnreadUnit[] =>
    index.$client
      .query<UnreadUnit, []>(
        `SELECT host, runtime, unit, count(*) AS count, min(place) AS place, reason FROM unread
         GROUP BY host, runtime, unit ORDER BY 4 DESC LIMIT 100`,
      )
      .all(),
})
