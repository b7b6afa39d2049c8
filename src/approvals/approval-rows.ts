import type { ApprovalRequest, ApprovalRuntime } from '../facts/approval.ts'
import type { Store } from '../store/store.ts'
import { type ApprovalRecord, type Decider, deciders } from './approval.ts'

/** All SQL of the tables `approvals` and `approval_settings`. Each function throws what SQLite throws. Times in ms. */

type Row = Omit<ApprovalRecord, 'request'> & { request: string }

const columns =
  'source, request, session_id AS sessionId, state, decision, by, by_id AS byId, decided_at AS decidedAt, ended_at AS endedAt, note'

function toRecord({ request, ...rest }: Row): ApprovalRecord {
  const stored = JSON.parse(request) as ApprovalRequest
  // Rows of earlier builds do not say it.
  return { ...rest, request: { ...stored, forSession: stored.forSession ?? null } }
}

/** Those that still wait, the oldest first. */
export const openApprovals = (store: Store): ApprovalRecord[] =>
  store.$client
    .query<Row, []>(`SELECT ${columns} FROM approvals WHERE ended_at IS NULL ORDER BY asked_at, id`)
    .all()
    .map(toRecord)

/** Those that waited at some moment between two, in order, at most `limit`. */
export const approvalsBetween = (store: Store, from: number, to: number, limit: number): ApprovalRecord[] =>
  store.$client
    .query<Row, [number, number, number]>(
      `SELECT ${columns} FROM approvals WHERE asked_at < ? AND (ended_at IS NULL OR ended_at >= ?)
       ORDER BY asked_at LIMIT ?`,
    )
    .all(to, from, limit)
    .map(toRecord)

/** When the first request that is kept was made; null where none is. */
export const firstAskedAt = (store: Store): number | null =>
  store.$client.query<{ at: number | null }, []>('SELECT min(asked_at) AS at FROM approvals').get()?.at ?? null

export function approvalById(store: Store, id: string): ApprovalRecord | undefined {
  const row = store.$client.query<Row, [string]>(`SELECT ${columns} FROM approvals WHERE id = ?`).get(id)
  return row ? toRecord(row) : undefined
}

const decider = `CASE state
  WHEN 'answered' THEN CASE WHEN by_id LIKE 'terminal:%' THEN 'terminal' ELSE 'page' END
  WHEN 'elsewhere' THEN 'elsewhere' WHEN 'expired' THEN 'expired' ELSE 'none' END`

export type EndedPage = { before: { endedAt: number; id: string } | null; limit: number; decider?: Decider | undefined }

/** Those that have ended, the latest first; `before` goes on behind a page. */
export const endedApprovals = (store: Store, { before, limit, decider: wanted }: EndedPage): ApprovalRecord[] =>
  store.$client
    .query<Row, { endedAt: number; id: string; limit: number; wanted: Decider | null }>(
      `SELECT ${columns} FROM approvals WHERE ended_at IS NOT NULL AND (ended_at, id) < ($endedAt, $id)
         AND ($wanted IS NULL OR ${decider} = $wanted)
       ORDER BY ended_at DESC, id DESC LIMIT $limit`,
    )
    .all({ endedAt: before?.endedAt ?? Number.MAX_SAFE_INTEGER, id: before?.id ?? '', limit, wanted: wanted ?? null })
    .map(toRecord)

/** How many have ended, by where they were decided. */
export const countByDecider = (store: Store): Record<Decider, number> => ({
  ...(Object.fromEntries(deciders.map((one) => [one, 0])) as Record<Decider, number>),
  ...Object.fromEntries(
    store.$client
      .query<{ decider: Decider; count: number }, []>(
        `SELECT ${decider} AS decider, count(*) AS count FROM approvals WHERE ended_at IS NOT NULL GROUP BY 1`,
      )
      .all()
      .map(({ decider, count }) => [decider, count]),
  ),
})

/** Writes records, whole: all of them, or none. */
export const putApprovals = (store: Store, records: readonly ApprovalRecord[]) =>
  store.$client
    .transaction(() => {
      for (const { request, source, sessionId, state, decision, by, byId, decidedAt, endedAt, note } of records)
        store.$client
          .query(
            `INSERT OR REPLACE INTO approvals
               (id, source, request, session_id, state, decision, by, by_id, decided_at, ended_at, note, asked_at)
             VALUES ($id, $source, $request, $sessionId, $state, $decision, $by, $byId, $decidedAt, $endedAt, $note, $askedAt)`,
          )
          .run({
            id: request.id,
            source,
            request: JSON.stringify(request),
            sessionId,
            state,
            decision,
            by,
            byId,
            decidedAt,
            endedAt,
            note,
            askedAt: request.askedAt,
          })
    })
    .immediate()

/** Keeps at most so many of those that have ended, the latest. */
export const trimApprovals = (store: Store, max: number) =>
  store.$client
    .query(
      `DELETE FROM approvals WHERE ended_at IS NOT NULL AND id NOT IN
         (SELECT id FROM approvals WHERE ended_at IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT ?)`,
    )
    .run(max)

type SettingRow = { runtime: ApprovalRuntime; isOn: boolean; at: number; by: string }

export const settingRows = (store: Store): SettingRow[] =>
  store.$client
    .query<{ runtime: ApprovalRuntime; isOn: number; at: number; by: string }, []>(
      'SELECT runtime, is_on AS isOn, at, by FROM approval_settings',
    )
    .all()
    .map((row) => ({ ...row, isOn: row.isOn === 1 }))

export const putSetting = (store: Store, { runtime, isOn, at, by }: SettingRow) =>
  store.$client
    .query('INSERT OR REPLACE INTO approval_settings (runtime, is_on, at, by) VALUES ($runtime, $isOn, $at, $by)')
    .run({ runtime, isOn: Number(isOn), at, by })
