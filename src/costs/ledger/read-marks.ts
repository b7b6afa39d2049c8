import type { Store } from '../../store/store.ts'

/** A number that grows whenever sums of a day (of UTC, since the epoch) before `day` change; 0 where nothing is known. */
export const lastChangeBefore = (index: Store, day: number): number =>
  index.$client
    .query<{ version: number | null }, [number]>('SELECT max(version) AS version FROM usage_marks WHERE day < ?')
    .get(day)!.version ?? 0
