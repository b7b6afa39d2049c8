import type { Store } from '../store/store.ts'
import type { Delivery, DeliveryState } from './channel.ts'
import type { Notice } from './notice.ts'

/** The rows of notices and deliveries. What is written before something is sent outlasts also a loss of power. */

type Row = {
  id: number
  dedupe_key: string
  channel_id: string
  channel: string
  turn: number
  state: DeliveryState
  made_at: number
  due_at: number
  first_at: number | null
  ended_at: number | null
  attempts: number
  status: number | null
  answer: string | null
  words: string | null
  is_unsure: number
  notice: string
}

/** A delivery with what is sent. */
export type OpenDelivery = Delivery & { notice: Notice }

const readRow = (row: Row): OpenDelivery => ({
  id: row.id,
  dedupeKey: row.dedupe_key,
  channelId: row.channel_id,
  channel: row.channel,
  turn: row.turn,
  state: row.state,
  madeAt: row.made_at,
  dueAt: row.due_at,
  firstAt: row.first_at,
  endedAt: row.ended_at,
  attempts: row.attempts,
  status: row.status,
  answer: row.answer,
  words: row.words,
  isUnsure: row.is_unsure === 1,
  notice: JSON.parse(row.notice) as Notice,
})

/** Runs writes as one; with `isDurable` they are on the disk when this returns. */
export function together<T>(store: Store, run: () => T, { isDurable = false } = {}): T {
  if (isDurable) store.$client.run('PRAGMA synchronous = FULL')
  try {
    return store.$client.transaction(run).immediate()
  } finally {
    if (isDurable) store.$client.run('PRAGMA synchronous = NORMAL')
  }
}

/** Writes a notice down; false where it is known already, which only opens it again. */
export function addNotice(store: Store, notice: Notice): boolean {
  const { changes } = store.$client.run(
    'INSERT INTO notification_notices (dedupe_key, at, settled_at, notice) VALUES (?, ?, NULL, ?) ON CONFLICT DO NOTHING',
    [notice.dedupeKey, notice.at, JSON.stringify(notice)],
  )
  if (changes === 0)
    store.$client.run('UPDATE notification_notices SET settled_at = NULL WHERE dedupe_key = ?', [notice.dedupeKey])
  return changes > 0
}

/** Whether it was open until now. */
export const settleNotice = (store: Store, dedupeKey: string, at: number): boolean =>
  store.$client.run('UPDATE notification_notices SET settled_at = ? WHERE dedupe_key = ? AND settled_at IS NULL', [
    at,
    dedupeKey,
  ]).changes > 0

/** The notices that are open. */
export const openNotices = (store: Store): Notice[] =>
  store.$client
    .query<{ notice: string }, []>('SELECT notice FROM notification_notices WHERE settled_at IS NULL ORDER BY at')
    .all()
    .map(({ notice }) => JSON.parse(notice) as Notice)

export const noticeRow = (store: Store, dedupeKey: string): { notice: Notice; settledAt: number | null } | null => {
  const row = store.$client
    .query<{ notice: string; settled_at: number | null }, [string]>(
      'SELECT notice, settled_at FROM notification_notices WHERE dedupe_key = ?',
    )
    .get(dedupeKey)
  return row && { notice: JSON.parse(row.notice) as Notice, settledAt: row.settled_at }
}

/** How many notices were told since a moment, and how many of them have settled. */
export const countNotices = (store: Store, since: number) =>
  store.$client
    .query<{ told: number; settled: number }, [number]>(
      "SELECT count(*) AS told, count(settled_at) AS settled FROM notification_notices WHERE at >= ? AND dedupe_key NOT LIKE 'digest:%' AND dedupe_key NOT LIKE 'test:%'",
    )
    .get(since)!

/** Adds a delivery unless there is one of this notice, channel and turn. */
export const addDelivery = (
  store: Store,
  {
    channelId,
    channel,
    turn,
    madeAt,
    dueAt,
    notice,
  }: Pick<OpenDelivery, 'channelId' | 'channel' | 'turn' | 'madeAt' | 'dueAt' | 'notice'>,
): boolean =>
  store.$client.run(
    "INSERT INTO notification_deliveries (dedupe_key, channel_id, channel, turn, state, made_at, due_at, notice) VALUES (?, ?, ?, ?, 'pending', ?, ?, ?) ON CONFLICT DO NOTHING",
    [notice.dedupeKey, channelId, channel, turn, madeAt, dueAt, JSON.stringify(notice)],
  ).changes > 0

/** What has not ended, the one that is due first first. */
export const openDeliveries = (store: Store): OpenDelivery[] =>
  store.$client
    .query<Row, []>('SELECT * FROM notification_deliveries WHERE ended_at IS NULL ORDER BY due_at, id')
    .all()
    .map(readRow)

/** Writes what has changed of a delivery. */
export function putDelivery(store: Store, delivery: OpenDelivery) {
  store.$client.run(
    'UPDATE notification_deliveries SET state = ?, due_at = ?, first_at = ?, ended_at = ?, attempts = ?, status = ?, answer = ?, words = ?, is_unsure = ? WHERE id = ?',
    [
      delivery.state,
      delivery.dueAt,
      delivery.firstAt,
      delivery.endedAt,
      delivery.attempts,
      delivery.status,
      delivery.answer,
      delivery.words,
      delivery.isUnsure ? 1 : 0,
      delivery.id,
    ],
  )
}

/** Forgets one that never left. */
export const deleteDelivery = (store: Store, id: number) =>
  void store.$client.run('DELETE FROM notification_deliveries WHERE id = ?', [id])

/** The newest first, from before a delivery's id on. */
export const deliveryHistory = (
  store: Store,
  { channelId, before, limit }: { channelId?: string | undefined; before?: number | undefined; limit: number },
): OpenDelivery[] =>
  store.$client
    .query<Row, [string | null, number | null, number]>(
      'SELECT * FROM notification_deliveries WHERE (?1 IS NULL OR channel_id = ?1) AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3',
    )
    .all(channelId ?? null, before ?? null, limit)
    .map(readRow)

/** The delivery of a channel that ended last. */
export function lastEnded(store: Store, channelId: string): OpenDelivery | null {
  const row = store.$client
    .query<Row, [string]>(
      "SELECT * FROM notification_deliveries WHERE channel_id = ? AND ended_at IS NOT NULL AND state != 'dropped' ORDER BY ended_at DESC, id DESC LIMIT 1",
    )
    .get(channelId)
  return row && readRow(row)
}

/** Whether a notice was sent to a channel, or is to be. */
export const deliveriesOfNotice = (store: Store, dedupeKey: string): OpenDelivery[] =>
  store.$client
    .query<Row, [string]>('SELECT * FROM notification_deliveries WHERE dedupe_key = ? ORDER BY id')
    .all(dedupeKey)
    .map(readRow)

/** Keeps the last of those that have ended. */
export const deleteOldDeliveries = (store: Store, keep: number) =>
  void store.$client.run(
    'DELETE FROM notification_deliveries WHERE ended_at IS NOT NULL AND id <= (SELECT max(id) FROM notification_deliveries) - ?',
    [keep],
  )
