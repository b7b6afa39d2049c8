import type { Store } from '../store/store.ts'
import type { NeedKind } from './need.ts'
import type { Aside, IgnoreRule, NeedRecord } from './need-record.ts'

/** All SQL of the tables `needs` and `ignored_needs`. Each function throws what SQLite throws. Times in ms. */

type Row = Omit<NeedRecord, 'aside'> & {
  aside: Aside['how'] | null
  asideAt: number | null
  asideBy: string | null
  asideById: string | null
  asideUntil: number | null
  asideFace: string | null
}

const columns = `key, id, kind, agent_id AS agentId, title, reason, since, opened_at AS openedAt, settled_at AS settledAt,
  settled_how AS settledHow, aside, aside_at AS asideAt, aside_by AS asideBy, aside_by_id AS asideById,
  aside_until AS asideUntil, aside_face AS asideFace`

function toRecord({ aside, asideAt, asideBy, asideById, asideUntil, asideFace, ...rest }: Row): NeedRecord {
  if (aside === null) return { ...rest, aside: null }
  const by = { at: asideAt ?? 0, by: asideBy ?? '', byId: asideById ?? '' }
  return { ...rest, aside: { how: aside, ...by, until: asideUntil, face: asideFace ?? '' } }
}

export const openRecords = (store: Store): NeedRecord[] =>
  store.$client.query<Row, []>(`SELECT ${columns} FROM needs WHERE settled_at IS NULL`).all().map(toRecord)

/** The last need of this name that is over; undefined where there was none. */
export function lastSettled(store: Store, { id, kind }: { id: string; kind: NeedKind }): NeedRecord | undefined {
  const row = store.$client
    .query<Row, [string, string]>(
      `SELECT ${columns} FROM needs WHERE id = ? AND kind = ? AND settled_at IS NOT NULL ORDER BY opened_at DESC LIMIT 1`,
    )
    .get(id, kind)
  return row ? toRecord(row) : undefined
}

export function recordByKey(store: Store, key: string): NeedRecord | undefined {
  const row = store.$client.query<Row, [string]>(`SELECT ${columns} FROM needs WHERE key = ?`).get(key)
  return row ? toRecord(row) : undefined
}

/** The records that settled since a moment, the latest first, at most `limit`. */
export const settledSince = (store: Store, since: number, limit: number): NeedRecord[] =>
  store.$client
    .query<Row, [number, number]>(`SELECT ${columns} FROM needs WHERE settled_at >= ? ORDER BY settled_at DESC LIMIT ?`)
    .all(since, limit)
    .map(toRecord)

/** The records of sessions that waited, stalled or failed, open at some moment between two, in order, at most `limit`. */
export const recordsBetween = (store: Store, from: number, to: number, limit: number): NeedRecord[] =>
  store.$client
    .query<Row, [number, number, number]>(
      `SELECT ${columns} FROM needs WHERE kind IN ('waiting', 'stalled', 'failed') AND opened_at < ?
         AND (settled_at IS NULL OR settled_at >= ?) ORDER BY opened_at LIMIT ?`,
    )
    .all(to, from, limit)
    .map(toRecord)

/** When the first need that is kept was opened; null where none is. */
export const firstOpenedAt = (store: Store): number | null =>
  store.$client.query<{ at: number | null }, []>('SELECT min(opened_at) AS at FROM needs').get()?.at ?? null

/** Writes a record, whole. */
export function putRecord(store: Store, { aside, ...rest }: NeedRecord) {
  store.$client
    .query(
      `INSERT OR REPLACE INTO needs (key, id, kind, agent_id, title, reason, since, opened_at, settled_at, settled_how,
         aside, aside_at, aside_by, aside_by_id, aside_until, aside_face)
       VALUES ($key, $id, $kind, $agentId, $title, $reason, $since, $openedAt, $settledAt, $settledHow,
         $how, $at, $by, $byId, $until, $face)`,
    )
    .run({
      ...rest,
      how: aside?.how ?? null,
      at: aside?.at ?? null,
      by: aside?.by ?? null,
      byId: aside?.byId ?? null,
      until: aside?.until ?? null,
      face: aside?.face ?? null,
    })
}

export const deleteRecord = (store: Store, key: string) =>
  void store.$client.query('DELETE FROM needs WHERE key = ?').run(key)

/** Deletes the settled records beyond the newest `kept`. */
export const deleteOldest = (store: Store, kept: number) =>
  void store.$client
    .query(
      `DELETE FROM needs WHERE settled_at < (
         SELECT settled_at FROM needs WHERE settled_at IS NOT NULL ORDER BY settled_at DESC LIMIT 1 OFFSET ?)`,
    )
    .run(kept - 1)

export const ignoreRules = (store: Store): IgnoreRule[] =>
  store.$client
    .query<IgnoreRule, []>(
      'SELECT kind, subject, name, at, by, by_id AS byId, hidden, hidden_at AS hiddenAt FROM ignored_needs ORDER BY at DESC',
    )
    .all()

export const putRule = (store: Store, rule: IgnoreRule) =>
  void store.$client
    .query(
      `INSERT OR REPLACE INTO ignored_needs (kind, subject, name, at, by, by_id, hidden, hidden_at)
       VALUES ($kind, $subject, $name, $at, $by, $byId, $hidden, $hiddenAt)`,
    )
    .run(rule)

export const deleteRule = (store: Store, { kind, subject }: Pick<IgnoreRule, 'kind' | 'subject'>) =>
  void store.$client.query('DELETE FROM ignored_needs WHERE kind = ? AND subject = ?').run(kind, subject)

/** Writes several records together, or none of them. */
export const together = (store: Store, write: () => void) => store.$client.transaction(write).immediate()
