import type { Role } from '../auth/role.ts'
import type { Store } from '../store/store.ts'
import { type Guard, type Measure, measures } from './guard.ts'

/** All SQL of the table `breaker_guards`. Each function throws what SQLite throws. */

type Row = Omit<Guard, 'measures' | 'jobs'> & { measures: string; jobs: string | null }

export const guardRows = (store: Store): Guard[] =>
  store.$client
    .query<Row, []>(
      `SELECT subject, measures, at_percent AS atPercent, jobs, limit_then AS "limit", set_at AS setAt, set_by AS setBy,
         set_by_id AS setById, role FROM breaker_guards ORDER BY subject`,
    )
    .all()
    .map(({ measures: stored, jobs, ...row }) => ({
      ...row,
      role: row.role as Role,
      measures: measures.filter((measure) => (JSON.parse(stored) as Measure[]).includes(measure)),
      jobs: jobs === null ? null : (JSON.parse(jobs) as string[]),
    }))

export const putGuard = (store: Store, { measures, jobs, ...guard }: Guard) =>
  void store.$client
    .query(
      `INSERT OR REPLACE INTO breaker_guards (subject, measures, at_percent, jobs, limit_then, set_at, set_by, set_by_id, role)
       VALUES ($subject, $measures, $atPercent, $jobs, $limit, $setAt, $setBy, $setById, $role)`,
    )
    .run({ ...guard, measures: JSON.stringify(measures), jobs: jobs === null ? null : JSON.stringify(jobs) })
